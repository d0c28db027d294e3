import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defaultBoard } from '../../../src/core/model/board.ts';
import { openState } from '../../../webview-ui/board/boardState.ts';
import { applyPending, isInPlace, neighboursAt, noPending, withMove, withoutMove } from '../../../webview-ui/board/moves.ts';
import { cardId, someCards } from '../../support/webview/boardCards.ts';

const cards = someCards([{}, {}, {}, {}, {}]);
const ids = (...numbers: number[]): ReturnType<typeof cardId>[] => numbers.map(cardId);

test('a place has the neighbours that stay, not those that move', () => {
  const moving = new Set(ids(2, 3));
  assert.deepEqual(neighboursAt({ all: cards, shown: cards, index: 3, moving }), { after: cardId(1), before: cardId(4) });
  assert.deepEqual(neighboursAt({ all: cards, shown: cards, index: 0, moving }), { after: null, before: cardId(1) });
  assert.deepEqual(neighboursAt({ all: cards, shown: cards, index: 5, moving }), { after: cardId(5), before: null });
});

test('cards that a filter hides keep their order around what is dropped', () => {
  const shown = cards.filter(({ number }) => number === 2 || number === 5);
  assert.deepEqual(neighboursAt({ all: cards, shown, index: 1, moving: new Set() }), { after: cardId(2), before: cardId(3) });
  assert.deepEqual(neighboursAt({ all: cards, shown, index: 0, moving: new Set() }), { after: cardId(1), before: cardId(2) });
  assert.deepEqual(neighboursAt({ all: cards, shown: [], index: 0, moving: new Set() }), { after: cardId(5), before: null });
});

test('a drop where the cards are is no move', () => {
  const at = (index: number): boolean =>
    isInPlace(cards, ids(2, 3), neighboursAt({ all: cards, shown: cards, index, moving: new Set(ids(2, 3)) }));
  assert.deepEqual([at(0), at(1), at(2), at(3), at(4)], [false, true, true, true, false]);
});

test('a move is shown before it is answered, in order, and is taken back without a trace', () => {
  const state = openState({ revision: 1, board: defaultBoard, counts: [], cards, complete: true });
  const pending = withMove(state, noPending, { ask: 7, tasks: ids(4, 5), status: 'queued', after: null, before: null });
  const shown = applyPending(state, pending);
  assert.deepEqual(shown.lists.map((list) => list.map(({ number }) => number)).slice(0, 2), [
    [1, 2, 3],
    [4, 5],
  ]);
  assert.equal(applyPending(state, withoutMove(pending, 7)), state);
  assert.equal(withoutMove(pending, 8), pending);
});
