import * as l10n from '@vscode/l10n';
import { UserError } from '../base/errors.ts';
import type { Task } from '../model/task.ts';
import { assertNoCycle } from '../rules/dependencies.ts';
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
  const seen = new Set([task.id]);
  for (let parent = task.parent; parent !== null; parent = transaction.getTask(parent).parent) {
    if (seen.has(parent)) throw new UserError('refused', l10n.t('#{0} would be its own parent.', task.number));
    seen.add(parent);
  }
}

function assertRefsFree(transaction: WriteTransaction, task: Task): void {
  for (const { system, id } of task.externalRefs) {
    const other = findTaskByExternalRef(transaction.reader, system, id);
    if (!other || other.id === task.id) continue;
    throw new UserError('conflict', l10n.t('#{0} already stands for {1} in {2}.', other.number, id, system));
  }
}
