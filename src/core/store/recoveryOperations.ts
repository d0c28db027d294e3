import { UserError } from '../base/errors.ts';
import { Run } from '../model/run.ts';
import type { RunEvent } from '../model/runEvent.ts';
import type { Lease, Task } from '../model/task.ts';
import { recoverTask } from '../rules/recovery.ts';
import { moveTask } from '../rules/taskMoves.ts';
import { insertRequest, stopRequests } from './requests.ts';
import { findRun, listLiveRuns } from './runs.ts';
import type { StoreCore } from './storeCore.ts';
import { tellMove } from './taskOperations.ts';
import { findTask } from './taskReads.ts';
import type { TaskStore, WriteContext } from './taskStore.ts';
import type { WriteTransaction } from './writeTransaction.ts';

const everyEvent = Number.MAX_SAFE_INTEGER;

/** Taking runs away from holders that are gone. */
export function recoveryOperations(core: StoreCore): Pick<TaskStore, 'recoverRuns'> {
  return {
    async recoverRuns(context, isGone = () => false) {
      core.assertWritable();
      const recovered: Run[] = [];
      const lost = (lease: Lease): boolean => lease.expires <= context.at || isGone(lease.holder);
      for (const run of listLiveRuns(core.reader)) {
        const interrupted = await recoverRun(core, run, lost, context).catch((error: unknown) => leaveDamaged(core, error));
        if (interrupted) recovered.push(interrupted);
      }
      return recovered;
    },
  };
}

/** The run of a damaged card stays as it is; the others are recovered, and the board opens. */
function leaveDamaged(core: StoreCore, error: unknown): undefined {
  if (!(error instanceof UserError) || error.code !== 'damaged') throw error;
  core.parts.log.warn(`a run could not be recovered: ${error.message}`);
}

async function recoverRun(core: StoreCore, seen: Run, lost: (lease: Lease) => boolean, context: WriteContext): Promise<Run | undefined> {
  if (!lostLease(core, seen, lost)) return undefined;
  const events = await core.parts.logs.read(seen.id, 0, everyEvent);
  const log = await core.parts.logs.sync(seen.id);
  const recovered = await core.write('run-recover', Run.nullable(), { actor: context.actor, at: context.at }, (transaction) => {
    const task = lostLease(core, seen, lost);
    const run = findRun(core.reader, seen.id);
    if (!task || !run) return () => null;
    const interrupted: Run = { ...run, ...log, status: 'interrupted', endedAt: context.at };
    interrupt(transaction, { task, run, interrupted }, events);
    return () => interrupted;
  });
  return recovered ?? undefined;
}

/** The task of a run whose lease ran out or whose holder is gone. A paused run has no lease and nothing to lose. */
function lostLease(core: StoreCore, run: Run, lost: (lease: Lease) => boolean): Task | undefined {
  const task = findTask(core.reader, run.task);
  return task?.lease?.run === run.id && lost(task.lease) ? task : undefined;
}

function interrupt(transaction: WriteTransaction, held: { task: Task; run: Run; interrupted: Run }, events: readonly RunEvent[]): void {
  const { task, run, interrupted } = held;
  const { actor, at } = transaction;
  const { taskStatus, reason, question } = recoverTask(task, events);
  const same = task.status === taskStatus;
  const moved = same ? { ...task, statusReason: reason, updatedAt: at } : moveTask({ task, to: taskStatus, by: actor, run }, reason, at);
  transaction.putTask({ ...moved, lease: null, error: taskStatus === 'failed' ? reason : task.error });
  transaction.putRun(run, interrupted);
  tellMove(transaction, task, moved);
  const stop = stopRequests(run.id, actor, at);
  transaction.run(stop.sql, stop.params);
  transaction.touchOthers();
  transaction.audit('run-recover', `run ${run.id}`, `#${task.number}: ${task.status} → ${taskStatus}`);
  if (question === undefined) return;
  const body = { kind: 'interrupted' as const, message: question };
  const request = insertRequest({
    id: `${run.id}-${run.fence}`,
    task: task.id,
    run: run.id,
    at,
    body,
    answer: null,
    answeredAt: null,
    answeredBy: null,
  });
  transaction.run(request.sql, request.params);
}
