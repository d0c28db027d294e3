import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { ReadArtifact } from '../../src/core/actions/artifactActions.ts';
import { ExecutionResult, RequestPage, RunPage } from '../../src/core/actions/runActions.ts';
import { TaskDetails } from '../../src/core/actions/taskActions.ts';
import { createWorkspace, type Workspace } from '../support/rotaProcess.ts';

const read = (path: string): object => ({ toolCalls: [{ name: 'read_file', arguments: { path } }] });
const edit = (path: string, before: string, after: string): object => ({
  toolCalls: [{ name: 'edit_file', arguments: { path, oldText: before, newText: after } }],
});
const command = (text: string): object => ({ toolCalls: [{ name: 'run_command', arguments: { command: text } }] });
const ask = (question: string): object => ({ toolCalls: [{ name: 'ask_user', arguments: { question } }] });
const say = (text: string): object => ({ text });

const mended = [read('src/a.txt'), edit('src/a.txt', 'wrong', 'right'), say('Mended.')];

/** A workspace with a file to mend, an agent, and cards whose first words choose the script. */
async function prepare(
  t: Parameters<typeof createWorkspace>[0],
  runs: Record<string, readonly object[]>,
  ...agent: string[]
): Promise<Workspace> {
  const workspace = await createWorkspace(t);
  workspace.write('src/a.txt', 'it is wrong\n');
  const script = workspace.script(runs);
  const added = await workspace.quick('agent', 'add', 'coder', '--script', script, ...agent);
  assert.equal(added.code, 0, added.stderr);
  return workspace;
}

const check = 'grep -rq right src';

