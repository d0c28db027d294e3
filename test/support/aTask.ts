import type { Run } from '../../src/core/model/run.ts';
import { RunId, TaskId } from '../../src/core/model/scalars.ts';
import type { Task } from '../../src/core/model/task.ts';
import { noUsage } from '../../src/core/model/usage.ts';
import { taskOfDraft } from '../../src/core/rules/taskDrafts.ts';
import { person } from './storeScenario.ts';

const aTaskId = TaskId.parse('0'.repeat(26));
export const aRunId = RunId.parse('0'.repeat(26));

/** A card of a person, as a test wants it. */
export function aTask(change: Partial<Task> = {}): Task {
  const made = { id: aTaskId, number: 1, rank: 'a0', door: 'test', by: person, at: 1000 };
  return { ...taskOfDraft({ title: 'do it' }, made), ...change };
}

export function aRun(change: Partial<Run> = {}): Run {
  return {
    id: aRunId,
    task: aTaskId,
    attempt: 1,
    agent: 'coder',
    runner: 'builtin',
    simulated: false,
    fence: 1,
    status: 'running',
    usage: noUsage,
    cost: null,
    steps: 0,
    startedAt: 1000,
    endedAt: null,
    error: null,
    cancelRequested: false,
    eventCount: 0,
    logBytes: 0,
    ...change,
  };
}
