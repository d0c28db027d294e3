import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { chosenLabels, sharedLabels } from '../../../../src/vscode/commands/labelChoice.ts';

const cards = [{ labels: ['bug', 'ui'] }, { labels: ['ui', 'slow'] }];

describe('labels of several cards', () => {
  test('are ticked when all have them', () => {
    assert.deepEqual(sharedLabels(cards), ['ui']);
    assert.deepEqual(sharedLabels([]), []);
  });

  test('are added to all when ticked, taken from all when no longer, and left alone otherwise', () => {
    const shared = sharedLabels(cards);
    assert.deepEqual(
      cards.map((card) => chosenLabels(card, shared, ['ui', 'new'])),
      [
        ['bug', 'ui', 'new'],
        ['ui', 'slow', 'new'],
      ],
    );
    assert.deepEqual(
      cards.map((card) => chosenLabels(card, shared, [])),
      [['bug'], ['slow']],
    );
    assert.deepEqual(
      cards.map((card) => chosenLabels(card, shared, ['slow'])),
      [['bug', 'slow'], ['slow']],
    );
  });
});
