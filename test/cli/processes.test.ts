import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import test from 'node:test';
import { TaskDetails } from '../../src/core/actions/taskActions.ts';
import { createWorkspace, untilOutput, type Workspace } from '../support/rotaProcess.ts';

/** Processes whose command line holds the text. */
function processesWith(text: string): string[] {
  return readdirSync('/proc').filter((name) => {
    try {
      return /^\d+$/.test(name) && readFileSync(`/proc/${name}/cmdline`, 'utf8').includes(text);
    } catch {
      return false;
    }
  });
}

async function withSleeper(t: Parameters<typeof createWorkspace>[0]): Promise<{ workspace: Workspace; mark: string; sleeping: string }> {
  const workspace = await createWorkspace(t);
  const mark = `${process.pid}${Math.floor(Math.random() * 1e6)}`;
  const sleeping = `setsid sleep 300.${mark} & nohup sleep 301.${mark} & echo asleep; sleep 302.${mark}`;
  const script = workspace.script({
    Sleep: [{ toolCalls: [{ name: 'run_command', arguments: { command: sleeping } }] }, { text: 'Slept.' }],
  });
  await workspace.quick('agent', 'add', 'coder', '--script', script);
  await workspace.quick('task', 'add', 'Sleep', '--queue');
  return { workspace, mark, sleeping };
}

const linux = { skip: process.platform === 'linux' ? false : 'needs /proc' };

async function untilAsleep(mark: string): Promise<void> {
  while (processesWith(`sleep\u0000302.${mark}`).length === 0) await new Promise((resolve) => setTimeout(resolve, 100));
}

test('Ctrl+C ends the run cleanly, with 130 and nothing left running', linux, async (t) => {
  const { workspace, mark, sleeping } = await withSleeper(t);
  const going = workspace.start('task', 'execute', '--allow', `run:${sleeping}`);
  await untilAsleep(mark);
  going.child.kill('SIGINT');
  const { code } = await going.ended;
  assert.equal(code, 130);
  assert.deepEqual(processesWith(mark), []);
  const { task } = TaskDetails.parse(await workspace.json('task', 'show', '1'));
  assert.deepEqual([task.status, task.statusReason], ['todo', 'Stopped by a person.']);
});

test('after kill -9 in the middle of a tool nothing goes on by itself: the card waits and asks', linux, async (t) => {
  const { workspace, mark, sleeping } = await withSleeper(t);
  const going = workspace.start('task', 'execute', '--allow', `run:${sleeping}`);
  await untilAsleep(mark);
  going.child.kill('SIGKILL');
  await going.ended;
  const again = await workspace.rota('task', 'execute', '1', '--allow', `run:${sleeping}`);
  assert.equal(again.code, 3, again.stdout + again.stderr);
  assert.deepEqual(processesWith(mark), [], 'what the dead process left is gone');
  assert.match((await workspace.quick('inbox')).stdout, /c = continue · o = start over · s = stop/);
  assert.equal((await workspace.quick('task', 'answer', '1', 'continue')).code, 0);
  const done = await workspace.rota('task', 'execute', '1');
  assert.deepEqual([done.code, /^review {2}#1/.test(done.stdout)], [0, true], done.stdout + done.stderr);
});

test('a second process works on the board that another has open, follows its run and cancels it', linux, async (t) => {
  const { workspace, mark, sleeping } = await withSleeper(t);
  const going = workspace.start('task', 'execute', '--allow', `run:${sleeping}`);
  await untilAsleep(mark);
  const list = await workspace.rota('task', 'list');
  assert.deepEqual([list.code, /^#1 {2}Running/i.test(list.stdout)], [0, true], list.stdout + list.stderr);
  const added = await workspace.rota('task', 'add', 'Another');
  assert.deepEqual([added.code, added.stderr], [0, '']);
  const follower = workspace.start('run', 'follow', '1');
  await untilOutput(follower, /tool .*sleep/);
  const canceled = await workspace.rota('task', 'cancel', '1');
  assert.equal(canceled.code, 0, canceled.stderr);
  await going.ended;
  const followed = await follower.ended;
  assert.equal(followed.code, 1);
  assert.match(followed.stdout, /end .*canceled/);
  assert.deepEqual(processesWith(mark), []);
  assert.match((await workspace.quick('task', 'list')).stdout, /#2 .*Another/);
});

test('a process that follows goes on with its run when the one that had the board open is killed', linux, async (t) => {
  const { workspace, mark, sleeping } = await withSleeper(t);
  const other = { name: 'run_command', arguments: { command: 'sleep 3' } };
  const script = workspace.script({
    Sleep: [{ toolCalls: [{ name: 'run_command', arguments: { command: sleeping } }] }],
    Nap: [{ toolCalls: [other] }, { text: 'Napped.' }],
  });
  workspace.write('../data/settings.json', JSON.stringify({ maxConcurrentRuns: 2 }));
  await workspace.quick('agent', 'add', 'napper', '--script', script);
  await workspace.quick('task', 'add', 'Nap', '--queue', '--agent', 'napper');
  const owner = workspace.start('task', 'execute', '1', '--allow', `run:${sleeping}`);
  await untilAsleep(mark);
  const follower = workspace.start('task', 'execute', '2', '--allow', 'run:sleep 3');
  await untilOutput(follower, /sleep 3/);
  owner.child.kill('SIGKILL');
  const { code, stdout, stderr } = await follower.ended;
  assert.equal(code, 0, stdout + stderr);
  const { task } = TaskDetails.parse(await workspace.json('task', 'show', '2'));
  assert.equal(task.status, 'review');
  const left = TaskDetails.parse(await workspace.json('task', 'show', '1'));
  assert.equal(left.task.lease, null, 'the run of the killed process was taken from it at once');
  assert.deepEqual(processesWith(mark), [], 'and what it left is gone');
});

test('nothing that the agent left running goes on while its checks are measured', linux, async (t) => {
  const workspace = await createWorkspace(t);
  const ticking = 'touch made; while sleep 0.03; do date +%N > tick; done';
  const command = { name: 'run_command', arguments: { command: ticking, background: true } };
  workspace.write('tick', '');
  const script = workspace.script({ Tick: [{ toolCalls: [command] }, { delayMs: 300, text: 'Ticks.' }] });
  await workspace.quick('agent', 'add', 'coder', '--script', script);
  await workspace.quick(
    'task',
    'add',
    'Tick',
    '--queue',
    '--check',
    'test -e made && before=$(cat tick) && sleep 0.4 && test "$before" = "$(cat tick)"',
  );
  const { stdout, stderr } = await workspace.quick('task', 'execute', '--allow', `run:${ticking}`);
  assert.match(stderr, /after: green/, stdout + stderr);
  assert.equal(stderr.match(/after:/g)?.length, 1, stderr);
});
