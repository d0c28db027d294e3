import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import test from 'node:test';
import { TaskDetails } from '../../src/core/actions/taskActions.ts';
import { builtCommandLine } from '../support/builtCommandLine.ts';
import { createWorkspace, type Ended, type Workspace } from '../support/rotaProcess.ts';

const main = await builtCommandLine();
const full = { skip: existsSync('/dev/full') ? false : 'needs /dev/full' };
const linux = { skip: process.platform === 'linux' ? false : 'needs /proc' };

/** Carries out a line of shell in which `rota` is the command line; answers how the shell ended. */
async function shell({ folder, data }: Workspace, line: string): Promise<Ended> {
  const child = spawn('bash', ['-c', `rota() { '${process.execPath}' '${main}' "$@"; }\n${line}`], {
    cwd: folder,
    env: { PATH: `${dirname(process.execPath)}:${process.env['PATH'] ?? ''}`, HOME: data, USER: 'ada', ROTA_DATA_DIR: data },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  await once(child, 'close');
  return { code: child.exitCode, stdout, stderr };
}

test('a full standard output is said in one sentence, and what would have ended well ends with 1', full, async (t) => {
  const workspace = await createWorkspace(t);
  await workspace.quick('task', 'add', 'Card');
  for (const args of ['task list', 'task show 1 --json', '--version', '--help', 'doctor']) {
    const { code, stderr } = await shell(workspace, `rota ${args} > /dev/full`);
    assert.equal(code, 1, args);
    assert.match(
      stderr,
      /^rota: the answer could not be written to standard output \(the disk is full\); what the command did stands\.\n$/,
      args,
    );
  }
  const refused = await shell(workspace, 'rota task show 99 --json > /dev/full');
  assert.deepEqual([refused.code, refused.stderr.split('\n').length], [2, 2], 'the code of the command is kept');
  const added = await shell(workspace, 'rota task add Another > /dev/full');
  assert.equal(added.code, 1);
  assert.match((await workspace.quick('task', 'list')).stdout, /#2 .*Another/);
});

test('a standard error that is full or closed changes nothing of how a command ends', full, async (t) => {
  const workspace = await createWorkspace(t);
  await workspace.quick('task', 'add', 'Card');
  for (const where of ['> /dev/full', '>&-']) {
    assert.deepEqual(await shell(workspace, `rota task show 99 2${where}`), { code: 2, stdout: '', stderr: '' }, where);
    const { code, stdout } = await shell(workspace, `rota task list 2${where}`);
    assert.deepEqual([code, /#1/.test(stdout)], [0, true], where);
    assert.equal((await shell(workspace, `rota task lisst 2${where}`)).code, 2, where);
    assert.equal((await shell(workspace, `rota task show 99 > /dev/full 2${where}`)).code, 2, where);
  }
  assert.equal((await shell(workspace, 'rota task list >&- 2>&-')).code, 0);
});

test('a reader that takes one line and goes is no failure', async (t) => {
  const workspace = await createWorkspace(t);
  for (const title of ['One', 'Two', 'Three']) await workspace.quick('task', 'add', title, '--description', 'word '.repeat(4000));
  for (const args of ['task list --json', 'task show 1', '--help']) {
    const { code, stdout, stderr } = await shell(workspace, `set -o pipefail; rota ${args} 2>&1 | head -c 1`);
    assert.deepEqual([code, stdout.length, stderr], [0, 1, ''], args);
  }
});

/** Commands with this in their command line that still live. */
function living(mark: string): string[] {
  return readdirSync('/proc').filter((name) => {
    try {
      return /^\d+$/.test(name) && readFileSync(`/proc/${name}/cmdline`, 'utf8').includes(mark);
    } catch {
      return false;
    }
  });
}

test('a run whose reader goes away goes on to its end, and leaves nothing behind', linux, async (t) => {
  const workspace = await createWorkspace(t);
  const mark = `0.${process.pid}${Math.floor(Math.random() * 1e6)}`;
  const command = (text: string): object => ({ toolCalls: [{ name: 'run_command', arguments: { command: text } }] });
  const steps = [`sleep ${mark}; echo one`, `sleep ${mark}; touch made`];
  await workspace.quick('agent', 'add', 'coder', '--script', workspace.script({ Make: [...steps.map(command), { text: 'Made.' }] }));
  for (const [number, output] of ['2>&1', ''].entries()) {
    await workspace.quick('task', 'add', 'Make it', '--queue');
    const allowed = steps.map((step) => `--allow 'run:${step}'`).join(' ');
    const { stderr } = await shell(
      workspace,
      `rota task execute ${allowed} ${output} | head -c 1; echo "ended \${PIPESTATUS[0]}" >&2; rm made`,
    );
    const { task } = TaskDetails.parse(await workspace.json('task', 'show', String(number + 1)));
    assert.deepEqual([task.status, /^ended 0$/m.test(stderr)], ['review', true], `${stderr} ${task.statusReason ?? ''}`);
    assert.deepEqual(living(mark), []);
  }
});

test('whoever follows a run ends when nobody reads it any more', linux, async (t) => {
  const workspace = await createWorkspace(t);
  const mark = `300.${process.pid}${Math.floor(Math.random() * 1e6)}`;
  const replies = [{ toolCalls: [{ name: 'run_command', arguments: { command: `sleep ${mark}` } }] }, { text: 'Slept.' }];
  await workspace.quick('agent', 'add', 'coder', '--script', workspace.script({ Sleep: replies }));
  await workspace.quick('task', 'add', 'Sleep', '--queue');
  const going = workspace.start('task', 'execute', '--allow', `run:sleep ${mark}`);
  while (living(`sleep\u0000${mark}`).length === 0) await new Promise((resolve) => setTimeout(resolve, 50));
  // Each of the lines is written by itself: the second finds nobody.
  const { code } = await shell(workspace, 'rota run follow 1 | true; exit "${PIPESTATUS[0]}"');
  assert.equal(code, 0);
  going.child.kill('SIGINT');
  assert.equal((await going.ended).code, 130);
});

test('a shell whose folder is gone is told so, and a board elsewhere is still reached', linux, async (t) => {
  const workspace = await createWorkspace(t);
  await workspace.quick('task', 'add', 'Card');
  const gone = 'mkdir gone && cd gone && rmdir ../gone';
  const lost = await shell(workspace, `${gone} && rota task list`);
  assert.deepEqual([lost.code, /^rota: There is no folder .*gone\.\n$/.test(lost.stderr)], [2, true], lost.stderr);
  const elsewhere = await shell(workspace, `${gone} && rota -C '${workspace.folder}' task list`);
  assert.deepEqual([elsewhere.code, /#1/.test(elsewhere.stdout)], [0, true], elsewhere.stderr);
});
