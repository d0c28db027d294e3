import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defaultBoard } from '../../../src/core/model/board.ts';
import type { BoardCard } from '../../../src/core/model/boardCard.ts';
import { snapshotUpdates } from '../../../src/vscode/board/boardUpdates.ts';
import { openState, withChanges, withMore, type BoardState } from '../../../webview-ui/board/boardState.ts';
import { cardId, manyCards, someCards } from '../../support/webview/boardCards.ts';

function stateOf(cards: BoardCard[]): BoardState {
  return openState({ revision: 1, board: defaultBoard, counts: defaultBoard.columns.map(() => 0), cards, complete: true });
}

const numbers = (state: BoardState, column: number): number[] | undefined => state.lists[column]?.map(({ number }) => number);

test('a board that comes in parts is the same as one that comes at once', () => {
  const cards = manyCards(2345);
  const [first, ...more] = snapshotUpdates(1, defaultBoard, cards);
  assert.ok(first?.type === 'board-snapshot' && !first.complete);
  let state = openState(first);
  assert.deepEqual(state.expected, [469, 469, 469, 469, 469]);
  for (const update of more) if (update.type === 'board-more') state = withMore(state, update.cards, update.complete);
  assert.equal(state.expected, undefined);
  assert.deepEqual(state.lists, stateOf(cards).lists);
});

test('a changed card stands where its status and rank say, and untouched columns stay the same objects', () => {
  const cards = someCards([{}, {}, {}, { status: 'queued' }, { status: 'queued' }]);
  const before = stateOf(cards);
  const [first, , , fourth, fifth] = cards;
  const after = withChanges(before, {
    revision: 2,
    upserts: [{ ...(first as BoardCard), status: 'queued', rank: `${String(fourth?.rank)}V` }],
    removed: [],
  });
  assert.deepEqual(numbers(after, 0), [2, 3]);
  assert.deepEqual(numbers(after, 1), [4, 1, 5]);
  assert.ok(fifth);
  assert.equal(after.lists[2], before.lists[2]);
  assert.deepEqual(numbers(before, 1), [4, 5], 'the state before is not touched');
});

test('a card that is deleted, changed unseen or made anew leaves no trace of its past', () => {
  const state = stateOf(someCards([{}, {}]));
  const gone = withChanges(state, { revision: 2, upserts: [], removed: [cardId(1), cardId(77)] });
  assert.deepEqual([numbers(gone, 0), [...gone.cards.keys()]], [[2], [cardId(2)]]);
});
