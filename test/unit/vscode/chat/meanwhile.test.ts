import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BoardCard } from '../../../../src/core/model/boardCard.ts';
import type { PersonRequest } from '../../../../src/core/model/request.ts';
import { knownCards, whatHappened } from '../../../../src/vscode/chat/meanwhile.ts';
import { inboxRows } from '../../../../src/vscode/trees/inboxRows.ts';
import { aBoardCard, aRunOfACard } from '../../../support/aBoardCard.ts';

function boardOf(cards: readonly BoardCard[], requests: readonly PersonRequest[] = []) {
  const byId = new Map(cards.map((card) => [card.id, card]));
  return { cards: byId, rows: inboxRows({ cards: byId, requests, seen: new Set(), filter: String }) };
}

const question = (id: string, card: BoardCard): PersonRequest => ({
  id,
  task: card.id,
  run: aRunOfACard,
  at: 1,
  body: { kind: 'question', callId: 'c', question: 'Tabs or [spaces](x)?', choices: [] },
  answer: null,
  answeredAt: null,
  answeredBy: null,
});

const one = aBoardCard(1, { status: 'running' });
const two = aBoardCard(2, { status: 'todo' });
const known = knownCards([one.id, two.id], boardOf([one, two]));

test('nothing is told of cards that stand as they did', () => {
  assert.deepEqual(whatHappened(known, boardOf([one, two])), []);
});

test('a card that ended is told with its reason, one that is gone is not', () => {
  const now = boardOf([{ ...one, status: 'review', statusReason: 'No *check*.' }]);
  assert.deepEqual(whatHappened(known, now), ['**#1** Card 1 · In review · No \\*check\\*\\.']);
});

test('a question is told once, a second one again', () => {
  const waiting = { ...one, status: 'waiting' as const };
  const asked = boardOf([waiting, two], [question('q1', waiting)]);
  assert.deepEqual(whatHappened(known, asked), ['**#1** Card 1 · Waiting · asks\\: Tabs or \\[spaces\\]\\(x\\)\\?']);
  const told = knownCards([one.id, two.id], asked);
  assert.deepEqual(whatHappened(told, asked), []);
  assert.equal(whatHappened(told, boardOf([waiting, two], [question('q2', waiting)])).length, 1);
});
