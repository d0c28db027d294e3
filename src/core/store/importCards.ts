import * as l10n from '@vscode/l10n';
import { sameJson } from '../base/json.ts';
import type { Actor } from '../model/actor.ts';
import type { Board } from '../model/board.ts';
import type { TaskId } from '../model/scalars.ts';
import type { Task, TaskDraft } from '../model/task.ts';
import { assertRoom, withoutExitGuards } from '../rules/boardRules.ts';
import type { ForeignCard } from './foreignStore.ts';
import type { TaskStore } from './taskStore.ts';

/** Cards of a foreign store arrive as if a program had proposed them, whoever made them there. */
const importer: Actor = { kind: 'program', name: 'import' };

/**
 * Adds the cards of a foreign store as new ones. Nothing that lets something happen comes along: they wait to be accepted, checks are
 * proposals, and agent, schedule, approval, lease, budget and evidence stay behind. Answers how many were added.
 */
export async function importCards(store: TaskStore, cards: readonly ForeignCard[], on: { at: number; board: Board }): Promise<number> {
  // They arrive where they stand, and leave no column of this board on the way.
  const board = withoutExitGuards(on.board);
  await assertAllFit(store, cards, board);
  const context = { actor: importer, at: on.at };
  const added = new Map<TaskId, Task>();
  for (const { task } of cards) {
    const draft = await freeDraft(store, task);
    const arrived = arrivedStatus(task);
    const own = await store.createTask(draft, 'import', arrived === 'todo' ? { ...context, board } : context);
    if (arrived !== 'todo') await store.moveTask(own.id, arrived, l10n.t('imported'), { ...context, board });
    added.set(task.id, own);
  }
  for (const { task, comments } of cards) {
    const own = added.get(task.id);
    if (!own) continue;
    const links = linksOf(task, added);
    if (links) await store.changeTask(own.id, links, context);
    for (const { by, text } of comments) await store.addComment(own.id, text, { actor: { kind: 'program', name: by.name }, at: on.at });
  }
  return added.size;
}

/** Work that was done or given up stays so; all else is to be done anew. */
function arrivedStatus({ status }: Task): 'todo' | 'done' | 'canceled' {
  return status === 'done' || status === 'canceled' ? status : 'todo';
}

/** All or none: what an import left half done would have to be sorted out by hand. */
async function assertAllFit(store: TaskStore, cards: readonly ForeignCard[], board: Board): Promise<void> {
  const counts = await store.countTasks();
  for (const { task } of cards) {
    const status = arrivedStatus(task);
    assertRoom(board, { ...task, status }, (each) => counts[each]);
    counts[status] += 1;
  }
}

/** The harmless part of a card. References that another card has already are left out. */
async function freeDraft(store: TaskStore, task: Task): Promise<TaskDraft> {
  const { title, description, labels, project, payload, metadata, priority, capabilities, risk, actionType, weight, due, eta } = task;
  const refs = await Promise.all(
    task.externalRefs.map(async (ref) => ((await store.findTaskByExternalRef(ref.system, ref.id)) ? [] : [ref])),
  );
  const plain = { title, description, project, payload, metadata, priority, risk, actionType, weight, due, eta };
  const names = { labels: labels.filter(isNotBlank), capabilities: capabilities.filter(isNotBlank) };
  const checks = task.checks
    .map(({ spec }) => spec)
    .filter((spec) => isNotBlank(spec.kind === 'command' ? spec.command : (spec.pattern ?? '**')));
  return { ...plain, ...names, externalRefs: refs.flat(), checks, approvalRequired: task.approval.required };
}

/** Older versions let blanks in. */
function isNotBlank(text: string): boolean {
  return text.trim() !== '';
}

/** Links among the imported cards, under their new ids. */
function linksOf(task: Task, added: ReadonlyMap<TaskId, Task>): Pick<Task, 'dependsOn' | 'relations' | 'parent'> | undefined {
  const dependsOn = [...new Set(task.dependsOn.flatMap((id) => added.get(id)?.id ?? []))];
  const unique = task.relations.filter((each, at, all) => all.findIndex((other) => sameJson(other, each)) === at);
  const relations = unique.flatMap(({ kind, task: other }) => {
    const own = other === task.id ? undefined : added.get(other);
    return own ? [{ kind, task: own.id }] : [];
  });
  const parent = (task.parent !== null && added.get(task.parent)?.id) || null;
  return dependsOn.length + relations.length > 0 || parent !== null ? { dependsOn, relations, parent } : undefined;
}
