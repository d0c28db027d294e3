import * as l10n from '@vscode/l10n';
import type { HealthFinding, HealthState } from '../model/health.ts';

/** The words for a state: a mark or colour alone says nothing to who cannot see it. */
export function healthStateNames(): Record<HealthState, string> {
  return { ok: l10n.t('OK'), note: l10n.t('Note'), warning: l10n.t('Warning'), problem: l10n.t('Problem') };
}

/** The findings as lines of text, for a terminal or a report. */
export function healthText(findings: readonly HealthFinding[]): string {
  const names = healthStateNames();
  return findings.map(({ state, title, detail }) => `${names[state]}: ${title}: ${detail}`).join('\n');
}

/** One line on the whole. */
export function healthSummary(findings: readonly HealthFinding[]): string {
  const count = (state: HealthState): number => findings.filter((finding) => finding.state === state).length;
  const [problems, warnings] = [count('problem'), count('warning')];
  if (problems === 0 && warnings === 0) return l10n.t('Nothing is wrong.');
  const words = [
    problems === 0 ? '' : problems === 1 ? l10n.t('1 problem') : l10n.t('{0} problems', problems),
    warnings === 0 ? '' : warnings === 1 ? l10n.t('1 warning') : l10n.t('{0} warnings', warnings),
  ];
  return `${words.filter((word) => word !== '').join(', ')}.`;
}
