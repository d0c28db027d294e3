import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Board, defaultBoard } from '../../../../src/core/model/board.ts';
import { localZone } from '../../../../src/core/base/calendar.ts';
import { dueOf, type Reader } from '../../../../src/core/model/due.ts';
import type { Edit } from '../../../../src/core/model/edit.ts';
import { statusNames } from '../../../../src/core/model/statusNames.ts';
import { TaskId } from '../../../../src/core/model/scalars.ts';
import type { TaskStatus } from '../../../../src/core/model/taskStatus.ts';
import { assertBoardRules, enteredStatus, queuedByEntry, whyNotMoved, withoutEntryActions } from '../../../../src/core/rules/boardRules.ts';
import { aRunId, aTask } from '../../../support/aTask.ts';
import { aResult, commandCheck, person } from '../../../support/storeScenario.ts';

/** The usual columns, some with rules. */
function boardWith(rules: Record<string, object>): Board {
  return Board.parse({ columns: defaultBoard.columns.map((column) => ({ ...column, ...rules[column.name] })) });
}

const none = (): number => 0;

test('a column is entered by hand only below its limit, and cards can always be given up', () => {
  const board = boardWith({ 'In progress': { limit: 3 }, Done: { limit: 1 } });
  const count = (status: string): number => (status === 'running' ? 2 : 1);
  const card = aTask({ number: 12, status: 'todo' });
  assert.throws(() => assertBoardRules(board, card, 'running', count), {
    code: 'refused',
    message: /#12 cannot go to In progress: it holds 3 of at most 3 cards/,
  });
  assert.throws(() => assertBoardRules(board, card, 'done', count), /it holds 3 of at most 1 cards/);
  assertBoardRules(board, card, 'canceled', count);
  assertBoardRules(board, card, 'queued', count);
  assertBoardRules(board, aTask({ status: 'waiting' }), 'running', count);
  assertBoardRules(boardWith({ 'In progress': { limit: 4 } }), card, 'running', count);
});

