import * as l10n from '@vscode/l10n';
import * as z from 'zod';
import { UserError } from '../base/errors.ts';
import type { RunId } from '../model/scalars.ts';
import { FreedTask, Task, type TaskRef } from '../model/task.ts';
import { assertRoom } from '../rules/boardRules.ts';
import { findKeptTask, forgetTask, listKeptBefore, listKeptRuns } from './keptTasks.ts';
import { restoreTask } from './restoring.ts';
import { daysInUse } from './storeDays.ts';
import type { StoreCore } from './storeCore.ts';
import { cutLinks } from './taskLinks.ts';
import { countTasks } from './taskQueries.ts';
import { listDependents, listRelated } from './taskReads.ts';
import type { TaskStore } from './taskStore.ts';
import type { WriteTransaction } from './writeTransaction.ts';

/** On how many more days the store is written before a deleted card may be forgotten. */
const keptFor = 30;

/** Taking cards off the board, and back. */
export function deleteOperations(core: StoreCore): Pick<TaskStore, 'deleteTask' | 'restoreTask'> {
  return {
    async deleteTask(ref, context) {
      let forgotten: RunId[] = [];
      const freed = await core.write('task-delete', z.array(FreedTask), context, (transaction) => {
        const held = removeTask(transaction, transaction.getTask(ref));
        forgotten = forgetOld(transaction);
        return () => held.map(({ id, number, title, status }) => ({ id, number, title, status }));
      });
      for (const run of forgotten) await core.parts.logs.remove(run);
      return freed;
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

/** Answers the cards that it held back. */
function removeTask(transaction: WriteTransaction, task: Task): Task[] {
  if (task.lease)
    throw new UserError('refused', l10n.t('#{0} cannot be deleted: a run is working on it; cancel the run first.', task.number));
  if (transaction.actor.kind === 'agent') throw new UserError('refused', l10n.t('An agent may not delete a card.'));
  const linked = new Set([...listDependents(transaction.reader, task.id), ...listRelated(transaction.reader, task.id)]);
  linked.delete(task.id);
  // A damaged card is left as it is; that it names a card that is gone is the least of it.
  const others = [...linked].filter((id) => !transaction.isDamaged(id)).map((id) => transaction.getTask(id));
  const cut = others.map((other) => cutLinks(transaction, other, task));
  transaction.removeTask(task, cut);
  transaction.touchOthers();
  transaction.audit('task-delete', `task ${task.number}`, task.title);
  const ended: readonly Task['status'][] = ['done', 'canceled'];
  return task.status === 'done' ? [] : others.filter((other) => other.dependsOn.includes(task.id) && !ended.includes(other.status));
}

/** Forgets what was deleted long ago; answers the runs whose logs can go once that is durable. */
function forgetOld(transaction: WriteTransaction): RunId[] {
  const old = listKeptBefore(transaction.reader, daysInUse(transaction.reader, transaction.at) - keptFor);
  for (const { sql, params } of old.flatMap(forgetTask)) transaction.run(sql, params);
  return old.flatMap((id) => listKeptRuns(transaction.reader, id));
}

function nothingKept(transaction: WriteTransaction, ref: TaskRef): UserError {
  const name = typeof ref === 'number' ? `#${ref}` : ref;
  if (transaction.findTask(ref)) return new UserError('refused', l10n.t('{0} is not deleted.', name));
  return new UserError('not-found', l10n.t('There is no deleted card {0} to restore. Deleted cards are kept for 30 days.', name));
}
