import * as l10n from '@vscode/l10n';
import { statusNames } from '../model/statusNames.ts';
import type { Task } from '../model/task.ts';
import { needsApproval } from './approvals.ts';
import { isLost } from './dependencies.ts';

/** A card that another one waits for, as far as that is said. */
export type OpenDependency = Pick<Task, 'number' | 'status'>;

/** Why a task does not start, one sentence each, for the card. Empty: it may be claimed now. */
export function claimBlockers(task: Task, now: number, openDependencies: readonly OpenDependency[] = []): string[] {
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

function standingBlockers(task: Task, openDependencies: readonly OpenDependency[]): string[] {
  const reasons: string[] = [];
  if (task.status !== 'queued') reasons.push(l10n.t('its status is "{0}", not "{1}"', statusNames()[task.status], statusNames().queued));
  if (task.openDependencies > 0) reasons.push(...dependencyBlockers(task, openDependencies));
  if (!task.accepted) reasons.push(l10n.t('a person has to accept it first'));
  if (needsApproval(task)) {
    reasons.push(task.approval.state === 'rejected' ? l10n.t('its approval was refused') : l10n.t('it needs approval first'));
  }
  if (task.attempts >= task.maxAttempts) reasons.push(l10n.t('all {0} attempts are used up', task.maxAttempts));
  return reasons;
}

/** What was canceled or has failed is named as that: waiting does not help. */
function dependencyBlockers(task: Task, known: readonly OpenDependency[]): string[] {
  const lost = known.length > 0 ? known.filter(isLost).length : task.lostDependencies;
  const waiting = known.length > 0 ? known.length - lost : task.openDependencies - lost;
  const numbers = known.filter((each) => !isLost(each)).map(({ number }) => `#${number}`);
  const reasons: string[] = [];
  if (waiting > 0)
    reasons.push(numbers.length > 0 ? l10n.t('it waits for {0}', numbers.join(', ')) : l10n.t('it waits for {0} other tasks', waiting));
  for (const { number, status } of known.filter(isLost)) {
    reasons.push(
      status === 'canceled' ? l10n.t('it depends on #{0}, which was canceled', number) : l10n.t('it depends on #{0}, which failed', number),
    );
  }
  if (known.length === 0 && lost > 0)
    reasons.push(
      lost === 1
        ? l10n.t('it depends on a card that was canceled or failed')
        : l10n.t('it depends on {0} cards that were canceled or failed', lost),
    );
  return reasons;
}

/** In few words that a card depends on others which do not become done by themselves. */
export function lostText(count: number): string {
  return count === 1
    ? l10n.t('depends on a card that was canceled or failed')
    : l10n.t('depends on {0} cards that were canceled or failed', count);
}

/** The order in which ready tasks are taken: priority, heavier first, rank, number. */
export function compareClaimOrder(a: Task, b: Task): number {
  return compare(a.priority, b.priority) || b.weight - a.weight || compare(a.rank, b.rank) || a.number - b.number;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
