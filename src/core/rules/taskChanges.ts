import * as l10n from '@vscode/l10n';
import { UserError } from '../base/errors.ts';
import { sameJson } from '../base/json.ts';
import type { Actor } from '../model/actor.ts';
import type { Task, TaskChange } from '../model/task.ts';
import { pendingApproval, requiresApproval, riskOf } from './approvals.ts';
import { replaceChecks } from './checkList.ts';
import { tidyLabels } from './tidyLabels.ts';

/** A changed card with what its history says about it. No sentences: nothing changed. */
export interface ChangedTask {
  readonly task: Task;
  readonly sentences: readonly string[];
}

/** What an agent is told to do. When somebody other than a person changes it, a person has to accept it again. */
export const instructions = ['title', 'description', 'payload', 'actionType', 'root'] as const;
/** What agents may not change on any card. */
const closedToAgents = ['budget', 'maxAttempts', 'schedule'] as const;

/** Applies a change of fields. Refuses what the actor may not change. */
export function changeTask(task: Task, change: TaskChange, by: Actor, at: number): ChangedTask {
  assertMayChange(change, by);
  const { checks, risk, ...fields } = change;
  const next: Task = { ...task, ...definedFields(fields) };
  if (change.dependsOn) next.dependsOn = [...new Set(change.dependsOn)];
  if (change.labels) next.labels = tidyLabels(change.labels);
  if (change.capabilities) next.capabilities = tidyLabels(change.capabilities);
  if (checks) next.checks = replaceChecks(task.checks, checks, by);
  applyRisk(task, next, risk, by);
  if (next.agent !== task.agent) next.assignedAt = next.agent === null ? null : at;
  const changed = changedKeys(task, next);
  if (by.kind !== 'person' && instructions.some((key) => changed.includes(key))) withdrawConsent(next);
  const sentences = changed.filter((key) => !silent.has(key)).map((key) => sentence(key, task, next));
  if (changed.length === 0) return { task, sentences: [] };
  if (task.accepted && !next.accepted) sentences.push(l10n.t('has to be accepted again'));
  return { task: { ...next, updatedAt: at }, sentences };
}

function assertMayChange(change: TaskChange, by: Actor): void {
  if (by.kind !== 'agent') return;
  const key = closedToAgents.find((name) => change[name] !== undefined);
  if (key) throw new UserError('refused', l10n.t('An agent may not change the {0} of a card.', key));
}

/** Risk can be stated anew, but only a person can make an approval unnecessary. */
function applyRisk(task: Task, next: Task, stated: Task['risk'] | undefined, by: Actor): void {
  if (stated === undefined && next.actionType === task.actionType) return;
  next.risk = riskOf(stated ?? task.risk, next.actionType);
  const required = requiresApproval(next.risk, undefined, by) || (by.kind !== 'person' && task.approval.required);
  if (required !== task.approval.required) next.approval = pendingApproval(required);
}

function withdrawConsent(next: Task): void {
  next.accepted = false;
  if (next.approval.required) next.approval = pendingApproval(true);
}

function definedFields<T extends object>(fields: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}

/** The fields in which two states of a card differ. */
export function changedKeys(before: Task, after: Task): (keyof Task)[] {
  return (Object.keys(after) as (keyof Task)[]).filter((key) => !sameJson(before[key], after[key]));
}

/** Changes that follow from others and need no sentence of their own. */
const silent: ReadonlySet<keyof Task> = new Set(['accepted', 'approval', 'assignedAt', 'updatedAt']);
/** Values short enough to be named. */
const spoken: ReadonlySet<keyof Task> = new Set([
  'title',
  'priority',
  'project',
  'agent',
  'risk',
  'actionType',
  'weight',
  'progress',
  'eta',
  'maxAttempts',
  'root',
]);

function sentence(key: keyof Task, before: Task, after: Task): string {
  if (!spoken.has(key)) return l10n.t('{0} changed', key);
  return l10n.t('{0}: {1} → {2}', key, shown(before[key]), shown(after[key]));
}

function shown(value: unknown): string {
  return value === null ? l10n.t('none') : typeof value === 'string' ? value : JSON.stringify(value);
}
