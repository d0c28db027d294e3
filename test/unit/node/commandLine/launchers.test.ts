import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, join } from 'node:path';
import { test } from 'node:test';
import {
  currentLauncherFile,
  installLauncher,
  isCurrentLauncher,
  keepCurrentLauncher,
  launcherState,
  removeLauncher,
} from '../../../../src/node/commandLine/launcherFile.ts';
import { currentLauncherText, pathLauncherText, type LauncherHost } from '../../../../src/node/commandLine/launcherText.ts';
import { whileReadOnly } from '../../../support/readOnlyFolder.ts';
import { tempFolder, type Cleanup } from '../../../support/tempFolder.ts';

const host: LauncherHost = { platform: process.platform, environment: process.env };
const windows: LauncherHost = {
  platform: 'win32',
  environment: {
    LOCALAPPDATA: String.raw`C:\Users\Zoë\AppData\Local`,
    APPDATA: String.raw`C:\Users\Zoë\AppData\Roaming`,
    USERPROFILE: String.raw`C:\Users\Zoë`,
  },
};
const noShell = { skip: process.platform === 'win32' ? 'there is no sh' : false };
const hostile = `it's 100% "$HOME" \`id\` $(id) & ;\\ é`;

/** Says what it was given and in which environment, and ends with 7. */
const script = `console.log(JSON.stringify({ args: process.argv.slice(2), node: process.env.ELECTRON_RUN_AS_NODE })); process.exitCode = 7;\n`;

/** An extension, a data folder and a folder for commands, all in folders with names that a shell could misread. */
async function install(
  t: Cleanup,
): Promise<{ base: string; script: string; current: string; installed: string; target: { program: string; script: string } }> {
  const base = join(await tempFolder(t), hostile);
  const extension = join(base, 'extension 0.1.0');
  mkdirSync(extension, { recursive: true });
  const file = join(extension, 'cli.js');
  writeFileSync(file, script);
  const program = join(base, "editor's node");
  symlinkSync(process.execPath, program);
  const target = { program, script: file };
  const current = currentLauncherFile(join(base, 'data'), host);
  const installed = join(base, 'bin', 'rota');
  keepCurrentLauncher(current, target, host);
  installLauncher(installed, pathLauncherText(current, host));
  return { base, script: file, current, installed, target };
}

function run(file: string, ...args: string[]): { status: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync(file, args, { encoding: 'utf8', env: { PATH: process.env['PATH'] } });
  return { status, stdout, stderr };
}

test(
  'a launcher starts the command line with every argument as it was given, from folders with any name, and ends as it ends',
  noShell,
  async (t) => {
    const { installed, current } = await install(t);
    const args = ['task', 'add', `Fix the "parser"`, `it's $HOME * \\ %PATH%`, '', 'two\nlines'];
    for (const file of [installed, current]) {
      const { status, stdout, stderr } = run(file, ...args);
      assert.deepEqual({ status, stderr, answer: JSON.parse(stdout) as unknown }, { status: 7, stderr: '', answer: { args, node: '1' } });
      assert.equal(statSync(file).mode & 0o777, 0o755);
    }
    const found = spawnSync('rota', ['--version'], {
      encoding: 'utf8',
      env: { PATH: [join(installed, '..'), process.env['PATH']].join(delimiter) },
    });
    assert.equal(found.status, 7, 'a shell finds it by its name');
  },
);

test(
  'when the extension has moved, the launcher on the PATH goes on with the next version without being written anew',
  noShell,
  async (t) => {
    const { base, script: old, current, installed, target } = await install(t);
    const before = readFileSync(installed, 'utf8');
    const next = join(base, 'extension 0.2.0');
    renameSync(join(old, '..'), next);
    const moved = { ...target, script: join(next, 'cli.js') };
    assert.equal(isCurrentLauncher(current, moved, host), false);
    keepCurrentLauncher(current, moved, host);
    assert.equal(run(installed).status, 7);
    assert.equal(readFileSync(installed, 'utf8'), before);
    assert.equal(isCurrentLauncher(current, moved, host), true);
    const { ino } = statSync(current);
    keepCurrentLauncher(current, moved, host);
    assert.equal(statSync(current).ino, ino, 'what is current is not written again');
    assert.deepEqual(readdirSync(join(current, '..')), ['rota'], 'nothing is left beside it');
  },
);

