import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { BoardCard } from '../../../../src/core/model/boardCard.ts';
import { editsToGroup, editsToShift, moveBelow, moveToEnd } from '../../../../src/vscode/trees/cardMoves.ts';
import { aBoardCard, cardId } from '../../../support/aBoardCard.ts';

const todo = [1, 2, 3, 4].map((number) => aBoardCard(number));
const queued = [5, 6].map((number) => aBoardCard(number, { status: 'queued' }));
const all = [...todo, ...queued];
const pick = (...numbers: number[]): BoardCard[] => all.filter(({ number }) => numbers.includes(number));
const ids = (...numbers: number[]): Set<BoardCard['id']> => new Set(numbers.map(cardId));
const only = (number: number): BoardCard => pick(number)[0] ?? assert.fail();
const numberOf = (id: string | null): number | null => (id === null ? null : Number(id));

/** The column after places were taken one by one, as the store does it. */
function placed(edits: ReturnType<typeof editsToShift>, column = [1, 2, 3, 4]): number[] {
  const order = [...column];
  for (const edit of edits) {
    if (edit.kind !== 'place') assert.fail(edit.kind);
    const moved = Number(edit.task);
    order.splice(order.indexOf(moved), 1);
    const after = numberOf(edit.place.after);
    const at = after === null ? 0 : order.indexOf(after) + 1;
    assert.equal(order[at] ?? null, numberOf(edit.place.before));
    order.splice(at, 0, moved);
  }
  return order;
}

describe('dropping cards', () => {
  test('on a status moves them to its end, and leaves those alone that are there already', () => {
    assert.deepEqual(moveToEnd(pick(1, 5), 'queued', all), { tasks: [cardId(1)], to: 'queued', after: cardId(6), before: null });
    assert.deepEqual(moveToEnd(pick(1), 'done', all), { tasks: [cardId(1)], to: 'done', after: null, before: null });
    assert.equal(moveToEnd(pick(5), 'queued', all), undefined);
  });

  test('on a priority or an agent gives it to those that have another', () => {
    assert.deepEqual(editsToGroup(pick(1), { kind: 'priority', priority: 'P0' }), [
      { kind: 'change', task: cardId(1), change: { priority: 'P0' } },
    ]);
    assert.deepEqual(editsToGroup(pick(1), { kind: 'agent', agent: null }), []);
    assert.deepEqual(editsToGroup(pick(1), { kind: 'agent', agent: 'coder' }), [
      { kind: 'change', task: cardId(1), change: { agent: 'coder' } },
    ]);
  });

  test('on a card puts them below it, before the next one that stays', () => {
    assert.deepEqual(moveBelow(pick(1, 3), only(2), all), {
      tasks: [cardId(1), cardId(3)],
      to: 'todo',
      after: cardId(2),
      before: cardId(4),
    });
    assert.deepEqual(moveBelow(pick(2, 3), only(4), all), { tasks: [cardId(2), cardId(3)], to: 'todo', after: cardId(4), before: null });
    assert.deepEqual(moveBelow(pick(1), only(5), all), { tasks: [cardId(1)], to: 'queued', after: cardId(5), before: cardId(6) });
  });

  test('on one of themselves does not put it below itself', () => {
    assert.deepEqual(moveBelow(pick(1, 2), only(2), all)?.tasks, [cardId(1)]);
    assert.equal(moveBelow(pick(2), only(2), all), undefined);
  });
});

describe('moving cards by a key', () => {
  test('takes one past its neighbour', () => {
    assert.deepEqual(placed(editsToShift(ids(3), all, -1)), [1, 3, 2, 4]);
    assert.deepEqual(placed(editsToShift(ids(3), all, 1)), [1, 2, 4, 3]);
    assert.deepEqual(placed(editsToShift(ids(2), all, -1)), [2, 1, 3, 4]);
  });

  test('keeps several in their order and together', () => {
    assert.deepEqual(placed(editsToShift(ids(2, 3), all, -1)), [2, 3, 1, 4]);
    assert.deepEqual(placed(editsToShift(ids(1, 3), all, 1)), [2, 1, 4, 3]);
  });

  test('stops at the ends and never leaves the status', () => {
    assert.deepEqual(editsToShift(ids(1), all, -1), []);
    assert.deepEqual(editsToShift(ids(4, 6), all, 1), []);
    assert.deepEqual(editsToShift(ids(1, 2), all, -1), []);
    assert.deepEqual(editsToShift(ids(5), all, -1), []);
  });
});
