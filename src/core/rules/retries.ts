import * as l10n from '@vscode/l10n';
import type { Task } from '../model/task.ts';

const base = 5_000;
const longest = 10 * 60_000;

/**
 * Milliseconds before the next attempt: exponential back-off with full jitter. `attempt` counts from 1 and is the one that failed,
 * `chance` is in [0, 1).
 */
export function retryDelay(attempt: number, chance: number): number {
  const ceiling = Math.min(longest, base * 2 ** (attempt - 1));
  return Math.round(ceiling * chance);
}

/** Whether a failed attempt may be followed by another. */
export function mayRetry(task: Pick<Task, 'attempts' | 'maxAttempts'>): boolean {
  return task.attempts < task.maxAttempts;
}

/** Why a task was given up, for its card. */
export function deadLetterReason(attempts: number, error: string): string {
  return attempts === 1
    ? l10n.t('Given up after its only attempt: {0}', error)
    : l10n.t('Given up after {0} attempts: {1}', attempts, error);
}