test('an exit guard holds a card back from columns further on, and says what is missing', () => {
  const check = { id: 'c1', spec: commandCheck, state: 'accepted' as const, by: person, baseline: null, latest: null };
  const passed = { ...check, id: 'c2', latest: aResult(true) };
  const review = boardWith({ 'In review': { exitGuard: 'checks-passed' } });
  const cases = [
    { checks: [], message: /#1 cannot leave In review for Done: it has no accepted check/ },
    { checks: [check, passed], message: /1 of its 2 checks have passed/ },
    { checks: [{ ...check, latest: aResult(false) }], message: /0 of its 1 checks/ },
  ];
  for (const { checks, message } of cases) {
    const card = aTask({ number: 1, status: 'review', checks });
    assert.throws(() => assertBoardRules(review, card, 'done', none), message);
    for (const back of ['queued', 'todo', 'canceled', 'failed'] as const) assertBoardRules(review, card, back, none);
  }
  assertBoardRules(review, aTask({ status: 'review', checks: [passed, { ...check, state: 'proposed' }] }), 'done', none);

  const planned = boardWith({ 'To do': { exitGuard: 'approved' } });
  assert.throws(() => assertBoardRules(planned, aTask({ accepted: false }), 'queued', none), /a person has to accept it first/);
  const approval = { required: true, state: 'pending' as const, by: null, note: null, at: null };
  assert.throws(() => assertBoardRules(planned, aTask({ approval }), 'queued', none), /it needs approval first/);
  assertBoardRules(planned, aTask({ approval: { ...approval, state: 'approved' } }), 'queued', none);
  assert.throws(
    () => assertBoardRules(boardWith({ 'To do': { exitGuard: 'dependencies-done' } }), aTask({ openDependencies: 2 }), 'running', none),
    /2 cards that it waits for/,
  );
});

test('a column can send what a person moves there to the queue', () => {
  const board = boardWith({ 'To do': { entryAction: 'queue' } });
  assert.equal(enteredStatus(board, 'review', 'todo'), 'queued');
  assert.equal(enteredStatus(board, 'review', 'done'), 'done');
  const columns = [{ name: 'Plan', statuses: ['todo', 'queued'], drop: 'todo', entryAction: 'queue' }, ...defaultBoard.columns.slice(2)];
  const together = Board.parse({ columns });
  assert.deepEqual([enteredStatus(together, 'queued', 'todo'), enteredStatus(together, 'failed', 'todo')], ['todo', 'queued']);
});

test('a card is due when somebody said so, else when its priority says', () => {
  const levels = { P0: '4h', P1: '2d', P3: '90m' };
  const hour = 60 * 60_000;
  const reader = (now: number): Reader => ({ now, zone: localZone });
  const card = { due: null, priority: 'P0', status: 'running', createdAt: 1000 } as const;
  assert.deepEqual(dueOf(card, levels, reader(1000 + 4 * hour)), { day: null, at: 1000 + 4 * hour, fromPriority: true, overdue: false });
  assert.deepEqual(dueOf(card, levels, reader(1001 + 4 * hour))?.overdue, true);
  assert.deepEqual(dueOf({ ...card, status: 'done' }, levels, reader(99 * hour))?.overdue, false);
  assert.equal(dueOf({ ...card, priority: 'P1' }, levels, reader(0))?.at, 1000 + 48 * hour);
  assert.equal(dueOf({ ...card, priority: 'P3' }, levels, reader(0))?.at, 1000 + 1.5 * hour);
  assert.equal(dueOf({ ...card, priority: 'P2' }, levels, reader(0)), undefined);
  assert.equal(dueOf(card, undefined, reader(0)), undefined);
  assert.deepEqual(dueOf({ ...card, due: 5 }, levels, reader(6)), { day: null, at: 5, fromPriority: false, overdue: true });
});

test('rules that make no sense are refused', () => {
  const { columns } = defaultBoard;
  for (const board of [
    { columns, sla: { P0: 'soon' } },
    { columns, sla: { P0: '0h' } },
    { columns, sla: { P9: '1h' } },
    { columns: columns.map((column) => ({ ...column, exitGuard: 'rm -rf /' })) },
    { columns: columns.map((column) => ({ ...column, entryAction: { command: 'npm test' } })) },
  ])
    assert.equal(Board.safeParse(board).success, false);
  assert.ok(Board.safeParse({ columns, sla: { P0: '4h', P2: '1w' } }).success);
});

test('the columns of a board without a file are named as the statuses that a drop gives', () => {
  assert.deepEqual(
    defaultBoard.columns.map(({ name }) => name),
    defaultBoard.columns.map(({ drop }) => statusNames()[drop]),
  );
});

test('what a person may not do is explained by the transitions and by the columns, a run at work aside', () => {
  const board = boardWith({ 'In progress': { limit: 1 }, 'In review': { exitGuard: 'checks-passed' }, 'To do': { entryAction: 'queue' } });
  const whyNot = (status: TaskStatus, to: TaskStatus): string | undefined =>
    whyNotMoved(board, aTask({ number: 1, status, lease: { holder: 'h', run: aRunId, fence: 1, expires: 1 } }), to, {
      by: person,
      count: () => 1,
    });
  assert.match(whyNot('todo', 'review') ?? '', /cannot go from "To do" to "In review"/);
  assert.match(whyNot('todo', 'running') ?? '', /it holds 2 of at most 1 cards/);
  assert.match(whyNot('review', 'done') ?? '', /it has no accepted check/);
  assert.deepEqual([whyNot('todo', 'queued'), whyNot('running', 'canceled'), whyNot('done', 'todo')], [undefined, undefined, undefined]);
});

test('in a folder that nobody trusts the file of the board starts nothing, and its other rules hold', () => {
  const board = withoutEntryActions(boardWith({ 'To do': { entryAction: 'queue' }, Done: { limit: 2 } }));
  assert.equal(enteredStatus(board, 'review', 'todo'), 'todo');
  assert.equal(board.columns.at(-1)?.limit, 2);
  assert.deepEqual(Board.parse(board), board);
});

test('a card that an entry action queued is told apart from one that was sent to the queue', () => {
  const [first, second] = [
    aTask({ number: 1, status: 'queued' }),
    aTask({ id: TaskId.parse('1'.repeat(26)), number: 2, status: 'queued' }),
  ];
  const edits: Edit[] = [
    { kind: 'move', task: first.id, to: 'todo' },
    { kind: 'move', task: second.id, to: 'queued' },
  ];
  assert.deepEqual(
    queuedByEntry(edits, [first, second]).map(({ number }) => number),
    [1],
  );
  assert.deepEqual(queuedByEntry([{ kind: 'change', task: first.id, change: { title: 'x' } }], [first]), []);
});
