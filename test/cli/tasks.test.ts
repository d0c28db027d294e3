import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import * as z from 'zod';
import { Comment, Task } from '../../src/core/model/task.ts';
import { ClearedTasks } from '../../src/core/actions/removalActions.ts';
import { AuditPage, TaskDetails, TaskPage } from '../../src/core/actions/taskActions.ts';
import { builtCommandLine } from '../support/builtCommandLine.ts';
import { createWorkspace } from '../support/rotaProcess.ts';

const main = await builtCommandLine();

test('a folder without a board says how to get one and is left untouched', async (t) => {
  const { rota, folder } = await createWorkspace(t);
  const { code, stderr } = await rota('task', 'list');
  assert.equal(code, 2);
  assert.match(stderr, /There is no board in .+work.*rota init/);
  assert.equal(existsSync(join(folder, '.rota')), false);
});

test('init makes a board once, and keeps what is local out of git', async (t) => {
  const { rota, folder, json } = await createWorkspace(t);
  const made = await rota('init');
  assert.equal(made.code, 0);
  assert.match(made.stdout, /Made a board in .+work/);
  assert.ok(existsSync(join(folder, '.rota/.gitignore')));
  assert.deepEqual(await json('init'), { folder, created: false });
});

test('a card takes all its fields from the command line and shows them again', async (t) => {
  const { quick: rota, json, write } = await createWorkspace(t);
  await rota('task', 'add', 'First');
  write('notes.md', 'From a *file*.\n');
  const made = Task.parse(
    await json(
      ...[
        'task',
        'add',
        'Second',
        '-d',
        '@notes.md',
        '-p',
        'P0',
        '--check',
        'npm test',
        '--check-file',
        'docs/*.md=x=y',
        '--check-problems',
        'src/**',
        '--after',
        '#1',
        '--label',
        'a',
        '--label',
        'b',
      ],
      ...[
        '--project',
        'site',
        '--payload',
        '{"a":[1]}',
        '--meta',
        'k=v=w',
        '--budget-steps',
        '7',
        '--budget-minutes',
        '1.5',
        '--external-ref',
        'jira=AB-1',
        '--queue',
        '--due',
        '2030-01-02',
      ],
    ),
  );
  assert.equal(made.description, 'From a *file*.\n');
  assert.deepEqual(
    made.checks.map(({ spec, state, by }) => [spec, state, by.name]),
    [
      [{ kind: 'command', command: 'npm test', timeLimit: 300 }, 'accepted', 'ada'],
      [{ kind: 'files', pattern: 'docs/*.md', expect: 'present', containing: 'x=y' }, 'accepted', 'ada'],
      [{ kind: 'problems', pattern: 'src/**' }, 'accepted', 'ada'],
    ],
  );
  assert.deepEqual([made.number, made.priority, made.status, made.openDependencies, made.labels], [2, 'P0', 'queued', 1, ['a', 'b']]);
  assert.deepEqual(
    [made.payload, made.metadata, made.budget, made.externalRefs],
    [{ a: [1] }, { k: 'v=w' }, { steps: 7, minutes: 1.5 }, [{ system: 'jira', id: 'AB-1' }]],
  );
  assert.deepEqual(made.source, { door: 'cli', actor: { kind: 'person', name: 'ada' } });
  const shown = await rota('task', 'show', '2');
  for (const text of [
    '#2 Second',
    'queued',
    'From a *file*.',
    'npm test',
    'a file docs/*.md containing "x=y"',
    'jira AB-1',
    'not measured yet',
  ])
    assert.ok(shown.stdout.includes(text), text);
});

