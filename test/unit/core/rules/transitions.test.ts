import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Task } from '../../../../src/core/model/task.ts';
import { statusNames } from '../../../../src/core/model/statusNames.ts';
import { TaskStatus } from '../../../../src/core/model/taskStatus.ts';
import { assertTransition, nextStatuses, type Move } from '../../../../src/core/rules/transitions.ts';
import { aRun, aRunId, aTask } from '../../../support/aTask.ts';
import { agent, aResult, commandCheck, person } from '../../../support/storeScenario.ts';

function refusal(move: Partial<Move> & Pick<Move, 'task' | 'to'>): string | undefined {
  try {
    assertTransition({ by: person, run: null, ...move });
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

const lease = { holder: 'h', run: aRunId, fence: 1, expires: 9000 };
const check = { id: 'c1', spec: commandCheck, state: 'accepted' as const, by: person, baseline: aResult(false), latest: aResult(true) };

test('a person moves a free card along the table of the design and nowhere else', () => {
  const table: Record<TaskStatus, string> = {
    todo: 'queued running done failed canceled',
    queued: 'running todo done failed canceled',
    running: 'waiting review done failed queued todo canceled',
    waiting: 'running queued review done failed canceled',
    review: 'done queued todo failed canceled',
    done: 'queued todo',
    failed: 'queued todo',
    canceled: 'queued todo',
  };
  for (const from of TaskStatus.options) {
    assert.deepEqual(nextStatuses(from).sort(), table[from].split(' ').sort());
    for (const to of TaskStatus.options) {
      const message = refusal({ task: aTask({ status: from }), to });
      assert.equal(message === undefined, table[from].split(' ').includes(to), `${from} → ${to}`);
      if (message !== undefined) assert.match(message, new RegExp(`#1 .*"${statusNames()[from]}" to "${statusNames()[to]}"`));
    }
  }
});

test('what a run holds is not moved by hand', () => {
  for (const from of ['running', 'waiting'] as const) {
    for (const to of nextStatuses(from)) assert.match(refusal({ task: aTask({ status: from, lease }), to }) ?? '', /cancel the run first/);
  }
});

test('an agent never calls a card done by hand', () => {
  for (const from of ['todo', 'queued', 'running', 'waiting', 'review'] as const) {
    assert.match(refusal({ task: aTask({ status: from }), to: 'done', by: agent }) ?? '', /an agent may propose/);
  }
});

test('a run finishes its card only with checks that turned green during it', () => {
  const finish = (task: Partial<Task>, run = aRun()): string | undefined =>
    refusal({ task: aTask({ status: 'running', lease, ...task }), to: 'done', by: agent, run });
  assert.equal(finish({ checks: [check] }), undefined);
  assert.match(finish({ checks: [] }) ?? '', /no accepted check/);
  assert.match(finish({ checks: [{ ...check, state: 'proposed' }] }) ?? '', /no accepted check/);
  assert.match(finish({ checks: [check, { ...check, id: 'c2', latest: aResult(false) }] }) ?? '', /"npm test" has not passed/);
  assert.match(finish({ checks: [{ ...check, latest: aResult(true, 999) }] }) ?? '', /has not passed in this run/);
  assert.match(finish({ checks: [{ ...check, baseline: aResult(true) }] }) ?? '', /already passing/);
  assert.match(finish({ checks: [{ ...check, baseline: null }] }) ?? '', /already passing/);
  assert.match(finish({ checks: [check] }, aRun({ simulated: true })) ?? '', /simulated/);
});

test('attempts decide whether a run may put its card back or give it up', () => {
  const run = aRun();
  assert.equal(refusal({ task: aTask({ status: 'running', lease, attempts: 2 }), to: 'queued', run }), undefined);
  assert.match(refusal({ task: aTask({ status: 'running', lease, attempts: 3 }), to: 'queued', run }) ?? '', /all 3 attempts/);
  assert.match(refusal({ task: aTask({ status: 'queued', attempts: 2 }), to: 'failed', run }) ?? '', /attempts left/);
  assert.equal(refusal({ task: aTask({ status: 'queued', attempts: 3 }), to: 'failed', run }), undefined);
});
