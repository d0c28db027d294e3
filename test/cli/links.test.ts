import assert from 'node:assert/strict';
import test from 'node:test';
import { DeletedAnswer } from '../../src/core/actions/removalActions.ts';
import { Task } from '../../src/core/model/task.ts';
import { commandLineInProcess } from '../support/builtCommandLine.ts';
import { createWorkspace } from '../support/rotaProcess.ts';

test('deleting a card says which cards no longer wait for it, and so does their history', async (t) => {
  const { quick, json } = await createWorkspace(t);
  await quick('task', 'add', 'needed');
  await quick('task', 'add', 'waits', '--after', '1', '--queue');
  const gone = await quick('task', 'delete', '1');
  assert.deepEqual([gone.code, gone.stderr], [0, '#2 no longer waits for it.\n']);
  assert.match((await quick('task', 'show', '2')).stdout, /no longer waits for #1, which was deleted/);
  await quick('task', 'restore', '1');
  await quick('task', 'add', 'waits too', '--after', '1');
  const { freed } = DeletedAnswer.parse(await json('task', 'delete', '1'));
  assert.deepEqual(
    freed?.map(({ number, status }) => [number, status]),
    [
      [2, 'queued'],
      [3, 'todo'],
    ],
  );
  assert.deepEqual(await json('task', 'delete', '2'), {});
});

test('a dependency that was given up or failed is named as that', async (t) => {
  const { quick } = await createWorkspace(t);
  await quick('agent', 'add', 'coder', '--provider', 'simulated');
  for (const title of ['one', 'two']) await quick('task', 'add', title);
  await quick('task', 'add', 'waits', '--after', '1', '--after', '2', '--queue');
  assert.match((await quick('task', 'list')).stdout, /waits for 2 other cards/);
  await quick('task', 'cancel', '1');
  for (const args of [['task', 'list'], ['board'], ['task', 'show', '3']])
    assert.match((await quick(...args)).stdout, /depends on a card that was canceled or failed/, args.join(' '));
  await quick('task', 'move', '2', 'failed');
  assert.match((await quick('task', 'list')).stdout, /depends on 2 cards that were canceled or failed/);
  assert.match((await quick('task', 'show', '3')).stdout, /^depends on +#1 canceled, #2 failed$/m);
  const { code, stdout, stderr } = await quick('task', 'execute', '3');
  assert.equal(code, 5);
  assert.match(stdout + stderr, /#1, which was canceled[\s\S]*#2, which failed/);
});

test('links to itself and the same link twice are refused, labels are kept tidy, a blank check is refused', async (t) => {
  const { quick, json } = await createWorkspace(t);
  for (const title of ['one', 'two']) await quick('task', 'add', title);
  for (const [args, said] of [
    [['task', 'edit', '1', '--relates', '1'], /#1 cannot be linked to itself/],
    [['task', 'edit', '1', '--blocks', '#1'], /#1 cannot be linked to itself/],
    [['task', 'edit', '1', '--relates', '2', '--relates', '#2'], /The link to #2 is named twice/],
    [['task', 'add', 'x', '--blocks', '2', '--blocks', '2'], /The link to #2 is named twice/],
    [['task', 'edit', '1', '--parent', '1'], /its own parent/],
    [['task', 'edit', '1', '--after', '1'], /wait for each other/],
    [['task', 'add', 'x', '--check', '  '], /must not be blank: it would always pass/],
    [['task', 'edit', '1', '--check', '\t'], /must not be blank/],
    [['task', 'add', 'x', '--label', ' '], /must not be blank/],
  ] as const) {
    const { code, stderr } = await quick(...args);
    assert.equal(code, 2, args.join(' '));
    assert.match(stderr, said, args.join(' '));
  }
  const tidy = Task.parse(await json('task', 'edit', '1', '--label', ' pad ', '--label', 'pad', '--label', 'PAD', '--label', 'cafe\u0301'));
  assert.deepEqual(tidy.labels, ['pad', 'café']);
  assert.match((await quick('task', 'list', '--label', 'Café')).stdout, /^#1 /m);
});

test('a text that begins with a dash is told how to be given', async (t) => {
  const { quick, json } = await createWorkspace(t);
  await quick('task', 'add', 'one');
  const hint = /behind `--`/;
  for (const args of [
    ['task', 'add', '- [ ] fix'],
    ['task', 'add', '-[ ] fix'],
    ['task', 'add', '-- two words'],
    ['task', 'add', '---'],
    ['task', 'comment', '1', "- don't"],
    ['task', 'request-changes', '1', '- more\n- tests'],
  ]) {
    const { code, stderr } = await quick(...args);
    assert.equal(code, 2, args.join(' '));
    assert.match(stderr, hint, args.join(' '));
    assert.match(JSON.stringify(await json(...args)), hint, args.join(' '));
  }
  assert.doesNotMatch((await quick('task', 'list', '--frobnicate')).stderr, hint);
  assert.doesNotMatch((await quick('task', 'list', '-x')).stderr, hint);
  assert.match((await quick('task', 'add', '--queue', '--', '- [ ] fix')).stdout, /^Added #2 - \[ \] fix, queued\.$/m);
  assert.equal((await quick('task', 'comment', '1', '-1')).code, 0);
});

test('searches find letters that have several spellings in each of them', async (t) => {
  const { quick } = await createWorkspace(t);
  for (const title of ['İstanbul', 'Hauptstraße', 'STRASSE']) await quick('task', 'add', title);
  const found = async (words: string): Promise<string> => (await quick('task', 'list', '--search', words)).stdout;
  assert.match(await found('istanbul'), /^#1 .*\n$/);
  for (const words of ['strasse', 'STRASSE', 'straße', 'STRAẞE']) assert.match(await found(words), /^#2 .*\n#3 .*\n$/, words);
});

test('the list of runs names every card by its number, also behind the first thousand', async (t) => {
  const { quick, folder, data } = await createWorkspace(t);
  const { openNodeHost } = await commandLineInProcess();
  const terminal = {
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    env: { ROTA_DATA_DIR: data, USER: 'ada' },
    folder,
  };
  const host = await openNodeHost(terminal, undefined, { create: true });
  const author = { actor: { kind: 'person', name: 'ada' }, door: 'cli', signal: new AbortController().signal } as const;
  await Promise.all(Array.from({ length: 1005 }, (_, at) => host.actions.ask('task.create', Task, { title: `card ${at}` }, author)));
  await host.close();
  await quick('agent', 'add', 'coder', '--provider', 'simulated');
  await quick('task', 'execute', '1004', '1005', '3');
  const { stdout } = await quick('run', 'list');
  assert.deepEqual(stdout.match(/^#\S+/gm)?.toSorted(), ['#1004', '#1005', '#3']);
});
