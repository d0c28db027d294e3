import * as l10n from '@vscode/l10n';
import { sameJson } from '../base/json.ts';
import type { Task } from '../model/task.ts';
import { cycleOf } from '../rules/dependencies.ts';
import { rankBetween } from '../rules/ranks.ts';
import { returnBelongings, type CutLink, type KeptTask } from './keptTasks.ts';
import { closesParents } from './taskLinks.ts';
import { findTaskByExternalRef, isRankTaken, neighbourRank } from './taskReads.ts';
import type { WriteTransaction } from './writeTransaction.ts';

/**
 * Brings a kept card back as it was, with all that hung off it. What no longer fits the board of today (a card it named is gone, an
 * external reference has a new owner, a link would close a circle) is left out, and the card's history says so.
 */
export function restoreTask(transaction: WriteTransaction, kept: KeptTask): void {
  for (const { sql, params } of returnBelongings(kept.task.id)) transaction.run(sql, params);
  const { task, lost } = fitted(transaction, kept.task);
  transaction.putTask(task);
  transaction.sumRuns(task.id);

  for (const link of kept.cut) lost.push(...joinLinks(transaction, task, link));
  transaction.touchOthers();
  transaction.tell(task.id, 'task-restore', l10n.t('restored by {0}', transaction.actor.name));
  if (lost.length > 0) transaction.tell(task.id, 'task-restore', l10n.t('could not be restored: {0}', lost.join('; ')));
  transaction.audit('task-restore', `task ${task.number}`, task.title);
}

function fitted(transaction: WriteTransaction, task: Task): { task: Task; lost: string[] } {
  const isThere = (id: Task['id']): boolean => transaction.findTask(id) !== undefined;
  const isFree = ({ system, id }: Task['externalRefs'][number]): boolean =>
    findTaskByExternalRef(transaction.reader, system, id) === undefined;
  const dependsOn = task.dependsOn.filter(isThere);
  const relations = task.relations.filter((relation) => isThere(relation.task));
  const parent = task.parent !== null && isThere(task.parent) ? task.parent : null;
  const externalRefs = task.externalRefs.filter(isFree);
  const lost: string[] = [];
  if (dependsOn.length < task.dependsOn.length) lost.push(l10n.t('dependencies on cards that are deleted'));
  if (relations.length < task.relations.length) lost.push(l10n.t('relations to cards that are deleted'));
  if (parent !== task.parent) lost.push(l10n.t('its parent, which is deleted'));
  for (const ref of task.externalRefs)
    if (!isFree(ref)) lost.push(l10n.t('{0} in {1}, which another card stands for now', ref.id, ref.system));
  return { task: { ...task, dependsOn, relations, parent, externalRefs, rank: freeRank(transaction, task.rank) }, lost };
}

/** The old place, or the one behind the card that has it now; the end of the board when there is no room. */
function freeRank(transaction: WriteTransaction, rank: string): string {
  const { reader } = transaction;
  if (!isRankTaken(reader, rank)) return rank;
  const next = rankBetween(rank, neighbourRank(reader, rank, 'above')) ?? rankBetween(neighbourRank(reader, null, 'below'), null);
  if (next === undefined) throw new Error('no rank for the restored card');
  return next;
}

/** Lets another card name this one again; answers what no longer fits. */
function joinLinks(transaction: WriteTransaction, restored: Task, link: CutLink): string[] {
  const other = transaction.findTask(link.task);
  if (!other) return [];
  const lost: string[] = [];
  const next = { ...other };
  if (link.relations.length > 0)
    next.relations = [
      ...other.relations,
      ...link.relations.filter((relation) => !other.relations.some((each) => sameJson(each, relation))),
    ];
  if (link.waited && !other.dependsOn.includes(restored.id)) {
    const waiting = { ...other, dependsOn: [...other.dependsOn, restored.id] };
    if (cycleOf(waiting, (id) => transaction.findNode(id)) === undefined) {
      next.dependsOn = waiting.dependsOn;
      const again =
        restored.status === 'done'
          ? l10n.t('depends on #{0} again, which was restored', restored.number)
          : l10n.t('waits for #{0} again, which was restored', restored.number);
      transaction.tell(other.id, 'task-change', again);
    } else lost.push(l10n.t('that #{0} waits for it, since it waits for #{0} now', other.number));
  }
  if (link.child) {
    if (other.parent === null && !closesParents(transaction, { ...other, parent: restored.id })) next.parent = restored.id;
    else lost.push(l10n.t('that it is the parent of #{0}', other.number));
  }
  transaction.putTask(next);
  return lost;
}
