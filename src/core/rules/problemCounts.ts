import * as l10n from '@vscode/l10n';
import type { CheckResult } from '../model/check.ts';

/** What language tools said of some files: errors by name of the file, and which were not measured, with the reason. */
export interface ProblemCount {
  readonly errors: Readonly<Record<string, number>>;
  readonly unmeasured: readonly string[];
}

type Found = Pick<CheckResult, 'passed' | 'summary' | 'unmeasured' | 'errors'>;

/** The state before the work. It is nothing to be better than, so it counts as green: "not worse" never proves that a task was done. */
export function problemsBefore({ errors, unmeasured }: ProblemCount): Found {
  return unmeasured.length > 0 ? notMeasured(unmeasured) : { passed: true, summary: counted(errors), errors };
}

/**
 * Green when every file was measured and they hold no more errors together than they did before; a file that was not there had none.
 * What was not measured, now or before, is neither green nor red.
 */
export function problemsAfter(before: CheckResult | null, { errors, unmeasured }: ProblemCount): Found {
  if (unmeasured.length > 0) return notMeasured(unmeasured);
  const names = Object.keys(errors);
  if (names.length === 0) return notMeasured([l10n.t('there is no file to look at')]);
  const now = sum(errors, names);
  if (!before?.errors && now > 0) return notMeasured([l10n.t('the errors before the work are not known')]);
  const earlier = sum(before?.errors ?? {}, names);
  return { passed: now <= earlier, summary: l10n.t('{0}, {1} before', counted(errors), earlier), errors };
}

function notMeasured(reasons: readonly string[]): Found {
  const reason = reasons.join('; ');
  return { passed: false, summary: l10n.t('not measured: {0}', reason), unmeasured: reason };
}

function counted(errors: Readonly<Record<string, number>>): string {
  const names = Object.keys(errors);
  const count = sum(errors, names);
  const files = names.length === 1 ? l10n.t('1 file') : l10n.t('{0} files', names.length);
  return count === 1 ? l10n.t('1 error in {0}', files) : l10n.t('{0} errors in {1}', count, files);
}

function sum(errors: Readonly<Record<string, number>>, names: readonly string[]): number {
  return names.reduce((total, name) => total + (Object.hasOwn(errors, name) ? (errors[name] ?? 0) : 0), 0);
}