test('a risky card shows what it does and its approval; links, estimate and agent are set and taken away', async (t) => {
  const { quick: rota, json } = await createWorkspace(t);
  await rota('task', 'add', 'First');
  const risky = Task.parse(
    await json('task', 'add', 'Pay', '--action-type', 'payment', '--blocks', '1', '--relates', '1', '--eta', 'on Monday', '--parent', '1'),
  );
  assert.deepEqual(
    [risky.risk, risky.approval.state, risky.relations.map(({ kind }) => kind), risky.eta],
    ['high', 'pending', ['blocks', 'relates'], 'on Monday'],
  );
  assert.match((await rota('task', 'show', '2')).stdout, /risk +high, payment, approval pending\n[\s\S]*estimate +on Monday/);
  await rota('task', 'accept', '2', '--note', 'once');
  assert.match((await rota('task', 'show', '2')).stdout, /approval approved: ada, once/);
  const free = Task.parse(await json('task', 'add', 'Pay more', '--risk', 'critical', '--no-approval'));
  assert.deepEqual([free.risk, free.approval.required], ['critical', false]);
  assert.equal(Task.parse(await json('task', 'add', 'Small', '--needs-approval')).approval.required, true);
  const assigned = Task.parse(await json('task', 'edit', '2', '--agent', 'coder', '--clear', 'relations'));
  assert.deepEqual([assigned.agent, typeof assigned.assignedAt, assigned.relations], ['coder', 'number', []]);
  const unassigned = Task.parse(await json('task', 'edit', '2', '--clear', 'agent', '--clear', 'eta'));
  assert.deepEqual([unassigned.agent, unassigned.assignedAt, unassigned.eta], [null, null, null]);
});

test('cards are counted by status, and who did what is told', async (t) => {
  const { quick: rota, json } = await createWorkspace(t);
  for (const title of ['One', 'Two']) await rota('task', 'add', title);
  await rota('task', 'move', '2', 'failed', '--note', 'no time');
  assert.deepEqual(await json('task', 'statistics'), {
    todo: 1,
    queued: 0,
    running: 0,
    waiting: 0,
    review: 0,
    done: 0,
    failed: 1,
    canceled: 0,
  });
  assert.match((await rota('task', 'statistics')).stdout, /^todo +1\n[\s\S]*^failed +1$/m);
  assert.match(
    (await rota('audit', '2')).stdout,
    /^.{19} {2}ada {2}task-move +task 2 {2}ok {2}todo → failed\n.{19} {2}ada {2}task-create {2}task 2 {2}ok {2}Two\n$/,
  );
  assert.equal(AuditPage.parse(await json('audit', '--limit', '2')).items[0]?.action, 'task-move');
});

test('cards are listed, searched and paged', async (t) => {
  const { quick: rota, json } = await createWorkspace(t);
  for (const title of ['Mend the fence', 'Paint the fence', 'Water the roses']) await rota('task', 'add', title);
  const list = async (...args: string[]): Promise<string[]> =>
    TaskPage.parse(await json('task', 'list', ...args)).items.map(({ title }) => title);
  assert.deepEqual(await list(), ['Mend the fence', 'Paint the fence', 'Water the roses']);
  assert.deepEqual(await list('--search', 'fence paint'), ['Paint the fence']);
  assert.deepEqual(await list('--status', 'done', '--status', 'review'), []);
  const first = TaskPage.parse(await json('task', 'list', '--limit', '2'));
  assert.deepEqual(await list('--limit', '2', '--cursor', first.cursor ?? ''), ['Water the roses']);
  const text = await rota('task', 'list');
  assert.equal(text.stdout, '#1  todo  P2  -  Mend the fence\n#2  todo  P2  -  Paint the fence\n#3  todo  P2  -  Water the roses\n');
});

test('a card is edited, cleared, commented on, moved and deleted', async (t) => {
  const { quick: rota, json } = await createWorkspace(t);
  await rota('task', 'add', 'Card', '--label', 'old', '--check', 'true');
  const edited = Task.parse(await json('task', 'edit', '1', '--title', 'Other', '--clear', 'labels', '--clear', 'checks', '-p', 'P3'));
  assert.deepEqual([edited.title, edited.labels, edited.checks, edited.priority], ['Other', [], [], 'P3']);
  assert.equal(Comment.parse(await json('task', 'comment', '1', 'Look at src first.')).by.name, 'ada');
  assert.equal(Task.parse(await json('task', 'move', '1', 'done')).status, 'done');
  const { task, comments, events } = TaskDetails.parse(await json('task', 'show', '1'));
  assert.deepEqual([task.status, comments.map(({ text }) => text)], ['done', ['Look at src first.']]);
  assert.ok(events.length >= 4);
  assert.deepEqual(await json('task', 'delete', '1'), {});
  assert.equal((await rota('task', 'show', '1')).code, 2);
});

