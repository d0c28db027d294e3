import * as l10n from '@vscode/l10n';
import type { LoopEnding } from '../agent/loopPorts.ts';
import { checkTitle } from '../model/check.ts';
import type { Task } from '../model/task.ts';
import { mayRetry, retryDelay } from '../rules/retries.ts';
import type { Verdict } from '../rules/verdict.ts';
import type { RunOutcome, RunProgress } from '../store/taskStore.ts';

/** How the agent's work ended and, when it finished, what the checks say. */
export interface WorkResult {
  readonly ending: LoopEnding;
  readonly verdict?: Verdict;
}

interface Retry {
  readonly now: number;
  /** A number in [0, 1) for the jitter. */
  readonly chance: number;
}

/** What becomes of the run and its task. */
export function outcomeOf(result: WorkResult, task: Task, progress: RunProgress, retry: Retry): RunOutcome {
  const { ending, verdict } = result;
  if (ending.kind !== 'finished' || !verdict) return endingOutcome(ending, task, progress, retry);
  switch (verdict.kind) {
    case 'done':
      return { status: 'succeeded', taskStatus: 'done', statusReason: null, progress, result: ending.text };
    case 'review':
      return { status: 'succeeded', taskStatus: 'review', statusReason: verdict.reason, progress, result: ending.text };
    case 'failing': {
      const error = l10n.t(
        'Still failing after the agent was told: {0}.',
        verdict.checks.map((check) => checkTitle(check.spec)).join('; '),
      );
      return { status: 'failed', taskStatus: 'failed', statusReason: null, progress, result: ending.text, error };
    }
  }
}

/** The same for work that did not get to its checks. */
export function endingOutcome(ending: LoopEnding, task: Task, progress: RunProgress, retry: Retry): RunOutcome {
  switch (ending.kind) {
    case 'canceled':
      return { status: 'canceled', taskStatus: 'todo', statusReason: l10n.t('Stopped by a person.'), progress };
    case 'parked':
      return { status: 'waiting', taskStatus: 'waiting', statusReason: ending.reason, progress };
    case 'failed': {
      const again = ending.transient && mayRetry(task);
      const error = ending.message;
      if (!again) return { status: 'failed', taskStatus: 'failed', statusReason: null, progress, error };
      const runAfter = retry.now + retryDelay(task.attempts, retry.chance);
      return {
        status: 'failed',
        taskStatus: 'queued',
        statusReason: l10n.t('Attempt {0} failed: {1}', task.attempts, error),
        progress,
        error,
        runAfter,
      };
    }
    case 'finished':
      return { status: 'succeeded', taskStatus: 'review', statusReason: null, progress, result: ending.text };
  }
}
