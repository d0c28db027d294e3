import * as l10n from '@vscode/l10n';
import type { Actor } from '../../src/core/model/actor.ts';
import { dayWords } from '../../src/core/base/calendar.ts';
import { priorityNames, statusNames } from '../../src/core/model/statusNames.ts';
import type { Priority, RiskLevel, TaskStatus } from '../../src/core/model/taskStatus.ts';

export function statusWord(status: TaskStatus): string {
  return statusNames()[status];
}

export function priorityWord(priority: Priority): string {
  return priorityNames()[priority];
}

export function riskWord(risk: RiskLevel): string {
  switch (risk) {
    case 'low':
      return l10n.t('Low');
    case 'medium':
      return l10n.t('Medium');
    case 'high':
      return l10n.t('High');
    case 'critical':
      return l10n.t('Critical');
  }
}

/** Who did it, with what is not a person named as such. */
export function actorWord({ kind, name }: Actor): string {
  return kind === 'agent' ? l10n.t('{0} (agent)', name) : kind === 'program' ? l10n.t('{0} (program)', name) : name;
}

const units: readonly (readonly [unit: Intl.RelativeTimeFormatUnit, length: number])[] = [
  ['year', 31_536_000_000],
  ['month', 2_592_000_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
];

/** "5 minutes ago", in the language of the page. */
export function timeAgo(at: number, now: number): string {
  const passed = at - now;
  const [unit, length] = units.find(([, each]) => Math.abs(passed) >= each) ?? ['second', 1000];
  return new Intl.RelativeTimeFormat(language(), { numeric: 'auto' }).format(unit === 'second' ? 0 : Math.trunc(passed / length), unit);
}

export function exactTime(at: number): string {
  return new Intl.DateTimeFormat(language(), { dateStyle: 'medium', timeStyle: 'short' }).format(at);
}

export function exactDay(day: string): string {
  return dayWords(day, language(), { dateStyle: 'medium' });
}

/** "0.4 s", "12 s", "3 min 20 s". */
export function lasted(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  if (seconds < 10) return l10n.t('{0} s', seconds.toFixed(1));
  if (seconds < 60) return l10n.t('{0} s', Math.round(seconds));
  return l10n.t('{0} min {1} s', Math.floor(seconds / 60), Math.round(seconds % 60));
}

export function money(dollars: number): string {
  return new Intl.NumberFormat(language(), { style: 'currency', currency: 'USD', maximumFractionDigits: dollars < 1 ? 4 : 2 }).format(
    dollars,
  );
}

export function amount(count: number): string {
  return new Intl.NumberFormat(language()).format(count);
}

function language(): string | undefined {
  return typeof document === 'undefined' ? undefined : document.documentElement.lang || undefined;
}
