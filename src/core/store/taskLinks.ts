import * as l10n from '@vscode/l10n';
import { UserError } from '../base/errors.ts';
import type { Relation, Task } from '../model/task.ts';
import { assertNoCycle } from '../rules/dependencies.ts';
import type { CutLink } from './keptTasks.ts';
import { findTaskByExternalRef, leadsTo } from './taskReads.ts';
import { noSuchTask, type WriteTransaction } from './writeTransaction.ts';

/** Refuses links to cards that do not exist, circles, and external references that another card has. */
export function assertLinks(transaction: WriteTransaction, before: Task | undefined, after: Task): void {
  if (before?.dependsOn !== after.dependsOn) assertDependencies(transaction, before, after);
  if (before?.relations !== after.relations) assertRelations(transaction, before, after);
  if (before?.parent !== after.parent) assertParents(transaction, before, after);
  if (before?.externalRefs !== after.externalRefs) assertRefsFree(transaction, after);
}

/** Only what is added can close a circle, and only for a card that others may lead to: a new one has none. */
function assertDependencies(transaction: WriteTransaction, before: Task | undefined, after: Task): void {
  const added = after.dependsOn.filter((id) => !before?.dependsOn.includes(id));
  for (const id of added) if (id !== after.id && !transaction.findNode(id)) throw noSuchTask(id);
  // One question for all of the way; only a circle is walked, to be named.
  if (before && leadsTo(transaction.reader, added, after.id))
    assertNoCycle({ ...after, dependsOn: added }, (id) => transaction.findNode(id));
}

/** What stood there before may stay: older versions let it in. */
function assertRelations(transaction: WriteTransaction, before: Task | undefined, after: Task): void {
  const count = (task: Task | undefined, { kind, task: other }: Relation): number =>
    task?.relations.filter((each) => each.kind === kind && each.task === other).length ?? 0;
  for (const relation of after.relations) {
    const known = count(before, relation);
    if (known >= count(after, relation)) continue;
    if (relation.task === after.id) throw new UserError('refused', l10n.t('#{0} cannot be linked to itself.', after.number));
    const { number } = transaction.getTask(relation.task);
    if (count(after, relation) > 1) throw new UserError('refused', l10n.t('The link to #{0} is named twice. Once is enough.', number));
  }
}

function assertParents(transaction: WriteTransaction, before: Task | undefined, task: Task): void {
  if (!before && task.parent !== null) transaction.getTask(task.parent);
  if (before && closesParents(transaction, task)) throw new UserError('refused', l10n.t('#{0} would be its own parent.', task.number));
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

/** Takes from a task what names a card that is going, and tells its history; answers what was taken. */
export function cutLinks(transaction: WriteTransaction, task: Task, gone: Task): CutLink {
  const dependsOn = task.dependsOn.filter((id) => id !== gone.id);
  const relations = task.relations.filter((relation) => relation.task !== gone.id);
  const child = task.parent === gone.id;
  const waited = dependsOn.length < task.dependsOn.length;
  transaction.putTask({ ...task, dependsOn, relations, parent: child ? null : task.parent });
  if (waited)
    transaction.tell(
      task.id,
      'task-change',
      gone.status === 'done'
        ? l10n.t('#{0}, which it depended on, was deleted', gone.number)
        : l10n.t('no longer waits for #{0}, which was deleted', gone.number),
    );
  if (child) transaction.tell(task.id, 'task-change', l10n.t('#{0}, which it was a part of, was deleted', gone.number));
  return { task: task.id, waited, child, relations: task.relations.filter((relation) => relation.task === gone.id) };
}

function assertRefsFree(transaction: WriteTransaction, task: Task): void {
  for (const { system, id } of task.externalRefs) {
    const other = findTaskByExternalRef(transaction.reader, system, id);
    if (!other || other.id === task.id) continue;
    throw new UserError('conflict', l10n.t('#{0} already stands for {1} in {2}.', other.number, id, system));
  }
}
