import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BoardCard } from '../../../src/core/model/boardCard.ts';
import { findTyped, rangeBetween, settle, start, stepFrom } from '../../../webview-ui/board/cardFocus.ts';
import { cardId, someCards } from '../../support/webview/boardCards.ts';

const cards = someCards([{}, {}, {}, {}, {}]);
const pick = (...numbers: number[]): BoardCard[] => cards.filter(({ number }) => numbers.includes(number));

test('the focus follows its card to another column', () => {
  assert.deepEqual(settle({ column: 0, task: cardId(2), index: 1 }, [pick(1, 3), pick(2)]), { column: 1, task: cardId(2), index: 0 });
});

test('the focus goes to what stands in the place of a card that is gone', () => {
  assert.equal(settle({ column: 0, task: cardId(2), index: 1 }, [pick(1, 3, 4)]).task, cardId(3));
  assert.equal(settle({ column: 0, task: cardId(4), index: 2 }, [pick(1, 3)]).task, cardId(3), 'the last one when it stood at the end');
  assert.deepEqual(
    settle({ column: 0, task: cardId(4), index: 2 }, [[], pick(1)]),
    { column: 0, task: null, index: 0 },
    'the empty column',
  );
});

test('a board begins at its first card, wherever that is', () => {
  assert.equal(settle(start, [[], [], pick(5)]).task, cardId(5));
});

test('steps end at the edges and keep the height when the column changes', () => {
  const lists = [pick(1, 2, 3), [], pick(4, 5)];
  const third = { column: 0, task: cardId(3), index: 2 };
  assert.equal(stepFrom(third, 'down', lists, 2).task, cardId(3));
  assert.equal(stepFrom(third, 'page-up', lists, 2).task, cardId(1));
  assert.deepEqual(stepFrom(third, 'right', lists, 2), { column: 1, task: null, index: 0 });
  assert.equal(stepFrom({ column: 2, task: cardId(5), index: 1 }, 'right', lists, 2).task, cardId(5));
});

test('a range holds both ends in one column, and is the other card alone across columns', () => {
  const lists = [pick(1, 2, 3), pick(4)];
  assert.deepEqual(rangeBetween(cardId(3), cardId(1), lists), [cardId(1), cardId(2), cardId(3)]);
  assert.deepEqual(rangeBetween(cardId(1), cardId(4), lists), [cardId(4)]);
});

test('typed digits mean the exact number before one that only begins so', () => {
  const many = [someCards(Array.from({ length: 120 }, () => ({})))];
  assert.equal(findTyped('12', start, many), cardId(12));
  assert.equal(findTyped('120', start, many), cardId(120));
  assert.equal(findTyped('13', start, [many[0]?.slice(99) ?? []]), undefined);
  assert.equal(findTyped('10', start, [many[0]?.slice(99) ?? []]), cardId(100));
});

test('typed letters mean the next title that begins so, over the columns and round again', () => {
  const [plan, write, weigh, other] = someCards([{ title: 'Plan' }, { title: 'Write it' }, { title: '  weigh it' }, { title: '3 wishes' }]);
  assert.ok(plan && write && weigh && other);
  const lists = [[plan, write], [], [weigh, other]];
  const from = (card: BoardCard): Parameters<typeof findTyped>[1] => settle({ column: 0, task: card.id, index: 0 }, lists);
  assert.equal(findTyped('w', from(plan), lists), write.id);
  assert.equal(findTyped('w', from(write), lists), weigh.id);
  assert.equal(findTyped('w', from(weigh), lists), write.id);
  assert.equal(findTyped('we', from(write), lists), weigh.id, 'goes on from where one letter led');
  assert.equal(findTyped('wr', from(write), lists), write.id);
  assert.equal(findTyped('99', from(plan), lists), undefined);
  assert.equal(findTyped('x', from(plan), lists), undefined);
});
