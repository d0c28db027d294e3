import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import * as z from 'zod';
import { RUN_TAG } from '../../src/node/processes/environment.ts';
import { createWorkspace, untilOutput } from '../support/rotaProcess.ts';

const TaskNumber = z.object({ number: z.number() });

test('a copy is kept, shown and put in the place of the board; what was there is kept too, and no number is given twice', async (t) => {
  const { quick } = await createWorkspace(t);
  await quick('task', 'add', 'Kept');
  assert.match((await quick('backup', 'now')).stdout, /^Kept a copy: .*, 1 card, asked for, /);
  await quick('task', 'add', 'Came later');
  const refused = await quick('backup', 'restore');
  assert.deepEqual([refused.code, /Say which copy/.test(refused.stderr)], [2, true]);
  assert.match((await quick('backup', 'restore', '1')).stdout, /is again as it was: .*1 card/);
  assert.doesNotMatch((await quick('task', 'list')).stdout, /Came later/);
  assert.match((await quick('task', 'add', 'After it')).stdout, /#3/);
  const list = (await quick('backup', 'list')).stdout;
  assert.match(list, /^1 .*2 cards.*before another copy took its place/);
  assert.match((await quick('backup', 'restore', '1')).stdout, /2 cards/);
  assert.match((await quick('task', 'list')).stdout, /Came later/);
});

test('a board that git took away is named as gone, is not begun anew unasked, and comes back from its copy', async (t) => {
  const { folder, quick } = await createWorkspace(t);
  execFileSync('git', ['init', '-q'], { cwd: folder });
  await quick('task', 'add', 'Precious');
  await quick('backup', 'now');
  execFileSync('git', ['clean', '-qfdx'], { cwd: folder });
  for (const words of [['task', 'list'], ['task', 'add', 'An empty board'], ['init']]) {
    const { code, stderr } = await quick(...words);
    assert.ok(code !== 0 && /is gone.*has 1 card:.*rota backup restore.*--anew/s.test(stderr), `${words.join(' ')}: ${code} ${stderr}`);
    assert.equal(existsSync(join(folder, '.rota')), false);
  }
  assert.match((await quick('backup', 'restore')).stdout, /1 card/);
  assert.match((await quick('task', 'list')).stdout, /#1 .*Precious/);
  rmSync(join(folder, '.rota'), { recursive: true });
  assert.match((await quick('init', '--anew')).stdout, /Made a board/);
  assert.doesNotMatch((await quick('task', 'list')).stdout, /Precious/);
});

test('git passes over the board: clean, stash and add leave it where it is', async (t) => {
  const { folder, quick } = await createWorkspace(t);
  const git = (...args: string[]): string =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.invalid', ...args], { cwd: folder, encoding: 'utf8' });
  git('init', '-q', '-b', 'main');
  git('commit', '-q', '--allow-empty', '-m', 'first');
  await quick('task', 'add', 'Here');
  for (const args of [
    ['clean', '-qfd'],
    ['clean', '-qfd'],
    ['stash', '-u'],
    ['clean', '-qfd'],
  ]) {
    git(...args);
    assert.match((await quick('task', 'list')).stdout, /#1 .*Here/, args.join(' '));
  }
  await quick('task', 'add', 'Mends the outer rule');
  git('add', '-A');
  assert.doesNotMatch(git('status', '--short'), /local/);
  git('commit', '-qm', 'the shared part');
  git('checkout', '-q', '-b', 'other', 'HEAD~');
  assert.match((await quick('task', 'list')).stdout, /#2 .*Mends/);
});

test('a run whose board is taken away says so, and that its cards come back from a copy', async (t) => {
  const workspace = await createWorkspace(t);
  const { folder, quick } = workspace;
  const command = 'while [ ! -e go ]; do sleep 0.05; done';
  const script = workspace.script({ Slow: [{ toolCalls: [{ name: 'run_command', arguments: { command } }] }, { text: 'Done.' }] });
  await quick('agent', 'add', 'coder', '--script', script);
  await quick('task', 'add', 'Kept');
  await quick('task', 'add', 'Slow', '--queue');
  const run = workspace.start('task', 'execute', '--allow', `run:${command}`);
  await untilOutput(run, /tool +Run/);
  rmSync(join(folder, '.rota'), { recursive: true });
  workspace.write('go', '');
  const { code, stderr } = await run.ended;
  assert.notEqual(code, 0);
  assert.match(stderr, /not saved: the files of the board in .* were removed, moved or replaced/);
  assert.match(stderr, /A copy of its cards is kept: `rota backup restore`/);
  assert.doesNotMatch(stderr, /another process/i);
  assert.equal(existsSync(join(folder, '.rota')), false);
  assert.match((await quick('backup', 'restore')).stdout, /2 cards/);
  assert.match((await quick('task', 'list')).stdout, /#1 .*Kept/);
});

test('a copy is kept before many cards are cleared, and brings them all back', async (t) => {
  const { quick, json } = await createWorkspace(t);
  const addEnded = async (count: number): Promise<void> => {
    for (let index = 1; index <= count; index++) {
      const { number } = TaskNumber.parse(await json('task', 'add', `Old ${index}`));
      await quick('task', 'move', String(number), 'done');
    }
  };
  await addEnded(4);
  await quick('task', 'clear', '--dry-run');
  await quick('task', 'clear');
  assert.doesNotMatch((await quick('backup', 'list')).stdout, /many cards/);
  await addEnded(5);
  await quick('task', 'add', 'Open');
  await quick('task', 'clear', '--dry-run');
  assert.doesNotMatch((await quick('backup', 'list')).stdout, /many cards/);
  assert.match((await quick('task', 'clear')).stderr, /5 deleted/);
  assert.match((await quick('backup', 'list')).stdout, /^1 .*6 cards.*before many cards were deleted/);
  await quick('backup', 'restore', '1');
  assert.equal((await quick('task', 'list')).stdout.match(/Old \d/g)?.length, 5);
});

test('a command that a run started restores nothing', async (t) => {
  const { quick } = await createWorkspace(t, { [RUN_TAG]: 'a-run' });
  await quick('task', 'add', 'Stay');
  const refused = await quick('backup', 'restore', '1');
  assert.deepEqual([refused.code, /Only a person restores/.test(refused.stderr)], [2, true]);
});

test('a board whose copy was being put in its place when the process died is there', async (t) => {
  const { folder, quick } = await createWorkspace(t);
  await quick('task', 'add', 'Kept');
  const local = join(folder, '.rota/local');
  // The former folder had gone into the new one, which had not got its name yet.
  const draft = `${local}.0123456789ab`;
  cpSync(local, draft, { recursive: true });
  renameSync(local, join(draft, 'set-aside-1'));
  assert.match((await quick('task', 'list')).stdout, /#1 .*Kept/);
  assert.equal(existsSync(draft), false);
});
