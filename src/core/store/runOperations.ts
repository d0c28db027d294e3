import * as z from 'zod';
import type { Actor } from '../model/actor.ts';
import type { Run } from '../model/run.ts';
import { Comment, Task } from '../model/task.ts';
import { moveTask } from '../rules/taskMoves.ts';
import { findAgent, saveAgent } from './agents.ts';
import { putComment } from './cardOperations.ts';
import { getHeldRun, getRun } from './heldRuns.ts';
import { stopRequests } from './requests.ts';
import { findLastRun } from './runs.ts';
import type { StoreCore } from './storeCore.ts';
import { tellMove } from './taskOperations.ts';
import type { RunOutcome, TaskStore } from './taskStore.ts';
import type { WriteTransaction } from './writeTransaction.ts';

type RunOperations = Pick<TaskStore, 'reportRun' | 'endRun' | 'requestCancel'>;

const longestComment = 200_000;

/** What a run says about itself, and how it ends. */
export function runOperations(core: StoreCore): RunOperations {
  return {
    async reportRun(key, report, context) {
      await core.write('run-report', z.null(), context, (transaction) => {
        const { task, run } = getHeldRun(transaction, key);
        const next: Run = { ...run, ...report.progress };
        if (report.waiting !== undefined) {
          next.status = report.waiting === null ? 'running' : 'waiting';
          const moved = moveTo(transaction, { task, run }, next.status, report.waiting);
          if (moved !== task) transaction.putTask(moved);
        }
        transaction.putRun(run, next);
        return () => null;
      });
    },

    async endRun(key, outcome, context) {
      const log = await core.parts.logs.sync(key.run);
      return core.write('run-end', Task, context, (transaction) => {
        const { task, run } = getHeldRun(transaction, key);
        const ended = endedRun({ ...run, ...log }, outcome, context.at);
        transaction.putTask(endedTask(transaction, { task, run }, outcome));
        transaction.putRun(run, ended);
        if (ended.endedAt !== null && ended.status !== 'interrupted') stopAsking(transaction, run);
        addResult(core, transaction, run, outcome);
        countForAgent(transaction, ended);
        transaction.audit('run-end', `run ${run.id}`, `#${task.number}: ${outcome.status}`);
        return () => transaction.saved(task.id);
      });
    },

    requestCancel(id, context) {
      return core.write('run-cancel', z.boolean(), context, (transaction) => {
        const run = getRun(transaction.reader, id);
        if (run.status === 'succeeded' || run.status === 'failed' || run.status === 'canceled') return () => false;
        const task = transaction.getTask(run.task);
        transaction.audit('run-cancel', `run ${run.id}`, `#${task.number}`);
        if (task.lease?.run === run.id) transaction.putRun(run, { ...run, cancelRequested: true });
        else cancelPaused(transaction, task, run);
        return () => true;
      });
    },
  };
}

/** Moves the task on behalf of its run; the same status only renews the reason. */
function moveTo(transaction: WriteTransaction, held: { task: Task; run: Run }, to: Task['status'], reason: string | null): Task {
  const { task, run } = held;
  if (task.status === to) return task.statusReason === reason ? task : { ...task, statusReason: reason, updatedAt: transaction.at };
  const by: Actor = { kind: 'agent', name: run.agent };
  const moved = moveTask({ task, to, by, run }, reason, transaction.at);
  tellMove(transaction, task, moved);
  return to === 'running' ? { ...moved, startedAt: task.startedAt } : moved;
}

function endedRun(run: Run, outcome: RunOutcome, at: number): Run {
  const { status, progress, error } = outcome;
  return { ...run, ...progress, status, endedAt: status === 'waiting' ? null : at, error: error ?? null };
}

function endedTask(transaction: WriteTransaction, held: { task: Task; run: Run }, outcome: RunOutcome): Task {
  const next = { ...moveTo(transaction, held, outcome.taskStatus, outcome.statusReason), lease: null, updatedAt: transaction.at };
  if (outcome.result !== undefined) next.result = outcome.result;
  if (outcome.error !== undefined) next.error = outcome.error;
  if (outcome.runAfter !== undefined) next.runAfter = outcome.runAfter;
  return next;
}

function stopAsking(transaction: WriteTransaction, run: Run): void {
  const { sql, params } = stopRequests(run.id, transaction.actor, transaction.at);
  transaction.run(sql, params);
  transaction.touchOthers();
}

/** Nobody holds the run, so nobody would react: it ends at once. Its task ends too when it waits for just this run. */
function cancelPaused(transaction: WriteTransaction, task: Task, run: Run): void {
  transaction.putRun(run, { ...run, status: 'canceled', endedAt: run.endedAt ?? transaction.at });
  stopAsking(transaction, run);
  if (task.status !== 'waiting' || findLastRun(transaction.reader, task.id)?.id !== run.id) return;
  const canceled = moveTask({ task, to: 'canceled', by: transaction.actor, run: null }, null, transaction.at);
  transaction.putTask(canceled);
  tellMove(transaction, task, canceled);
}

function addResult(core: StoreCore, transaction: WriteTransaction, run: Run, outcome: RunOutcome): void {
  if (outcome.result === undefined || outcome.result === '') return;
  const text = outcome.result.slice(0, longestComment);
  const by: Actor = { kind: 'agent', name: run.agent };
  putComment(transaction, Comment.parse({ id: core.parts.ids.next(), task: run.task, by, text, at: transaction.at }));
}

/** Reliability is measured: only real runs that ended by themselves count. */
function countForAgent(transaction: WriteTransaction, run: Run): void {
  const agent = findAgent(transaction.reader, run.agent);
  if (!agent || run.simulated || (run.status !== 'succeeded' && run.status !== 'failed')) return;
  const { sql, params } = saveAgent({ ...agent, [run.status]: agent[run.status] + 1 });
  transaction.run(sql, params);
  transaction.touchOthers();
}
