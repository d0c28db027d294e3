import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Board, defaultBoard } from '../../../../src/core/model/board.ts';
import { groupCards, keyOf, type CardGroup } from '../../../../src/vscode/trees/cardGroups.ts';
import { aBoardCard } from '../../../support/aBoardCard.ts';

const shown = (groups: readonly CardGroup[]): string[] =>
  groups.map(({ label, cards }) => `${label}: ${cards.map(({ number }) => number).join(' ')}`.trim());

describe('the groups of the tree', () => {
  test('stand in the order of the columns, with every status that can be dropped on and those that hold cards', () => {
    const cards = [aBoardCard(1), aBoardCard(2, { status: 'failed' }), aBoardCard(3, { status: 'waiting' }), aBoardCard(4)];
    const groups = groupCards(cards, { by: 'status', board: defaultBoard, agents: [] });
    assert.deepEqual(shown(groups), ['To do: 1 4', 'Queued:', 'In progress:', 'Waiting: 3', 'In review:', 'Done:', 'Failed: 2']);
  });

  test('follow the columns of the workspace', () => {
    const board = Board.parse({
      columns: [
        { name: 'Over', statuses: ['done', 'failed', 'canceled'], drop: 'done' },
        { name: 'All else', statuses: ['review', 'todo', 'queued', 'running', 'waiting'], drop: 'queued' },
      ],
    });
    assert.deepEqual(shown(groupCards([aBoardCard(1)], { by: 'status', board, agents: [] })), ['Done:', 'To do: 1', 'Queued:']);
  });

  test('of priorities are all there, the most urgent first', () => {
    const groups = groupCards([aBoardCard(1, { priority: 'P3' }), aBoardCard(2, { priority: 'P0' })], {
      by: 'priority',
      board: defaultBoard,
      agents: [],
    });
    assert.deepEqual(shown(groups), ['P0 Urgent: 2', 'P1 High:', 'P2 Normal:', 'P3 Low: 1']);
  });

  test('of agents are one for every spelling of a name', () => {
    const cards = [
      aBoardCard(1, { agent: 'CODER' }),
      aBoardCard(2, { agent: 'coder ' }),
      aBoardCard(3, { agent: 'Gone' }),
      aBoardCard(4, { agent: 'gone' }),
    ];
    const groups = groupCards(cards, { by: 'agent', board: defaultBoard, agents: ['coder'] });
    assert.deepEqual(shown(groups), ['coder: 1 2', 'Gone: 3 4', 'Any agent:']);
  });

  test('of agents name those without cards too, those that are gone, and last the cards of nobody', () => {
    const cards = [aBoardCard(1, { agent: 'gone' }), aBoardCard(2)];
    assert.deepEqual(shown(groupCards(cards, { by: 'agent', board: defaultBoard, agents: ['coder'] })), [
      'coder:',
      'gone: 1',
      'Any agent: 2',
    ]);
  });

  test('hold their cards column after column where they are no statuses', () => {
    const cards = [aBoardCard(1, { status: 'done' }), aBoardCard(2), aBoardCard(3, { status: 'running' }), aBoardCard(4)];
    assert.deepEqual(shown(groupCards(cards, { by: 'agent', board: defaultBoard, agents: [] })), ['Any agent: 2 4 3 1']);
  });

  test('are none where there is no card, so that the view can say what to do', () => {
    for (const by of ['status', 'priority', 'agent'] as const)
      assert.deepEqual(groupCards([], { by, board: defaultBoard, agents: ['coder'] }), []);
  });

  test('have keys that tell an agent from having none and from other ways of grouping', () => {
    const keys = [aBoardCard(1), aBoardCard(2, { agent: 'todo' })].map((card) => keyOf(card, 'agent'));
    assert.equal(new Set([...keys, keyOf(aBoardCard(1), 'status'), keyOf(aBoardCard(1), 'priority')]).size, 4);
  });

  test('hold each of ten thousand cards once', () => {
    const statuses = ['todo', 'queued', 'running', 'waiting', 'review', 'done', 'failed', 'canceled'] as const;
    const cards = Array.from({ length: 10_000 }, (_, at) => aBoardCard(at + 1, { status: statuses[at % statuses.length] ?? 'todo' }));
    const groups = groupCards(cards, { by: 'status', board: defaultBoard, agents: [] });
    assert.equal(new Set(groups.flatMap((group) => group.cards)).size, 10_000);
  });
});
