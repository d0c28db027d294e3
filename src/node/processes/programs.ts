import { accessSync, constants, statSync } from 'node:fs';
import path from 'node:path';
import { isInside, resolved } from '../paths.ts';

/** Used when the host's own PATH leaves nothing: an empty PATH would mean the working folder. */
const USUAL_FOLDERS = ['/usr/local/bin', '/usr/bin', '/bin', '/usr/sbin', '/sbin'];
const SHELLS = ['/bin/bash', '/usr/bin/bash', '/bin/sh', '/usr/bin/sh'];

/** Where the programs of children may come from. `untrusted` are folders whose content a repository decides. */
export interface ProgramPlaces {
  /** The host's PATH as it stands. */
  readonly path: string | undefined;
  readonly untrusted: readonly string[];
  /** Folders of the workspace that a person lets commands take programs from, before all others. */
  readonly tools?: readonly string[];
}

/** The tools of the workspace, and the absolute folders of PATH that lie, with all links resolved, outside every untrusted folder. */
export function trustedFolders(places: ProgramPlaces): string[] {
  return [...new Set([...(places.tools ?? []), ...outsideFolders(places)])];
}

function outsideFolders(places: ProgramPlaces): string[] {
  const untrusted = places.untrusted.map(resolved);
  const outside = (folder: string): boolean => path.isAbsolute(folder) && !untrusted.some((root) => isInside(root, resolved(folder)));
  const folders = (places.path ?? '').split(path.delimiter).filter(outside);
  if (folders.length > 0 || process.platform === 'win32') return [...new Set(folders)];
  return USUAL_FOLDERS.filter(outside);
}

/** The absolute path of a program, or `undefined`. Never one that lies in an untrusted folder, whatever links lead there, unless it is a tool. */
export function findProgram(name: string, places: ProgramPlaces): string | undefined {
  if (path.isAbsolute(name)) return isTrustedProgram(name, places) ? name : undefined;
  if (name === '' || name.includes('/') || name.includes('\\')) return undefined;
  const names = process.platform === 'win32' && path.extname(name) === '' ? [`${name}.exe`, `${name}.com`] : [name];
  const files = trustedFolders(places).flatMap((folder) => names.map((file) => path.join(folder, file)));
  return files.find((file) => isTrustedProgram(file, places));
}

/** The machine's shell by absolute path: bash, else sh; ComSpec on Windows. */
export function findShell(places: ProgramPlaces, environment: NodeJS.ProcessEnv): string | undefined {
  const shells = process.platform === 'win32' ? [environment['ComSpec'] ?? 'C:\\Windows\\System32\\cmd.exe'] : SHELLS;
  return shells.find((shell) => isTrustedProgram(shell, places));
}

function isTrustedProgram(file: string, places: ProgramPlaces): boolean {
  try {
    if (!statSync(file).isFile()) return false;
    accessSync(file, constants.X_OK);
  } catch {
    return false;
  }
  if (places.tools?.includes(path.dirname(file)) === true) return true;
  const real = resolved(file);
  return !places.untrusted.some((root) => isInside(resolved(root), real));
}
