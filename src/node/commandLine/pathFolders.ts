import { accessSync, constants, existsSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { isInside } from '../paths.ts';
import { launcherState } from './launcherFile.ts';
import { launcherName, type LauncherHost } from './launcherText.ts';

/** The machine as far as folders for commands go. */
export interface CommandHost extends LauncherHost {
  readonly home: string;
}

/** A folder that a launcher may be put into. */
export interface FolderChoice {
  readonly file: string;
  readonly onPath: boolean;
  /** One of ours is there already. */
  readonly installed: boolean;
  /** Another `rota` that a shell finds before this one. */
  readonly hiddenBy: string | undefined;
}

export interface FolderChoices {
  readonly choices: readonly FolderChoice[];
  /** Commands of that name which others put into folders that would do otherwise. */
  readonly foreign: readonly string[];
}

/**
 * The usual folders for commands of a person, as far as they are on the PATH and can be written. Where there is none, the first of them all the same: it
 * can be put on the PATH.
 */
export function listFolderChoices(host: CommandHost): FolderChoices {
  const onPath = pathFolders(host);
  const usual = usualFolders(host).filter(canWrite(host));
  const reached = usual.filter((folder) => onPath.some((each) => sameFolder(each, folder, host)));
  const files = (folders: readonly string[]): string[] => folders.map((folder) => path.join(folder, launcherName(host.platform)));
  const foreign = files(reached).filter((file) => launcherState(file) === 'foreign');
  const free = files(reached).filter((file) => !foreign.includes(file));
  const offered = free.length > 0 ? free : files(usual.slice(0, 1)).filter((file) => launcherState(file) !== 'foreign');
  const choices = offered.map((file) => ({
    file,
    onPath: free.includes(file),
    installed: launcherState(file) === 'ours',
    hiddenBy: hiddenBy(file, host),
  }));
  return { choices, foreign };
}

/** All launchers of ours where a shell, or Rota itself, would look for them; not the one in the data folder. */
export function findLaunchers(host: CommandHost, current: string): string[] {
  const folders = [...usualFolders(host), ...pathFolders(host)].map(resolvedFolder);
  return [...new Set(folders)]
    .map((folder) => path.join(folder, launcherName(host.platform)))
    .filter((file) => launcherState(file) === 'ours' && !sameFolder(file, current, host));
}

/** The first `rota` of somebody else that stands on the PATH before `file`. */
export function hiddenBy(file: string, host: CommandHost): string | undefined {
  for (const folder of pathFolders(host)) {
    if (sameFolder(folder, path.dirname(file), host)) return undefined;
    const other = commandNames(host)
      .map((name) => path.join(folder, name))
      .find(isProgram);
    if (other !== undefined && launcherState(other) !== 'ours') return other;
  }
  return undefined;
}

/** What puts a folder on the PATH of the person's shell: the line, and the file that it belongs into. Windows has a dialog for it instead. */
export function profileLine(folder: string, { platform, environment, home }: CommandHost): { line: string; file: string } | undefined {
  if (platform === 'win32') return undefined;
  const shown = isInside(home, folder) ? `$HOME/${path.relative(home, folder)}` : folder;
  switch (path.basename(environment['SHELL'] ?? '')) {
    case 'fish':
      return { line: `fish_add_path "${shown}"`, file: '~/.config/fish/config.fish' };
    case 'zsh':
      return { line: `export PATH="${shown}:$PATH"`, file: '~/.zshrc' };
    case 'bash':
      return { line: `export PATH="${shown}:$PATH"`, file: platform === 'darwin' ? '~/.bash_profile' : '~/.bashrc' };
    default:
      return { line: `export PATH="${shown}:$PATH"`, file: '~/.profile' };
  }
}

/** Where a person's commands usually are, the most personal first. */
function usualFolders({ platform, environment, home }: CommandHost): string[] {
  if (platform === 'win32') {
    const local = environment['LOCALAPPDATA'] || path.join(home, 'AppData', 'Local');
    return [path.join(local, 'Programs', 'Rota'), path.join(local, 'Microsoft', 'WindowsApps')];
  }
  const brew = environment['HOMEBREW_PREFIX'] ?? '';
  return [
    path.join(home, '.local', 'bin'),
    path.join(home, 'bin'),
    ...(path.isAbsolute(brew) ? [path.join(brew, 'bin')] : []),
    ...(platform === 'darwin' ? ['/opt/homebrew/bin'] : []),
    '/usr/local/bin',
  ].filter((folder, index, all) => all.indexOf(folder) === index);
}

/** The folders of the PATH in its order. One that depends on where somebody stands is none. */
function pathFolders({ platform, environment }: CommandHost): string[] {
  const name = platform === 'win32' ? Object.keys(environment).find((each) => each.toUpperCase() === 'PATH') : 'PATH';
  return (environment[name ?? 'PATH'] ?? '').split(path.delimiter).filter((folder) => path.isAbsolute(folder));
}

function commandNames({ platform, environment }: CommandHost): string[] {
  if (platform !== 'win32') return ['rota'];
  return (environment['PATHEXT'] || '.COM;.EXE;.BAT;.CMD').split(';').map((extension) => `rota${extension.toLowerCase()}`);
}

/** A folder that is missing can be made, if it belongs into the person's home. */
function canWrite({ home }: CommandHost): (folder: string) => boolean {
  return (folder) => {
    for (let there = folder; ; there = path.dirname(there)) {
      if (existsSync(there)) return isWritable(there);
      if (there === home || !isInside(home, there)) return false;
    }
  };
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK | constants.X_OK);
    return statSync(folder).isDirectory();
  } catch {
    return false;
  }
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

function sameFolder(one: string, other: string, { platform }: CommandHost): boolean {
  const [a, b] = [resolvedFolder(one), resolvedFolder(other)];
  return platform === 'win32' ? a.toLowerCase() === b.toLowerCase() : a === b;
}

function resolvedFolder(folder: string): string {
  try {
    return realpathSync.native(folder);
  } catch {
    return path.resolve(folder);
  }
}
