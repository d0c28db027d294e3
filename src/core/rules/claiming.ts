import * as l10n from '@vscode/l10n';
import { statusNames } from '../model/statusNames.ts';
import type { Task } from '../model/task.ts';
import { needsApproval } from './approvals.ts';

/** Why a task does not start, one sentence each, for the card. Empty: it may be claimed now. */
export function claimBlockers(task: Task, now: number, openDependencies: readonly number[] = []): string[] {
  const reasons = standingBlockers(task, openDependencies);
  if (task.runAfter !== null && task.runAfter > now) {
    reasons.push(l10n.t('it is not to start before {0}', new Date(task.runAfter).toISOString()));
  }
  return reasons;
}

/** True when nothing but time, other tasks, a free agent or a free slot keeps the task from starting. The store indexes it. */
export function isReadyWithoutDependencies(task: Task): boolean {
  return standingBlockers({ ...task, openDependencies: 0 }, []).length === 0;
}

function standingBlockers(task: Task, openDependencies: readonly number[]): string[] {
  const reasons: string[] = [];
  if (task.status !== 'queued') reasons.push(l10n.t('its status is "{0}", not "{1}"', statusNames()[task.status], statusNames().queued));
  if (task.openDependencies > 0) {
    const numbers = openDependencies.map((number) => `#${number}`).join(', ');
    reasons.push(numbers ? l10n.t('it waits for {0}', numbers) : l10n.t('it waits for {0} other tasks', task.openDependencies));
  }
  if (!task.accepted) reasons.push(l10n.t('a person has to accept it first'));
  if (needsApproval(task)) {
    reasons.push(task.approval.state === 'rejected' ? l10n.t('its approval was refused') : l10n.t('it needs approval first'));
  }
  if (task.attempts >= task.maxAttempts) reasons.push(l10n.t('all {0} attempts are used up', task.maxAttempts));
  return reasons;
}

/** The order in which ready tasks are taken: priority, heavier first, rank, number. */
export function compareClaimOrder(a: Task, b: Task): number {
  return compare(a.priority, b.priority) || b.weight - a.weight || compare(a.rank, b.rank) || a.number - b.number;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
