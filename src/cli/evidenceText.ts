import * as l10n from '@vscode/l10n';
import { checkTitle, type Check, type CheckResult } from '../core/model/check.ts';
import type { Styles } from './styles.ts';
import { duration, indent, oneLine } from './textLayout.ts';

/** Each check with what it showed before and after the work. */
export function evidenceLines(checks: readonly Check[], styles: Styles): string[] {
  return checks.map((check) => `${sign(check, styles)} ${oneLine(checkTitle(check.spec))}  ${styles.dim(evidence(check))}`);
}

/** The last lines that a failing check wrote. */
export function failingOutput(check: Check, lines: number): string {
  const { latest } = check;
  if (!latest || latest.passed || latest.output.trim() === '') return '';
  return indent(latest.output.trimEnd().split('\n').slice(-lines).join('\n'), '│ ');
}

function sign({ state, latest, baseline }: Check, styles: Styles): string {
  if (state === 'proposed') return styles.yellow('?');
  const result = latest ?? baseline;
  if (!result) return styles.dim('·');
  if (result.unmeasured !== undefined) return styles.dim('·');
  return result.passed ? styles.green('✓') : styles.red('✗');
}

function evidence({ state, baseline, latest }: Check): string {
  if (state === 'proposed') return l10n.t('proposed by an agent; counts when a person accepts it');
  if (!baseline && !latest) return l10n.t('not measured yet');
  if (!latest) return l10n.t('{0} before, not measured since', measured(baseline));
  if (!baseline) return measured(latest);
  if (baseline.passed && latest.passed) return l10n.t('was already passing before; still is: {0}', measured(latest));
  return l10n.t('{0} before → {1} after', measured(baseline), measured(latest));
}

function measured(result: CheckResult | null): string {
  if (!result) return '';
  if (result.unmeasured !== undefined) return oneLine(result.summary);
  const colour = result.passed ? l10n.t('green') : l10n.t('red');
  const spent = result.duration < 100 ? '' : `, ${duration(result.duration)}`;
  return `${colour} (${oneLine(result.summary)}${spent})`;
}