test('when extension, editor or data folder are gone, the launcher says one sentence and ends with 127', noShell, async (t) => {
  const gone: readonly ((parts: Awaited<ReturnType<typeof install>>) => string)[] = [
    ({ script: file }) => join(file, '..'),
    ({ target }) => target.program,
    ({ current }) => join(current, '..'),
  ];
  for (const choose of gone) {
    const parts = await install(t);
    rmSync(choose(parts), { recursive: true });
    const { status, stdout, stderr } = run(parts.installed, 'board');
    assert.deepEqual([status, stdout], [127, '']);
    assert.match(stderr, /^rota: The Rota extension [^.\n]+ is not where it was: [^.\n]+\.\n$/);
  }
});

test('what Rota did not make is never written over and never removed: files, links and folders of that name', async (t) => {
  const folder = await tempFolder(t);
  const text = pathLauncherText(join(folder, 'current'), host);
  const ours = join(folder, 'ours');
  installLauncher(ours, text);
  const others: Record<string, (file: string) => void> = {
    program: (file) => writeFileSync(file, '#!/bin/sh\necho mine\n'),
    quoting: (file) => writeFileSync(file, `#!/bin/sh\necho ours\n${text}`),
    link: (file) => symlinkSync(ours, file),
    dangling: (file) => symlinkSync(join(folder, 'nowhere'), file),
    folder: (file) => mkdirSync(file),
    big: (file) => writeFileSync(file, text.padEnd(20_000)),
  };
  for (const [name, make] of Object.entries(others)) {
    const file = join(folder, name);
    make(file);
    const before = lstatSync(file);
    assert.equal(launcherState(file), 'foreign', name);
    assert.throws(() => installLauncher(file, text), /was not made by Rota/, name);
    removeLauncher(file);
    const after = lstatSync(file);
    assert.deepEqual([after.ino, after.mtimeMs, after.size], [before.ino, before.mtimeMs, before.size], name);
  }
  assert.deepEqual(readdirSync(folder).toSorted(), ['ours', ...Object.keys(others)].toSorted(), 'nothing is left beside them');
});

test('one of ours is written anew and removed; a file that cannot be written says which', async (t) => {
  const folder = await tempFolder(t);
  const file = join(folder, 'bin', 'rota');
  installLauncher(file, pathLauncherText('/one', host));
  installLauncher(file, pathLauncherText('/other', host));
  assert.equal(readFileSync(file, 'utf8'), pathLauncherText('/other', host));
  assert.equal(launcherState(file), 'ours');
  removeLauncher(file);
  assert.equal(existsSync(file), false);
  removeLauncher(file);
  const wasReadOnly = await whileReadOnly(folder, async () => {
    assert.throws(() => installLauncher(join(folder, 'rota'), 'text'), /\/rota cannot be written or removed \((EROFS|EACCES)\)/);
    assert.throws(() => keepCurrentLauncher(join(folder, 'rota'), { program: '/n', script: '/s' }, host), /cannot be written or removed/);
  });
  if (!wasReadOnly) t.skip('no folder can be made read-only here');
});

test('a batch file names folders of the user by their variable and doubles percent signs, so that its letters are ASCII', () => {
  const text = currentLauncherText(
    {
      program: String.raw`C:\Users\Zoë\AppData\Local\Programs\Microsoft VS Code\Code.exe`,
      script: String.raw`c:\users\zoë\.vscode\extensions\50% & more\dist\cli.js`,
    },
    windows,
  );
  assert.deepEqual(text.split('\r\n').slice(2, 8), [
    'setlocal DisableDelayedExpansion',
    'set "ELECTRON_RUN_AS_NODE=1"',
    String.raw`if not exist "%LOCALAPPDATA%\Programs\Microsoft VS Code\Code.exe" goto gone`,
    String.raw`if not exist "%USERPROFILE%\.vscode\extensions\50%% & more\dist\cli.js" goto gone`,
    String.raw`"%LOCALAPPDATA%\Programs\Microsoft VS Code\Code.exe" "%USERPROFILE%\.vscode\extensions\50%% & more\dist\cli.js" %*`,
    'exit /b %ERRORLEVEL%',
  ]);
  assert.match(text, /^@echo off\r\nrem Rota launcher[^\r\n]+\r\n/);
  assert.match(text, /\r\n:gone\r\n>&2 echo rota: [^\r\n]+\r\nexit \/b 127\r\n$/);
  assert.match(text, /^[\r\n\t -~]*$/);
  const path = pathLauncherText(String.raw`C:\Users\Zoë\AppData\Roaming\Rota\launcher\rota.cmd`, windows);
  assert.ok(path.includes('\r\n"%APPDATA%\\Rota\\launcher\\rota.cmd" %*\r\n'));
  assert.ok(pathLauncherText('D:\\Würfel\\rota.cmd', windows).includes('\r\nchcp 65001 >nul\r\nif not exist "D:\\Würfel\\rota.cmd"'));
});
