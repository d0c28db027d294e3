/** What a launcher starts: a program that runs JavaScript, and the script. */
export interface LauncherTarget {
  readonly program: string;
  readonly script: string;
}

/** Decides how a launcher is written and how paths are read. */
export interface LauncherHost {
  readonly platform: NodeJS.Platform;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Stands in the second line of every launcher: by it Rota knows its own, those of older versions too, so it stays as it is. */
const mark = 'Rota launcher, written by the Rota extension, which keeps it current.';
// Plain words for whoever reads the terminal: which language the editor speaks is unknown to a script, and a batch file best holds ASCII alone.
const gone =
  'rota: The Rota extension that this launcher starts is not where it was: open a window of an editor that has Rota and try again, or delete this launcher if you have removed Rota.';
/** What shells answer for a command that they do not find. */
const GONE = 127;

/** The name of the file that is a launcher on this platform. */
export function launcherName(platform: NodeJS.Platform): string {
  return platform === 'win32' ? 'rota.cmd' : 'rota';
}

/** A launcher that starts the command line itself. The editor's own program acts as Node when it is asked to; a Node does not mind being asked. */
export function currentLauncherText({ program, script }: LauncherTarget, host: LauncherHost): string {
  if (host.platform === 'win32') {
    const [executable, file] = [batchPath(program, host), batchPath(script, host)];
    return batch([
      'set "ELECTRON_RUN_AS_NODE=1"',
      `if not exist "${executable}" goto gone`,
      `if not exist "${file}" goto gone`,
      `"${executable}" "${file}" %*`,
      'exit /b %ERRORLEVEL%',
    ]);
  }
  return shell([
    `program=${shellWord(program)}`,
    `script=${shellWord(script)}`,
    'if [ -x "$program" ] && [ -f "$script" ]; then',
    '  ELECTRON_RUN_AS_NODE=1',
    '  export ELECTRON_RUN_AS_NODE',
    '  exec "$program" "$script" "$@"',
    'fi',
  ]);
}

/** A launcher that starts another one, which may change without this one. */
export function pathLauncherText(launcher: string, host: LauncherHost): string {
  if (host.platform === 'win32') {
    const file = batchPath(launcher, host);
    // Without `call` this file ends here and arguments are read once: `call` would take the percent signs in them for variables.
    return batch([`if not exist "${file}" goto gone`, `"${file}" %*`]);
  }
  return shell([`launcher=${shellWord(launcher)}`, 'if [ -x "$launcher" ]; then', '  exec "$launcher" "$@"', 'fi']);
}

/** Did Rota write this text? */
export function isLauncherText(text: string): boolean {
  const [, second = ''] = text.split(/\r?\n/, 2);
  return second === `# ${mark}` || second === `rem ${mark}`;
}

function shell(lines: readonly string[]): string {
  return ['#!/bin/sh', `# ${mark}`, ...lines, `echo '${gone}' >&2`, `exit ${GONE}`, ''].join('\n');
}

function batch(lines: readonly string[]): string {
  // The shell reads a batch file in the code page of its window; one that holds other letters than ASCII says what it is in.
  const page = /^[\t -~]*$/.test(lines.join('')) ? [] : ['chcp 65001 >nul'];
  return [
    '@echo off',
    `rem ${mark}`,
    'setlocal DisableDelayedExpansion',
    ...page,
    ...lines,
    ':gone',
    `>&2 echo ${gone}`,
    `exit /b ${GONE}`,
    '',
  ].join('\r\n');
}

/** One word of a shell, whatever is in it. */
function shellWord(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** A path for a place between double quotes. Folders of the user are named by their variable, which keeps letters out of the file that it may not hold. */
function batchPath(path: string, { environment }: LauncherHost): string {
  for (const name of ['LOCALAPPDATA', 'APPDATA', 'USERPROFILE']) {
    const folder = environment[name];
    if (folder && path.toLowerCase().startsWith(`${folder.toLowerCase()}\\`))
      return `%${name}%${path.slice(folder.length).replaceAll('%', '%%')}`;
  }
  return path.replaceAll('%', '%%');
}