test('a card whose check turns green is done, with the evidence on it, and can be undone by another process', async (t) => {
  const { rota, quick, json, folder } = await prepare(t, { Mend: mended });
  await quick('task', 'add', 'Mend it', '--check', check, '--queue');
  const { code, stdout, stderr } = await rota('task', 'execute', '--allow', 'edit:src/');
  assert.equal(code, 0, stderr);
  assert.match(stdout, /^done {2}#1 Mend it\n +✓ grep -rq right src {2}red \(exit code 1.*\) before → green \(exit code 0.*\) after\n$/);
  assert.match(stderr, /#1 changed {2}src\/a\.txt \+1 −1/);
  assert.match((await quick('board')).stdout, /changed src\/a\.txt/);
  const undone = await rota('task', 'undo', '1');
  assert.deepEqual([undone.code, undone.stdout], [0, 'restored   src/a.txt\n']);
  assert.match(undone.stderr, /stays done.*rota task move 1 queued/);
  assert.match((await quick('task', 'undo', '1')).stdout, /^Every file is already as it was/);
  assert.equal(readFileSync(join(folder, 'src/a.txt'), 'utf8'), 'it is wrong\n');
  assert.equal(TaskDetails.parse(await json('task', 'show', '1')).task.status, 'done');
});

test('what an agent attaches is listed on the card and read back, byte for byte', async (t) => {
  const attach = { toolCalls: [{ name: 'attach_file', arguments: { path: 'src/a.txt', name: 'report' } }] };
  const { quick: rota, json } = await prepare(t, { Report: [attach, say('Here it is.')] });
  await rota('task', 'add', 'Report it', '--queue');
  await rota('task', 'execute');
  assert.match((await rota('task', 'show', '1')).stdout, /Artifacts\n +report \(12 B\)/);
  assert.deepEqual(await rota('task', 'artifact', '1', 'report'), { code: 0, stdout: 'it is wrong\n', stderr: '' });
  const { artifact, base64 } = ReadArtifact.parse(await json('task', 'artifact', '1', 'report'));
  assert.deepEqual(
    [artifact.mediaType, artifact.run === null, Buffer.from(base64, 'base64').toString()],
    ['text/plain', false, 'it is wrong\n'],
  );
  assert.match((await rota('task', 'artifact', '1', 'other')).stderr, /no artifact "other"\. It has: report/);
});

test('undo leaves a file alone that changed after the run', async (t) => {
  const { quick: rota, write } = await prepare(t, { Mend: mended }, '--mode', 'edit');
  await rota('task', 'add', 'Mend it', '--queue');
  await rota('task', 'execute');
  write('src/a.txt', 'mine now\n');
  const { code, stdout } = await rota('task', 'undo', '1');
  assert.equal(code, 1);
  assert.match(stdout, /^left alone src\/a\.txt: it changed after the run/);
});

test('without a terminal what asks makes the card wait with 3; an answer and another start bring it to its end', async (t) => {
  const { rota, quick, json, folder } = await prepare(t, { Mend: mended });
  await quick('task', 'add', 'Mend it', '--check', check, '--queue');
  const waiting = await rota('task', 'execute');
  assert.equal(waiting.code, 3, waiting.stderr);
  assert.match(waiting.stdout, /^waiting {2}#1 Mend it\n +Waits for approval/);
  assert.match(waiting.stdout, /look: rota inbox {3}answer: rota task answer 1 yes {3}then: rota task execute 1$/m);
  assert.equal(readFileSync(join(folder, 'src/a.txt'), 'utf8'), 'it is wrong\n');
  const inbox = await quick('inbox');
  assert.match(inbox.stdout, /-it is wrong\n +\+it is right/);
  assert.match(inbox.stdout, /edits +.*src\/a\.txt/);
  assert.equal(RequestPage.parse({ items: ((await json('inbox')) as { requests: unknown }).requests }).items.length, 1);
  const wrong = await quick('task', 'answer', '1', 'perhaps');
  assert.deepEqual([wrong.code, /y = yes, once/.test(wrong.stderr)], [2, true]);
  assert.equal((await quick('task', 'answer', '1', 'yes')).code, 0);
  for (const looked of [['board'], ['task', 'list'], ['task', 'show', '1']])
    assert.match((await quick(...looked)).stdout, /answered: `rota task execute 1` goes on/, looked.join(' '));
  const done = await rota('task', 'execute', '1');
  assert.equal(done.code, 0, done.stdout + done.stderr);
  assert.match(done.stdout, /^done/);
});

test('a waiting card also goes on when it is allowed at the next start', async (t) => {
  const { quick: rota } = await prepare(t, { Mend: mended });
  await rota('task', 'add', 'Mend it', '--check', check, '--queue');
  assert.equal((await rota('task', 'execute')).code, 3);
  const done = await rota('task', 'execute', '1', '--allow', 'edit:src/a.txt');
  assert.equal(done.code, 0, done.stdout + done.stderr);
  assert.match((await rota('inbox')).stdout, /Nothing waits for you/);
});

test('an allowed command is that command and no other', async (t) => {
  const { quick: rota } = await prepare(t, { First: [command('echo a'), say('ok')], Second: [command('echo a; echo b'), say('ok')] });
  await rota('task', 'add', 'First', '--queue');
  await rota('task', 'add', 'Second', '--queue');
  assert.equal((await rota('task', 'execute', '1', '--allow', 'run:echo a')).code, 0);
  assert.equal((await rota('task', 'execute', '2', '--allow', 'run:echo a')).code, 3);
});

test('a question is answered with text', async (t) => {
  const { quick: rota } = await prepare(t, { Ask: [ask('Which colour?'), say('Blue it is.')] });
  await rota('task', 'add', 'Ask me', '--queue');
  assert.equal((await rota('task', 'execute')).code, 3);
  assert.match((await rota('inbox')).stdout, /Which colour\?/);
  assert.equal((await rota('task', 'answer', '1', 'blue', 'please')).code, 0);
  // The whole queue also goes on with what was answered.
  const { code, stdout } = await rota('task', 'execute');
  assert.deepEqual([code, /^review {2}#1/.test(stdout)], [0, true], stdout);
  assert.match((await rota('run', 'show', '1')).stdout, /answer {3}blue please/);
});

test('work without a check waits in review: 0, or 4 where done is required; a person decides', async (t) => {
  const { quick: rota, json } = await prepare(t, { Mend: [...mended, say('Again.')] }, '--mode', 'edit');
  await rota('task', 'add', 'Mend it', '--queue');
  const { code, stdout } = await rota('task', 'execute', '--require-done');
  assert.equal(code, 4);
  assert.match(stdout, /review {2}#1 Mend it\n +It has no check, so a person decides\./);
  assert.equal((await rota('task', 'execute', '1')).code, 2);
  assert.equal((await rota('task', 'request-changes', '1', 'Once more.')).code, 0);
  assert.equal(TaskDetails.parse(await json('task', 'show', '1')).task.changeRequest, 'Once more.');
  await rota('task', 'execute');
  assert.equal((await rota('task', 'accept', '1')).code, 0);
  assert.equal(TaskDetails.parse(await json('task', 'show', '1')).task.status, 'done');
});

test('a check that was written after the work is run before the work is accepted, or the person says that it need not', async (t) => {
  const { quick: rota, json } = await prepare(t, { Mend: [...mended, say('Again.')] }, '--mode', 'edit');
  await rota('task', 'add', 'Mend it', '--queue');
  await rota('task', 'execute');
  await rota('task', 'edit', '1', '--check', 'echo looked; exit 3');
  const refused = await rota('task', 'accept', '1');
  assert.deepEqual([refused.code, /has not been run.*`rota task check 1`.*--unchecked/.test(refused.stderr)], [2, true], refused.stderr);
  const red = await rota('task', 'check', '1');
  assert.deepEqual([red.code, /✗ echo looked; exit 3  red \(exit code 3.*│ looked/s.test(red.stdout)], [1, true], red.stdout);
  await rota('task', 'edit', '1', '--check', 'true');
  assert.equal((await rota('task', 'accept', '1')).code, 2);
  assert.equal((await rota('task', 'check', '1')).code, 0);
  assert.equal((await rota('task', 'accept', '1')).code, 0);
  assert.equal(TaskDetails.parse(await json('task', 'show', '1')).task.status, 'done');
});

test('a card whose check stays red has failed: 1, with the output of the check', async (t) => {
  const { quick: rota } = await prepare(t, { Mend: Array.from({ length: 5 }, () => say('I think it is fine.')) });
  await rota('task', 'add', 'Mend it', '--check', 'echo the reason; exit 3', '--queue');
  const { code, stdout } = await rota('task', 'execute');
  assert.equal(code, 1);
  assert.match(stdout, /failed {2}#1 Mend it/);
  assert.match(stdout, /✗ .*exit code 3/);
  assert.match(stdout, /│ the reason/);
  assert.match(
    (await rota('task', 'list', '--status', 'failed')).stdout,
    /^#1 +failed .*Mend it {2}Still failing after the agent was told/,
  );
  assert.match((await rota('inbox')).stdout, /#1 Mend it {2}failed\n +Still failing/);
});

test('what cannot start says why: 5', async (t) => {
  const { quick: rota } = await createWorkspace(t);
  await rota('task', 'add', 'First');
  await rota('task', 'add', 'Second', '--after', '1', '--queue');
  const nobody = await rota('task', 'execute');
  assert.deepEqual([nobody.code, /There is no agent yet: `rota agent add/.test(nobody.stderr)], [5, true]);
  await rota('agent', 'add', 'coder', '--provider', 'simulated');
  const blocked = await rota('task', 'execute', '2');
  assert.equal(blocked.code, 5);
  assert.match(blocked.stdout, /not started {2}#2 Second\n.*#1/);
  const empty = await createWorkspace(t);
  await empty.quick('agent', 'add', 'coder', '--provider', 'simulated');
  const nothing = await empty.quick('task', 'execute');
  assert.deepEqual([nothing.code, /queue is empty/.test(nothing.stdout)], [0, true]);
});

test('a simulated run is labelled and never done', async (t) => {
  const { quick: rota, json } = await createWorkspace(t);
  await rota('agent', 'add', 'actor', '--provider', 'simulated');
  await rota('task', 'add', 'Pretend', '--check', 'true', '--queue');
  const { tasks } = ExecutionResult.parse(await json('task', 'execute'));
  assert.deepEqual(
    tasks.map(({ status }) => status),
    ['review'],
  );
  assert.equal(RunPage.parse(await json('run', 'list')).items[0]?.simulated, true);
  assert.match((await rota('run', 'show', '1')).stdout, /SIMULATED/);
});

test('a script that is broken fails the card with its name, and other cards go on', async (t) => {
  const { quick: rota, folder, write } = await prepare(t, { Mend: mended }, '--mode', 'edit');
  write('../broken.json', '{');
  await rota('agent', 'add', 'other', '--script', join(folder, '../script.json'), '--mode', 'edit');
  await rota('agent', 'update', 'coder', '--script', join(folder, '../broken.json'));
  await rota('task', 'add', 'Mend one', '--agent', 'coder', '--queue');
  await rota('task', 'add', 'Mend two', '--agent', 'other', '--queue');
  const { code, stdout } = await rota('task', 'execute');
  assert.equal(code, 1);
  assert.match(stdout, /failed {2}#1 Mend one\n.*broken\.json/);
  assert.match(stdout, /review {2}#2 Mend two/);
});

test('runs are listed and followed, also as JSON lines', async (t) => {
  const { quick: rota } = await prepare(t, { Mend: mended }, '--mode', 'edit');
  await rota('task', 'add', 'Mend it', '--check', check, '--queue');
  await rota('task', 'execute');
  assert.match((await rota('run', 'list')).stdout, /^#1 {2}succeeded {2}coder {2}[-\d]+ [:\d]+ {2}\d+\.\d s {2}3 steps {2}[\d,]+ tokens/);
  assert.match((await rota('task', 'show', '1')).stdout, /start to end +\d+\.\d s/);
  const followed = await rota('run', 'follow', '1');
  assert.equal(followed.code, 0);
  assert.match(followed.stdout, /check .*before: red[\s\S]*changed .*src\/a\.txt[\s\S]*check .*after: green[\s\S]*end .*succeeded/);
  const lines = (await rota('run', 'follow', '1', '--json')).stdout.trimEnd().split('\n');
  assert.deepEqual(
    lines.map((line) => (JSON.parse(line) as { seq: number }).seq),
    lines.map((_, at) => at + 1),
  );
});
