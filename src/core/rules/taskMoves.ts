import type { Run } from '../model/run.ts';
import type { Task } from '../model/task.ts';
import type { TaskStatus } from '../model/taskStatus.ts';
import { pendingApproval } from './approvals.ts';
import { withoutEvidence } from './checkList.ts';
import { assertTransition, type Move } from './transitions.ts';

const ended: ReadonlySet<TaskStatus> = new Set(['done', 'failed', 'canceled']);

/** Moves a task under the transition table and keeps times, attempts and notes true. `note` says why, for people. */
export function moveTask(move: Move, note: string | null, at: number): Task {
  assertTransition(move);
  const { task, to } = move;
  const next: Task = { ...task, status: to, statusReason: note, updatedAt: at, ...stamps(to, at) };
  if (to === 'done') next.progress = 100;
  if (ended.has(task.status)) reopen(next);
  if (task.status === 'review' && to === 'queued') {
    next.changeRequest = note;
    next.statusReason = null;
    next.attempts = 0;
  }
  if (to === 'done' || to === 'review') next.changeRequest = null;
  if (to !== 'running' && to !== 'waiting') next.lease = null;
  return next;
}

/** Gives a queued or waiting task to a run. */
export function leaseTask(task: Task, run: Run, lease: { holder: string; expires: number }, at: number): Task {
  const next = moveTask({ task, to: 'running', by: { kind: 'agent', name: run.agent }, run }, null, at);
  return { ...next, fence: run.fence, lease: { holder: lease.holder, run: run.id, fence: run.fence, expires: lease.expires } };
}

function stamps(to: TaskStatus, at: number): Partial<Task> {
  switch (to) {
    case 'queued':
      return { queuedAt: at };
    case 'running':
      return { startedAt: at };
    case 'done':
      return { completedAt: at, error: null };
    case 'failed':
      return { failedAt: at };
    case 'todo':
    case 'waiting':
    case 'review':
    case 'canceled':
      return {};
  }
}

/** A fresh start: the result stays readable, evidence and a used approval do not count again. */
function reopen(next: Task): void {
  next.attempts = 0;
  next.progress = 0;
  next.completedAt = null;
  next.failedAt = null;
  next.error = null;
  next.runAfter = null;
  next.checks = withoutEvidence(next.checks);
  next.approval = pendingApproval(next.approval.required);
}
