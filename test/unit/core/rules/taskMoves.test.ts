import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TaskStatus } from '../../../../src/core/model/taskStatus.ts';
import { moveTask } from '../../../../src/core/rules/taskMoves.ts';
import { aTask } from '../../../support/aTask.ts';
import { person } from '../../../support/storeScenario.ts';

test('each step of a card leaves its time on it', () => {
  let card = aTask();
  const go = (to: TaskStatus, at: number): void => {
    card = moveTask({ task: card, to, by: person, run: null }, null, at);
  };
  go('queued', 2000);
  go('running', 3000);
  go('failed', 4000);
  assert.deepEqual(
    [card.createdAt, card.queuedAt, card.startedAt, card.failedAt, card.completedAt, card.updatedAt],
    [1000, 2000, 3000, 4000, null, 4000],
  );
  go('queued', 5000);
  assert.deepEqual([card.queuedAt, card.failedAt], [5000, null]);
  go('running', 6000);
  go('done', 7000);
  assert.deepEqual([card.startedAt, card.completedAt, card.failedAt, card.updatedAt], [6000, 7000, null, 7000]);
});
