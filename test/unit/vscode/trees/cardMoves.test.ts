import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { BoardCard } from '../../../../src/core/model/boardCard.ts';
import { editsBelow, editsToGroup, editsToShift } from '../../../../src/vscode/trees/cardMoves.ts';
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
  test('on a group makes them what the group is, and leaves those alone that are it already', () => {
    assert.deepEqual(editsToGroup(pick(1, 5), { kind: 'status', status: 'queued' }), [{ kind: 'move', task: cardId(1), to: 'queued' }]);
    assert.deepEqual(editsToGroup(pick(1), { kind: 'priority', priority: 'P0' }), [{ kind: 'change', task: cardId(1), change: { priority: 'P0' } }]);
    assert.deepEqual(editsToGroup(pick(1), { kind: 'agent', agent: null }), []);
    assert.deepEqual(editsToGroup(pick(1), { kind: 'agent', agent: 'coder' }), [{ kind: 'change', task: cardId(1), change: { agent: 'coder' } }]);
  });

  test('on a card of their status puts them below it in their order', () => {
    assert.deepEqual(placed(editsBelow({ moved: pick(1, 4), onto: only(2), all, by: 'status' })), [2, 1, 4, 3]);
    assert.deepEqual(placed(editsBelow({ moved: pick(2, 3), onto: only(4), all, by: 'status' })), [1, 4, 2, 3]);
  });

  test('on a card of another status moves them there, below it', () => {
    assert.deepEqual(editsBelow({ moved: pick(1), onto: only(5), all, by: 'status' }), [{ kind: 'move', task: cardId(1), to: 'queued', place: { after: cardId(5), before: cardId(6) } }]);
  });

  test('on one of themselves does not put it below itself', () => {
    assert.deepEqual(placed(editsBelow({ moved: pick(1, 2), onto: only(2), all, by: 'status' })), [2, 1, 3, 4]);
  });

  test('on a card in a group of priorities or agents takes on its value, and a place only among its status', () => {
    const onto = aBoardCard(2, { priority: 'P0', agent: 'coder' });
    const board = [aBoardCard(1), onto, ...queued];
    assert.deepEqual(editsBelow({ moved: [...board.slice(0, 1), ...queued.slice(0, 1)], onto, all: board, by: 'priority' }), [
      { kind: 'change', task: cardId(1), change: { priority: 'P0' } },
      { kind: 'change', task: cardId(5), change: { priority: 'P0' } },
      { kind: 'place', task: cardId(1), place: { after: cardId(2), before: null } },
    ]);
    assert.deepEqual(editsBelow({ moved: queued.slice(0, 1), onto, all: board, by: 'agent' }), [{ kind: 'change', task: cardId(5), change: { agent: 'coder' } }]);
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
