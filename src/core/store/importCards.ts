import * as l10n from '@vscode/l10n';
import { sameJson } from '../base/json.ts';
import type { Actor } from '../model/actor.ts';
import type { TaskId } from '../model/scalars.ts';
import type { Task, TaskDraft } from '../model/task.ts';
import type { ForeignCard } from './foreignStore.ts';
import type { TaskStore } from './taskStore.ts';

/** Cards of a foreign store arrive as if a program had proposed them, whoever made them there. */
const importer: Actor = { kind: 'program', name: 'import' };

/**
 * Adds the cards of a foreign store as new ones. Nothing that lets something happen comes along: they wait to be accepted, checks are
 * proposals, and agent, schedule, approval, lease, budget and evidence stay behind. Answers how many were added.
 */
export async function importCards(store: TaskStore, cards: readonly ForeignCard[], at: number): Promise<number> {
  const context = { actor: importer, at };
  const added = new Map<TaskId, Task>();
  for (const { task } of cards) added.set(task.id, await store.createTask(await freeDraft(store, task), 'import', context));
  for (const { task, comments } of cards) {
    const own = added.get(task.id);
    if (!own) continue;
    const links = linksOf(task, added);
    if (links) await store.changeTask(own.id, links, context);
    for (const { by, text } of comments) await store.addComment(own.id, text, { actor: { kind: 'program', name: by.name }, at });
    if (task.status === 'done' || task.status === 'canceled') await store.moveTask(own.id, task.status, l10n.t('imported'), context);
  }
  return added.size;
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
