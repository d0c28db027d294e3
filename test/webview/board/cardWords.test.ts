import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BoardCard } from '../../../src/core/model/boardCard.ts';
import { checkMark, costMark, dueMark, spokenCard, statusMark, titleOf, waitMark } from '../../../webview-ui/board/cardWords.ts';
import { runId, someCards } from '../../support/webview/boardCards.ts';

const now = Date.UTC(2026, 10, 21, 12);
const context = { running: false, asking: false, now };
const card = (stated: Partial<BoardCard>): BoardCard => someCards([stated])[0] as BoardCard;

test('a card in work spins only while a run of this window goes on', () => {
  assert.equal(statusMark({ status: 'running' }, true).spin, true);
  assert.deepEqual([statusMark({ status: 'running' }, false).spin, statusMark({ status: 'running' }, false).word], [false, 'In progress']);
  assert.equal(statusMark({ status: 'done' }, true).spin, false);
});

test('of several reasons to wait the one that a person can end is shown', () => {
  const held = { openDependencies: 2, approvalPending: true, statusReason: 'an older reason' };
  assert.equal(waitMark(card(held), { ...context, asking: true })?.text, 'Waits for your answer');
  assert.equal(waitMark(card({ ...held, accepted: false }), context)?.text, 'Proposed: accept it first');
  assert.equal(waitMark(card(held), context)?.text, 'Waits for approval');
  assert.equal(waitMark(card({ ...held, approvalPending: false }), context)?.text, 'Waits for 2 cards');
  assert.equal(waitMark(card({ status: 'done', accepted: false, openDependencies: 1 }), context), undefined);
  assert.equal(waitMark(card({ runAfter: now - 1 }), context), undefined);
});

test('an unknown cost is not nothing, and what never ran has none', () => {
  assert.equal(costMark(card({ run: null })), undefined);
  assert.deepEqual(
    [
      costMark(card({ run: runId(1), cost: null }))?.text,
      costMark(card({ run: runId(1), cost: 0 }))?.text,
      costMark(card({ run: runId(1), cost: 0.004 }))?.text,
    ],
    ['$ —', '$0.00', '<$0.01'],
  );
});

test('a failed check says so whatever else passed', () => {
  assert.equal(checkMark(card({ checks: { total: 3, passed: 2, failed: 1 } }))?.tone, 'bad');
  assert.equal(checkMark(card({ checks: { total: 3, passed: 2, failed: 0 } }))?.tone, undefined);
  assert.equal(checkMark(card({ checks: { total: 0, passed: 0, failed: 0 } })), undefined);
});

test('an ended card is not overdue', () => {
  assert.equal(dueMark(card({ due: now - 1 }), context)?.tone, 'bad');
  assert.equal(dueMark(card({ due: now - 1, status: 'done' }), context), undefined);
});

test('a day that is due is that day for everybody, and overdue once it is over here', () => {
  const at = (text: string): number => new Date(text).getTime();
  const mark = (time: string): ReturnType<typeof dueMark> => dueMark(card({ due: '2026-12-31' }), { now: at(time) });
  const today = mark('2026-12-31T23:59');
  assert.deepEqual([today?.text, today?.full, today?.tone], ['today', 'Due today', 'warn']);
  assert.equal(mark('2026-12-29T12:00')?.tone, undefined);
  assert.match(mark('2026-12-01T00:00')?.text ?? '', /31/);
  const late = mark('2027-01-20T00:00');
  assert.deepEqual([late?.tone, /^Overdue since .*31/.test(late?.full ?? '')], ['bad', true]);
});

test('a card that depends on one that was given up says so', () => {
  const held = card({ status: 'queued', openDependencies: 2, lostDependencies: 1 });
  assert.equal(waitMark(held, context)?.text, 'Depends on a card that was canceled or failed');
  assert.equal(waitMark({ ...held, lostDependencies: 2 }, context)?.text, 'Depends on 2 cards that were canceled or failed');
});

test('a card without a due time of its own has that of its priority, and says so', () => {
  const late = dueMark(card({ priority: 'P0', createdAt: now - 2 * 3_600_000 }), { serviceLevels: { P0: '1h' }, now });
  assert.equal(late?.tone, 'bad');
  assert.match(late?.full ?? '', /^Overdue since .*, by its priority P0$/);
  assert.equal(dueMark(card({ priority: 'P1', createdAt: now }), { serviceLevels: { P0: '1h' }, now }), undefined);
});

test('a queued card that does not start says why', () => {
  assert.equal(waitMark(card({ status: 'queued' }), { ...context, held: 'it waits for a free slot' })?.text, 'it waits for a free slot');
  assert.equal(waitMark(card({ status: 'queued', openDependencies: 1 }), { ...context, held: 'other' })?.text, 'Waits for 1 card');
});

test('a title shows what it hides and stays one line', () => {
  assert.equal(titleOf(card({ title: 'a\u202eb\nc' })), 'a<U+202E>b c');
});

test('a card is spoken with all that it shows', () => {
  const spoken = spokenCard(
    card({ title: 'Fix it', agent: 'coder', labels: ['bug'], checks: { total: 2, passed: 1, failed: 0 }, progress: 40 }),
    context,
  );
  assert.equal(spoken, '#1 Fix it, To do, P2, agent coder, 40 % done, 1 of 2 checks passed, labels bug');
});
