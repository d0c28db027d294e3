import * as l10n from '@vscode/l10n';
import { UserError } from '../base/errors.ts';
import type { TaskId } from '../model/scalars.ts';
import type { Task } from '../model/task.ts';
import { assertNoCycle } from '../rules/dependencies.ts';
import type { CutLink } from './keptTasks.ts';
import { findTaskByExternalRef } from './taskReads.ts';
import type { WriteTransaction } from './writeTransaction.ts';

/** Refuses links to cards that do not exist, circles, and external references that another card has. */
export function assertLinks(transaction: WriteTransaction, before: Task | undefined, after: Task): void {
  if (before?.dependsOn !== after.dependsOn) {
    for (const id of after.dependsOn) if (id !== after.id) transaction.getTask(id);
    assertNoCycle(after, (id) => transaction.findTask(id));
  }
  if (before?.relations !== after.relations) for (const relation of after.relations) transaction.getTask(relation.task);
  if (before?.parent !== after.parent) assertParents(transaction, after);
  if (before?.externalRefs !== after.externalRefs) assertRefsFree(transaction, after);
}

function assertParents(transaction: WriteTransaction, task: Task): void {
  if (closesParents(transaction, task)) throw new UserError('refused', l10n.t('#{0} would be its own parent.', task.number));
}

/** True when the line of parents leads back to the task. */
export function closesParents(transaction: WriteTransaction, task: Task): boolean {
  const seen = new Set([task.id]);
  for (let parent = task.parent; parent !== null; parent = transaction.getTask(parent).parent) {
    if (seen.has(parent)) return true;
    seen.add(parent);
  }
  return false;
}

/** Takes from a task what names a card that is going; answers what was taken. */
export function cutLinks(transaction: WriteTransaction, task: Task, gone: TaskId): CutLink {
  const dependsOn = task.dependsOn.filter((id) => id !== gone);
  const relations = task.relations.filter((relation) => relation.task !== gone);
  const child = task.parent === gone;
  transaction.putTask({ ...task, dependsOn, relations, parent: child ? null : task.parent });
  const waited = dependsOn.length < task.dependsOn.length;
  return { task: task.id, waited, child, relations: task.relations.filter((relation) => relation.task === gone) };
}

function assertRefsFree(transaction: WriteTransaction, task: Task): void {
  for (const { system, id } of task.externalRefs) {
    const other = findTaskByExternalRef(transaction.reader, system, id);
    if (!other || other.id === task.id) continue;
    throw new UserError('conflict', l10n.t('#{0} already stands for {1} in {2}.', other.number, id, system));
  }
}
