import type { Actor } from '../../src/core/model/actor.ts';
import type { CheckResult } from '../../src/core/model/check.ts';
import type { Effect } from '../../src/core/model/effect.ts';
import type { RunEventBody } from '../../src/core/model/runEvent.ts';
import { RunId } from '../../src/core/model/scalars.ts';
import type { Task, TaskDraft } from '../../src/core/model/task.ts';
import { noUsage } from '../../src/core/model/usage.ts';
import type { ClaimRequest, RunKey, RunOutcome, TaskStore, WriteContext } from '../../src/core/store/taskStore.ts';

/** One thing that every task store does. */
export type ConformanceTest = readonly [name: string, run: (store: TaskStore) => Promise<void>];

export const person: Actor = { kind: 'person', name: 'ada' };
export const agent: Actor = { kind: 'agent', name: 'coder' };
export const program: Actor = { kind: 'program', name: 'outside' };

/** A write by somebody, at a time that the test names. */
export function by(actor: Actor, at = 1000, operation?: string): WriteContext {
  return { actor, at, ...(operation !== undefined && { operation }) };
}

let runs = 0;

export function newRunId(): RunId {
  runs += 1;
  return RunId.parse(`R${String(runs).padStart(25, '0')}`);
}

export function aClaim(change: Partial<ClaimRequest> = {}): ClaimRequest {
  return { run: newRunId(), agent: 'coder', holder: 'here', leaseUntil: 61_000, simulated: false, ...change };
}

/** Puts a card into the queue. */
export function addQueued(store: TaskStore, draft: Partial<TaskDraft> = {}, context = by(person)): Promise<Task> {
  return store.createTask({ title: 'do it', status: 'queued', ...draft }, 'test', context);
}

/** Claims and fails the test when there is nothing to claim. */
export async function claim(store: TaskStore, change: Partial<ClaimRequest> = {}, at = 1000): Promise<{ task: Task; key: RunKey }> {
  const claimed = await store.claimTask(aClaim(change), by(agent, at));
  if (!claimed) throw new Error('nothing to claim');
  return { task: claimed.task, key: { run: claimed.run.id, fence: claimed.run.fence } };
}

export function anOutcome(change: Partial<RunOutcome> = {}): RunOutcome {
  const progress = { usage: noUsage, cost: null, steps: 1 };
  return { status: 'succeeded', taskStatus: 'review', statusReason: null, progress, ...change };
}

export function aResult(passed: boolean, at = 1000): CheckResult {
  return { passed, at, duration: 5, summary: passed ? 'exit code 0' : 'exit code 1', output: '' };
}

export const commandCheck = { kind: 'command', command: 'npm test', timeLimit: 300 } as const;

export function toolStart(callId: string, effects: Effect[]): RunEventBody {
  return { type: 'tool-start', callId, tool: 'run_command', summary: `step ${callId}`, input: {}, effects };
}

export function toolEnd(callId: string): RunEventBody {
  return { type: 'tool-end', callId, tool: 'run_command', text: 'ok', failed: false, duration: 1 };
}

export const commandEffect: Effect = { kind: 'command', command: 'make', folder: { root: 'w', path: '' }, background: false };
