import * as l10n from '@vscode/l10n';
import * as z from 'zod';
import { UserError } from '../base/errors.ts';
import type { RunId } from '../model/scalars.ts';
import { Task, type TaskRef } from '../model/task.ts';
import { assertRoom } from '../rules/boardRules.ts';
import { findKeptTask, forgetTask, listKeptBefore, listKeptRuns } from './keptTasks.ts';
import { restoreTask } from './restoring.ts';
import type { StoreCore } from './storeCore.ts';
import { cutLinks } from './taskLinks.ts';
import { countTasks } from './taskQueries.ts';
import { listDependents, listRelated } from './taskReads.ts';
import type { TaskStore } from './taskStore.ts';
import type { WriteTransaction } from './writeTransaction.ts';

/** How long a deleted card can be restored. */
const keptFor = 30 * 24 * 60 * 60_000;

/** Taking cards off the board, and back. */
export function deleteOperations(core: StoreCore): Pick<TaskStore, 'deleteTask' | 'restoreTask'> {
  return {
    async deleteTask(ref, context) {
      let forgotten: RunId[] = [];
      await core.write('task-delete', z.null(), context, (transaction) => {
        removeTask(transaction, transaction.getTask(ref));
        forgotten = forgetOld(transaction);
        return () => null;
      });
      for (const run of forgotten) await core.parts.logs.remove(run);
    },

    restoreTask(ref, context) {
      return core.write('task-restore', Task, context, (transaction) => {
        if (context.actor.kind === 'agent') throw new UserError('refused', l10n.t('An agent may not restore a card.'));
        const kept = findKeptTask(transaction.reader, ref);
        if (!kept) throw nothingKept(transaction, ref);
        if (context.board) assertRoom(context.board, kept.task, (status) => countTasks(transaction.reader)[status]);
        restoreTask(transaction, kept);
        return () => transaction.saved(kept.task.id);
      });
    },
  };
}

function removeTask(transaction: WriteTransaction, task: Task): void {
  if (task.lease)
    throw new UserError('refused', l10n.t('#{0} cannot be deleted: a run is working on it; cancel the run first.', task.number));
  if (transaction.actor.kind === 'agent') throw new UserError('refused', l10n.t('An agent may not delete a card.'));
  const linked = new Set([...listDependents(transaction.reader, task.id), ...listRelated(transaction.reader, task.id)]);
  linked.delete(task.id);
  // A damaged card is left as it is; that it names a card that is gone is the least of it.
  const whole = [...linked].filter((id) => !transaction.isDamaged(id));
  const cut = whole.map((id) => cutLinks(transaction, transaction.getTask(id), task.id));
  transaction.removeTask(task, cut);
  transaction.touchOthers();
  transaction.audit('task-delete', `task ${task.number}`, task.title);
}

/** Forgets what was deleted long ago; answers the runs whose logs can go once that is durable. */
function forgetOld(transaction: WriteTransaction): RunId[] {
  const old = listKeptBefore(transaction.reader, transaction.at - keptFor);
  for (const { sql, params } of old.flatMap(forgetTask)) transaction.run(sql, params);
  return old.flatMap((id) => listKeptRuns(transaction.reader, id));
}

function nothingKept(transaction: WriteTransaction, ref: TaskRef): UserError {
  const name = typeof ref === 'number' ? `#${ref}` : ref;
  if (transaction.findTask(ref)) return new UserError('refused', l10n.t('{0} is not deleted.', name));
  return new UserError('not-found', l10n.t('There is no deleted card {0} to restore. Deleted cards are kept for 30 days.', name));
}
