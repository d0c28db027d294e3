import assert from 'node:assert/strict';
import { test } from 'node:test';
import { WatchedCards } from '../../../../src/vscode/chat/watchedCards.ts';
import { cardId } from '../../../support/aBoardCard.ts';

test('several chats may watch one card; it is watched until the last of them stops', () => {
  const watched = new WatchedCards();
  const [one, another] = [watched.add(cardId(1)), watched.add(cardId(1))];
  assert.deepEqual([watched.has(cardId(1)), watched.has(cardId(2))], [true, false]);
  one.dispose();
  assert.equal(watched.has(cardId(1)), true);
  another.dispose();
  assert.equal(watched.has(cardId(1)), false);
});
