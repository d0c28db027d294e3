import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { requestTargets } from '../../../../src/vscode/commands/requestTarget.ts';
import { inboxRows, type InboxRow } from '../../../../src/vscode/trees/inboxRows.ts';
import { aBoardCard } from '../../../support/aBoardCard.ts';

const cards = [1, 2, 3].map((number) => aBoardCard(number, { status: 'review' }));
const rows = inboxRows({ cards: new Map(cards.map((card) => [card.id, card])), requests: [], seen: new Set(), filter: (text) => text });
const at = (index: number): InboxRow => rows[index] ?? assert.fail();
const idsOf = (...args: unknown[]): string[] => requestTargets(args, rows).map(({ id }) => id);

describe('what a command of the inbox is called for', () => {
  test('is a row, all selected rows, an id, or the side of a diff', () => {
    assert.deepEqual(idsOf(at(0)), [at(0).id]);
    assert.deepEqual(idsOf(at(0), [at(0), at(2)]), [at(0).id, at(2).id]);
    assert.deepEqual(idsOf(at(1).id), [at(1).id]);
    assert.deepEqual(idsOf({ scheme: 'rota-proposal', query: `request=${encodeURIComponent(at(1).id)}` }), [at(1).id]);
  });

  test('is what waits with a card of the tree', () => {
    assert.deepEqual(idsOf({ kind: 'card', card: cards[1] }), [`review:${cards[1]?.id}`]);
  });

  test('is nothing that no longer waits, and nothing strange', () => {
    assert.deepEqual(idsOf({ ...at(0), id: 'answered', task: aBoardCard(9).id }), []);
    for (const strange of [undefined, null, 7, {}, [], { scheme: 'file', query: 'request=x' }, { id: at(0).id }])
      assert.deepEqual(idsOf(strange), []);
  });
});
