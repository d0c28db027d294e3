import { generateNKeysBetween } from 'fractional-indexing';
import { defaultBoard } from '../../../src/core/model/board.ts';
import { BoardCard } from '../../../src/core/model/boardCard.ts';
import { RunId, TaskId } from '../../../src/core/model/scalars.ts';
import type { BoardFacts } from '../../../src/protocol/boardPage.ts';

const plain = {
  statusReason: null,
  priority: 'P2',
  labels: [],
  project: null,
  agent: null,
  accepted: true,
  openDependencies: 0,
  lostDependencies: 0,
  progress: 0,
  runAfter: null,
  due: null,
  revision: 1,
  updatedAt: 0,
  createdAt: 0,
  attempts: 0,
  parent: null,
  eta: null,
  checks: { total: 0, passed: 0, failed: 0 },
  cost: null,
  run: null,
  approvalPending: false,
} as const;

export const quietFacts: BoardFacts = {
  density: 'comfortable',
  trusted: true,
  readOnly: null,
  displaced: false,
  problem: null,
  queueOn: false,
  asking: [],
  held: [],
  serviceLevels: {},
  running: [],
  agents: ['coder', 'writer'],
  undo: null,
  redo: null,
};

export function cardId(number: number): TaskId {
  return TaskId.parse(`01JD${String(number).padStart(22, '0')}`);
}

export function runId(number: number): RunId {
  return RunId.parse(`01RN${String(number).padStart(22, '0')}`);
}

/** Cards for a test: each states what matters, ranks follow the order. */
export function someCards(stated: readonly Partial<BoardCard>[]): BoardCard[] {
  const ranks = generateNKeysBetween(null, null, stated.length);
  return stated.map((each, index) =>
    BoardCard.parse({
      ...plain,
      id: cardId(index + 1),
      number: index + 1,
      title: `Card ${index + 1}`,
      status: 'todo',
      rank: ranks[index],
      ...each,
    }),
  );
}

const titles = [
  'Fix the login form',
  'Write the release notes for the coming version and have them read by somebody who did not write them',
  'Rename the settings page',
  'Show an error when the store cannot be opened',
  'Move the parser to a worker',
  'Translate the walkthrough',
  'Measure how long a start takes',
  'Remove the old exporter',
];

/** A big board with a bit of everything, the same each time, spread over the columns. */
export function manyCards(count: number): BoardCard[] {
  const statuses = defaultBoard.columns.flatMap((column) => column.drop);
  return someCards(
    Array.from({ length: count }, (_, index) => ({
      title: `${titles[index % titles.length]} (${index + 1})`,
      status: statuses[index % statuses.length] ?? 'todo',
      priority: (['P2', 'P1', 'P2', 'P3', 'P0'] as const)[index % 5] ?? 'P2',
      labels: index % 3 === 0 ? ['bug', 'editor'] : index % 3 === 1 ? ['docs'] : [],
      agent: index % 4 === 0 ? null : index % 4 === 1 ? 'writer' : 'coder',
      checks: index % 2 === 0 ? { total: 3, passed: index % 4, failed: 0 } : { total: 0, passed: 0, failed: 0 },
      cost: index % 6 === 0 ? 0.12 : null,
      run: index % 6 === 0 ? runId(index + 1) : null,
      openDependencies: index % 7 === 0 ? 2 : 0,
      progress: index % 5 === 2 ? 40 : 0,
    })),
  );
}
