import * as l10n from '@vscode/l10n';
import { checkTitle, type Check } from '../model/check.ts';
import type { Run } from '../model/run.ts';
import type { Task } from '../model/task.ts';

/**
 * Why the checks do not prove that this run did the task; `undefined` when they do: every accepted check passed during the run
 * and at least one of them had failed before it.
 */
export function checkEvidence(task: Task, run: Pick<Run, 'simulated' | 'startedAt'>): string | undefined {
  if (run.simulated) return l10n.t('a simulated run counts for nothing');
  const checks = task.checks.filter((check) => check.state === 'accepted');
  if (checks.length === 0) return l10n.t('it has no accepted check');
  const unproven = checks.find((check) => !check.latest?.passed || check.latest.at < run.startedAt);
  if (unproven) return l10n.t('the check "{0}" has not passed in this run', checkTitle(unproven.spec));
  if (checks.every((check) => check.baseline?.passed !== false)) return l10n.t('every check was already passing before the run');
  return undefined;
}

/** The accepted checks that have not been run since the task's last run began: they say nothing about the work as it is. */
export function checksNotRun(checks: readonly Check[], lastRun: Pick<Run, 'startedAt'> | undefined): Check[] {
  return checks.filter(({ state, latest }) => state === 'accepted' && (latest === null || latest.at < (lastRun?.startedAt ?? 0)));
}
