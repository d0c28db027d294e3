import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import test from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import { builtCommandLine } from '../support/builtCommandLine.ts';
import { createWorkspace, type Workspace } from '../support/rotaProcess.ts';

const main = await builtCommandLine();
const hasScript = process.platform === 'linux' && spawnSync('script', ['--version'], { encoding: 'utf8' }).stdout?.includes('util-linux');
const pty = { skip: hasScript ? false : 'needs the program "script" of util-linux for a pseudo-terminal' };

/** Runs `rota` in a pseudo-terminal and types each answer when its question has come. Answers what was on the screen, and the exit code. */
async function atTerminal(
  workspace: Workspace,
  args: string,
  answers: readonly [RegExp, string][],
  environment: object = {},
): Promise<{ code: number | null; screen: string; raw: string }> {
  const env = {
    PATH: process.env['PATH'],
    HOME: workspace.data,
    USER: 'ada',
    ROTA_DATA_DIR: workspace.data,
    TERM: 'xterm',
    COLUMNS: '100',
    ...environment,
  };
  const child = spawn('script', ['-qec', `'${process.execPath}' '${main}' ${args}`, '/dev/null'], {
    cwd: workspace.folder,
    env,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let raw = '';
  let from = 0;
  const waiting = [...answers];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    raw += text;
    const next = waiting[0];
    if (!next || !next[0].test(stripVTControlCharacters(raw.slice(from)))) return;
    waiting.shift();
    from = raw.length;
    child.stdin.write(next[1]);
  });
  await once(child, 'close');
  return { code: child.exitCode, screen: stripVTControlCharacters(raw).replaceAll('\r', ''), raw };
}

async function prepare(t: Parameters<typeof createWorkspace>[0]): Promise<Workspace> {
  const workspace = await createWorkspace(t);
  workspace.write('src/a.txt', 'it is wrong\n');
  const call = (name: string, input: object): object => ({ toolCalls: [{ name, arguments: input }] });
  const replies = [
    call('read_file', { path: 'src/a.txt' }),
    call('edit_file', { path: 'src/a.txt', oldText: 'wrong', newText: 'right' }),
    call('run_command', { command: 'echo one' }),
    call('run_command', { command: 'echo one' }),
    call('run_command', { command: 'echo two' }),
    call('ask_user', { question: 'Which colour?' }),
    { text: 'Finished.' },
  ];
  await workspace.quick('agent', 'add', 'coder', '--script', workspace.script({ Mend: replies }));
  await workspace.quick('task', 'add', 'Mend it', '--check', 'grep -rq right src', '--queue');
  return workspace;
}

test('a person at the terminal sees the diff, approves once and for the run, refuses with a note and answers', pty, async (t) => {
  const workspace = await prepare(t);
  const { code, screen, raw } = await atTerminal(workspace, 'task execute', [
    [/-it is wrong[\s\S]*> $/, 'perhaps\r'],
    [/y = yes[\s\S]*> $/, 'y\r'],
    [/command +echo one[\s\S]*> $/, 'r\r'],
    [/command +echo two[\s\S]*> $/, 'n not that one\r'],
    [/Which colour\?[\s\S]*> $/, 'blue\r'],
  ]);
  assert.equal(code, 0, screen);
  assert.match(screen, /done {2}#1 Mend it/);
  assert.match(screen, /#1 Mend it waits for you/);
  assert.match(screen, /not that one/);
  assert.equal(screen.match(/command +echo one/g)?.length, 1, 'asked once for the run');
  assert.match(raw, /\u001b\[3[123]m/, 'colours on a terminal');
});

test('the end of input answers nothing: the card waits', pty, async (t) => {
  const { code, screen } = await atTerminal(await prepare(t), 'task execute', [[/> $/, '\u0004']]);
  assert.equal(code, 3, screen);
});

test('Ctrl+C at a prompt ends the command with 130', pty, async (t) => {
  const { code } = await atTerminal(await prepare(t), 'task execute', [[/> $/, '\u0003']]);
  assert.equal(code, 130);
});

test('NO_COLOR is respected', pty, async (t) => {
  const workspace = await prepare(t);
  const move = async (environment: object): Promise<string> =>
    (await atTerminal(workspace, 'task move 1 done && true', [], environment)).raw;
  assert.doesNotMatch(await move({ NO_COLOR: '1' }), /\u001b\[3\dm/);
  await workspace.rota('task', 'move', '1', 'todo');
  assert.match(await move({}), /\u001b\[32mdone/);
});