test('the board shows its columns, and those of its file', async (t) => {
  const { rota, write } = await createWorkspace(t);
  await rota('task', 'add', 'Card', '--queue');
  assert.match((await rota('board')).stdout, /^To do 0\nQueued 1\n  #1 Card {2}P2 · queued\n\nIn progress 0\nIn review 0\nDone 0\n$/);
  write(
    '.rota/board.json',
    JSON.stringify({
      columns: [{ name: 'All', statuses: ['todo', 'queued', 'running', 'waiting', 'review', 'done', 'failed', 'canceled'], drop: 'todo' }],
    }),
  );
  assert.match((await rota('board')).stdout, /^All 1\n/);
});

test('wrong requests end with 2 and a sentence that helps', async (t) => {
  const { quick } = await createWorkspace(t);
  await quick('task', 'add', 'One');
  await quick('task', 'add', 'Two', '--after', '1');
  const wrong: [string[], RegExp][] = [
    [['task', 'show', '99'], /no (card|task) #99/],
    [['task', 'show', 'abc'], /number \(12\) or its id/],
    [['task', 'add'], /missing required argument 'title'/],
    [['task', 'add', ' '], /title/],
    [['task', 'add', 'x', '--payload', '{bad'], /payload is not JSON/],
    [['task', 'add', 'x', '-d', '@missing.md'], /There is no file .*missing\.md/],
    [['task', 'add', 'x', '--meta', 'novalue'], /KEY=VALUE/],
    [['task', 'add', 'x', '--check-file', '../up'], /relative pattern/],
    [['task', 'add', 'x', '--after', '99'], /no (card|task) #99/],
    [['task', 'add', 'x', '-p', 'P9'], /P0, P1, P2, P3/],
    [['task', 'edit', '1', '--after', '2'], /wait for each other/],
    [['task', 'move', '1', 'review'], /from "To do" to "In review"/],
    [['task', 'accept', '1'], /Nothing of .+ waits for acceptance/],
    [['task', 'request-changes', '1', 'more'], /is "To do", not "In review"/],
    [['task', 'answer', '1', 'yes'], /waits for no answer/],
    [['task', 'undo', '1'], /nothing to undo/],
    [['task', 'execute', '--allow', 'everything'], /'run:COMMAND'/],
    [['run', 'show', '1'], /had no run yet/],
    [['run', 'show', 'x'], /"x" names no run.*rota run list/],
    [['task', 'add', ''], /^rota: title: a task needs a title$/m],
    [['task', 'add', 'x', '--check', ''], /^rota: checks\.0\.command: must not be empty$/m],
    [['task', 'list', '--limit', '0'], /^rota: limit: must be at least 1$/m],
    [['task', 'edit', '1'], /Say what should change/],
    [['task', 'show', 'x'], /^rota: value 'x' is invalid/],
    [['run', 'show', '01ARZ3NDEKTSV4RRFFQ69G5FAV'], /no run 01ARZ3NDEKTSV4RRFFQ69G5FAV/],
    [['agent', 'show', 'nobody'], /no agent "nobody"/],
    [['frobnicate'], /^rota: unknown command/],
    [['task', 'list', '--frobnicate'], /unknown option/],
  ];
  for (const [args, expected] of wrong) {
    const { code, stdout, stderr } = await quick(...args);
    assert.deepEqual([code, stdout], [2, ''], args.join(' '));
    assert.match(stderr, expected, args.join(' '));
  }
});

test('a card for an agent that is not there yet, and a search without a hit, are said to be that', async (t) => {
  const { quick: rota } = await createWorkspace(t);
  const { code, stderr } = await rota('task', 'add', 'x', '--agent', 'bob');
  assert.deepEqual([code, /no agent "bob" yet/.test(stderr)], [0, true]);
  assert.match((await rota('task', 'list', '--search', 'zebra')).stderr, /^No card matches\.$/m);
  assert.match((await rota('task', 'delete', '1')).stdout, /^Deleted #1 x\. `rota task restore 1`/m);
  assert.match((await rota('--version')).stdout, /^\d+\.\d+\.\d+$/m);
});

test('the rules of the board file hold for every move by hand, and say when a card is due', async (t) => {
  const { quick: rota, json, write } = await createWorkspace(t);
  const usual = [
    { name: 'To do', statuses: ['todo'], drop: 'todo' },
    { name: 'Queue', statuses: ['queued'], drop: 'queued' },
    { name: 'Doing', statuses: ['running', 'waiting'], drop: 'running', limit: 1, exitGuard: 'checks-passed' },
    { name: 'Ended', statuses: ['review', 'done', 'failed', 'canceled'], drop: 'done' },
  ];
  for (const title of ['one', 'two']) await rota('task', 'add', title, '--priority', 'P0');
  write('.rota/board.json', JSON.stringify({ columns: usual, sla: { P0: '4h', P1: '1m' } }));
  assert.match((await rota('task', 'show', '1')).stdout, /^due +\d{4}-.*, from its priority$/m);
  await rota('task', 'move', '1', 'running');
  const full = await rota('task', 'move', '2', 'running');
  assert.deepEqual([full.code, /#2 cannot go to Doing: it holds 1 of at most 1 cards/.test(full.stderr)], [2, true]);
  const early = await rota('task', 'move', '1', 'done');
  assert.deepEqual([early.code, /#1 cannot leave Doing for Ended: it has no accepted check/.test(early.stderr)], [2, true]);
  assert.equal((await rota('task', 'cancel', '1')).code, 0);
  assert.equal(Task.parse(await json('task', 'move', '2', 'running')).status, 'running');
  await rota('task', 'edit', '2', '--due', '2020-01-02');
  assert.match((await rota('board')).stdout, /overdue since 2020-01-0/);
});

test('ended cards are cleared by status, date and metadata, after a look at what would go', async (t) => {
  const { quick: rota, json } = await createWorkspace(t);
  for (const [title, to, sprint] of [
    ['one', 'done', '7'],
    ['two', 'canceled', '7'],
    ['three', 'failed', '8'],
  ] as const) {
    await rota('task', 'add', title, '--meta', `sprint=${sprint}`);
    await rota('task', 'move', title === 'one' ? '1' : title === 'two' ? '2' : '3', to);
  }
  const dry = await rota('task', 'clear', '--meta', 'sprint=7', '--dry-run');
  assert.deepEqual([dry.stdout, dry.stderr], ['#1  done      one\n#2  canceled  two\n', '2 would be deleted.\n']);
  assert.match((await rota('task', 'clear', '--before', '2020-01-01')).stderr, /No ended card matches/);
  assert.match((await rota('task', 'clear', '--status', 'todo')).stderr, /Expected one of: done, failed, canceled/);
  assert.match((await rota('task', 'clear', '--status', 'done')).stderr, /^1 deleted\. `rota task restore NUMBER`/);
  const rest = ClearedTasks.parse(await json('task', 'clear', '--status', 'failed', '--status', 'canceled', '--meta', 'sprint=8'));
  assert.deepEqual([rest.dryRun, rest.cleared.map(({ number }) => number)], [false, [3]]);
  assert.deepEqual(
    TaskPage.parse(await json('task', 'list')).items.map(({ number }) => number),
    [2],
  );
});

test('a deleted card is listed and restored', async (t) => {
  const { quick: rota, json } = await createWorkspace(t);
  await rota('task', 'add', 'precious', '-d', 'long text');
  await rota('task', 'comment', '1', 'a note');
  const before = TaskDetails.parse(await json('task', 'show', '1'));
  assert.match((await rota('task', 'deleted')).stderr, /No deleted card is kept/);
  await rota('task', 'delete', '1');
  assert.match((await rota('task', 'deleted')).stdout, /^#1 +\d{4}-\d\d-\d\d [\d:]{8} +precious$/m);
  assert.match((await rota('task', 'restore', '1')).stdout, /^#1 precious is todo\.$/m);
  const after = TaskDetails.parse(await json('task', 'show', '1'));
  assert.deepEqual([after.comments, { ...after.task, revision: 0 }], [before.comments, { ...before.task, revision: 0 }]);
  const again = await rota('task', 'restore', '1');
  assert.deepEqual([again.code, /#1 is not deleted/.test(again.stderr)], [2, true]);
});

test('with --json an error is JSON on standard output, whatever went wrong', async (t) => {
  const { rota, json } = await createWorkspace(t);
  await rota('init');
  const Answer = z.strictObject({ error: z.strictObject({ code: z.string(), message: z.string() }) });
  const codeOf = async (...args: string[]): Promise<string> => Answer.parse(await json(...args)).error.code;
  assert.equal(await codeOf('task', 'show', '99'), 'not-found');
  assert.equal(await codeOf('task', 'list', '--frobnicate'), 'invalid');
  assert.equal(await codeOf('task', 'execute'), 'unavailable');
  assert.equal((await rota('task', 'show', '99', '--json')).stderr, '');
});

test('hostile text reaches neither terminal nor JSON as control characters', async (t) => {
  const { rota } = await createWorkspace(t);
  await rota('task', 'add', 'Title \u001b[31m\u202eevil\u009b2J', '-d', 'a\u001b]0;x\u0007b');
  for (const args of [['task', 'list'], ['task', 'show', '1'], ['board'], ['task', 'list', '--json']]) {
    const { stdout } = await rota(...args);
    assert.match(stdout, /evil/);
    assert.doesNotMatch(stdout, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/, args.join(' '));
  }
});

test('help explains itself', async (t) => {
  const { rota } = await createWorkspace(t);
  for (const args of [['--help'], ['task', '--help'], ['task', 'execute', '--help'], ['agent', 'add', '--help'], ['help', 'task']]) {
    const { code, stdout, stderr } = await rota(...args);
    assert.deepEqual([code, stderr], [0, ''], args.join(' '));
    assert.match(stdout, /Usage: rota/);
  }
  assert.match((await rota('--help')).stdout, /How a command ends:\n +0 +done/);
});

test('a command started by a run is no person and decides nothing', async (t) => {
  const { folder, data, rota, quick } = await createWorkspace(t);
  assert.equal((await rota('task', 'add', 'Card')).code, 0);
  await quick('agent', 'add', 'coder', '--provider', 'simulated');
  const inside = await createWorkspace(t, { ROTA_RUN: 'some-run', ROTA_DATA_DIR: data });
  for (const decision of [
    ['accept', '1'],
    ['move', '1', 'done'],
    ['delete', '1'],
    ['execute', '1', '--allow', 'run:make'],
  ]) {
    const { code, stderr } = await inside.quick('-C', folder, 'task', ...decision);
    assert.deepEqual([code, /not for agents, nor for commands that they start/.test(stderr)], [2, true], `${decision[0]}: ${stderr}`);
  }
  const added = await inside.quick('-C', folder, 'task', 'add', 'Mine', '--check', 'make');
  assert.equal(added.code, 0, added.stderr);
  assert.match((await rota('task', 'show', '2')).stdout, /proposed/);
  assert.match((await quick('task', 'accept', '2')).stderr, /runs by itself as a check from now on: make/);
});

test('a script that a run started is recognised though it takes the mark out of the environment', {
  skip: process.platform === 'linux' ? false : 'needs /proc',
}, async (t) => {
  const workspace = await createWorkspace(t);
  await workspace.quick('task', 'add', 'Card');
  const hidden = 'unset ROTA_RUN; "$0" "$1" task accept 1; exit $?';
  const environment = { PATH: process.env['PATH'] ?? '', ROTA_DATA_DIR: workspace.data, ROTA_RUN: 'some-run' };
  const { status, stderr } = spawnSync('/bin/sh', ['-c', hidden, process.execPath, main], {
    cwd: workspace.folder,
    env: environment,
    encoding: 'utf8',
  });
  assert.deepEqual([status, /not for agents/.test(stderr)], [2, true], stderr);
});
