import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findCards } from '../../../../src/vscode/card/findCards.ts';
import { aBoardCard, cardId } from '../../../support/aBoardCard.ts';

test('a card is found by its number and by words of its title in each of their spellings', () => {
  const cards = [aBoardCard(1, { title: 'İstanbul' }), aBoardCard(2, { title: 'Hauptstraße 12' }), aBoardCard(12, { title: 'STRASSE' })];
  const found = (text: string): number[] => findCards(cards, text, cardId(99)).map(({ number }) => number);
  assert.deepEqual([found('istanbul'), found('strasse'), found('Straße')], [[1], [2, 12], [2, 12]]);
  assert.deepEqual([found('#12'), found('1')], [[12], [1, 12, 2]]);
});
