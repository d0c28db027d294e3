import * as l10n from '@vscode/l10n';
import * as z from 'zod';
import { UserError } from '../base/errors.ts';
import { Run } from '../model/run.ts';
import type { RunId } from '../model/scalars.ts';
import { runStatusNames, statusNames } from '../model/statusNames.ts';
import { Task } from '../model/task.ts';
import { noUsage } from '../model/usage.ts';
import { claimBlockers } from '../rules/claiming.ts';
import { leaseTask } from '../rules/taskMoves.ts';
import { findAgent } from './agents.ts';
import { getHeldRun, getRun } from './heldRuns.ts';
import { parseInput } from './parseInput.ts';
import type { RowReader } from './rows.ts';
import { countLive, findLastRun, findRun } from './runs.ts';
import type { StoreCore } from './storeCore.ts';
import { listClaimable } from './taskReads.ts';
import type { ClaimRequest, TaskStore } from './taskStore.ts';
import { tellMove } from './taskOperations.ts';
import type { WriteTransaction } from './writeTransaction.ts';

const Claimed = z.strictObject({ task: Task, run: Run });

type ClaimOperations = Pick<TaskStore, 'claimTask' | 'resumeRun' | 'renewLease'>;

/** Who works on what: taking, keeping and taking up again. */
export function claimOperations(core: StoreCore): ClaimOperations {
  return {
    async claimTask(claim, context) {
      const claimed = await core.write('task-claim', Claimed.nullable(), context, (transaction) => {
        const task = claimable(transaction, claim);
        if (!task) return () => null;
        const { task: leased, run } = takeTask(transaction, task, claim);
        return () => ({ task: transaction.saved(leased.id), run });
      });
      return claimed ?? undefined;
    },

    resumeRun(id, holder, leaseUntil, context) {
      return core.write('run-resume', Claimed, context, (transaction) => {
        const { task, run: before } = resumable(transaction, id);
        const run: Run = { ...before, fence: task.fence + 1, status: 'running', endedAt: null, error: null, cancelRequested: false };
        const leased = leaseTask(task, run, { holder, expires: leaseUntil }, context.at);
        transaction.putTask({ ...leased, startedAt: task.startedAt ?? context.at });
        transaction.putRun(before, run);
        tellMove(transaction, task, leased);
        return () => ({ task: transaction.saved(task.id), run });
      });
    },

    async renewLease(key, until) {
      const { task, run, lease } = getHeldRun(core, key);
      const renewed = JSON.stringify({ ...lease, expires: until });
      await core.writeSilently([{ sql: 'UPDATE tasks SET lease = ? WHERE id = ?', params: [renewed, task.id] }]);
      return { cancelRequested: run.cancelRequested };
    },
  };
}

/** The task that the claim may have now. Nothing to claim is an answer, never an error. */
function claimable(transaction: WriteTransaction, claim: ClaimRequest): Task | undefined {
  if (!hasRoom(transaction.reader, claim.agent)) return undefined;
  const ids = claim.task === undefined ? listClaimable(transaction.reader, claim.agent, transaction.at) : [claim.task];
  const id = claim.task ?? ids.find((each) => !transaction.isDamaged(each));
  const task = id && transaction.findTask(id);
  return task && claimBlockers(task, transaction.at).length === 0 ? task : undefined;
}

/** A known agent takes no more tasks than it states, and none while it is set offline. */
function hasRoom(reader: RowReader, name: string): boolean {
  const agent = findAgent(reader, name);
  return !agent || (!agent.offline && countLive(reader, agent.name) < agent.maxConcurrent);
}

function takeTask(transaction: WriteTransaction, task: Task, claim: ClaimRequest): { task: Task; run: Run } {
  const { at } = transaction;
  if (findRun(transaction.reader, claim.run)) throw new UserError('conflict', l10n.t('There is already a run {0}.', claim.run));
  const run = parseInput(Run, {
    id: claim.run,
    task: task.id,
    attempt: task.attempts + 1,
    agent: claim.agent,
    runner: 'builtin',
    simulated: claim.simulated,
    fence: task.fence + 1,
    status: 'running',
    usage: noUsage,
    cost: null,
    steps: 0,
    startedAt: at,
    endedAt: null,
    error: null,
    cancelRequested: false,
    eventCount: 0,
    logBytes: 0,
  });
  const leased = leaseTask(task, run, { holder: claim.holder, expires: claim.leaseUntil }, at);
  const assigned = task.agent === null ? { agent: claim.agent, assignedAt: at } : {};
  const next: Task = { ...leased, ...assigned, attempts: run.attempt, progress: 0, error: null, runAfter: null };
  transaction.putTask(next);
  transaction.putRun(undefined, run);
  const by = claim.reason === undefined ? claim.agent : l10n.t('{0} ({1})', claim.agent, claim.reason);
  transaction.tell(
    task.id,
    'status-change',
    l10n.t('{0} → {1}: attempt {2} by {3}', statusNames()[task.status], statusNames().running, run.attempt, by),
  );
  return { task: next, run };
}

/** A run that paused or was cut off, whose task nobody has taken since. */
function resumable(transaction: WriteTransaction, id: RunId): { task: Task; run: Run } {
  const run = getRun(transaction.reader, id);
  const task = transaction.getTask(run.task);
  const paused = run.status === 'waiting' || run.status === 'interrupted';
  if (!paused)
    throw new UserError(
      'refused',
      l10n.t('The status of the run is "{0}"; only a waiting or interrupted run can go on.', runStatusNames()[run.status]),
    );
  if (task.lease) throw new UserError('conflict', l10n.t('#{0} is being worked on elsewhere.', task.number));
  if (findLastRun(transaction.reader, task.id)?.id !== run.id) throw new UserError('refused', l10n.t('#{0} has a newer run.', task.number));
  return { task, run };
}
