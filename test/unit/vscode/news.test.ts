import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { BoardCard } from '../../../src/core/model/boardCard.ts';
import { NewsWatch, summaryOf, type News } from '../../../src/vscode/news.ts';
import { inboxRows } from '../../../src/vscode/trees/inboxRows.ts';
import { aBoardCard } from '../../support/aBoardCard.ts';

function look(watch: NewsWatch, ...list: BoardCard[]): string[] {
  const cards = new Map(list.map((card) => [card.id, card]));
  return watch
    .look({ cards, rows: inboxRows({ cards, requests: [], seen: new Set(), filter: (text) => text }) })
    .map(({ message }) => message);
}

describe('news', () => {
  test('are what began to wait since the last look; what waited before the first is none', () => {
    const watch = new NewsWatch();
    assert.deepEqual(look(watch, aBoardCard(1, { status: 'review' }), aBoardCard(2, { status: 'running' })), []);
    assert.deepEqual(look(watch, aBoardCard(1, { status: 'review' }), aBoardCard(2, { status: 'review' })), ['#2 is in review (Card 2)']);
    assert.deepEqual(look(watch, aBoardCard(1, { status: 'review' }), aBoardCard(2, { status: 'review' })), []);
  });

  test('are cards that a run finished or failed, not those that a person put away', () => {
    const watch = new NewsWatch();
    look(watch, aBoardCard(1, { status: 'running' }), aBoardCard(2), aBoardCard(3, { status: 'running' }), aBoardCard(4));
    const told = look(
      watch,
      aBoardCard(1, { status: 'done' }),
      aBoardCard(2, { status: 'done' }),
      aBoardCard(3, { status: 'failed' }),
      aBoardCard(4, { status: 'failed' }),
    );
    assert.deepEqual(told, ['#3 failed (Card 3)', '#1 is done: Card 1']);
  });

  test('of several are one sentence', () => {
    const row = { row: {} } as News;
    const done = {} as News;
    assert.equal(summaryOf([row, row]), '2 items wait for you.');
    assert.equal(summaryOf([done, done]), '2 cards are done.');
    assert.equal(summaryOf([row, row, done, done]), '2 items wait for you, 2 cards are done.');
  });
});
