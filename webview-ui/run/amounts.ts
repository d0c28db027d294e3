import * as l10n from '@vscode/l10n';
import type { Prices } from '../../src/core/model/agent.ts';
import { totalTokens, type Budget, type TokenUsage } from '../../src/core/model/usage.ts';

/** A count that fits in a line: `950`, `12.3k`, `1.2M`. */
export function shortCount(count: number): string {
  if (count < 1000) return String(count);
  return count < 999_950 ? `${Number((count / 1000).toFixed(1))}k` : `${Number((count / 1_000_000).toFixed(1))}M`;
}

/** `0:42`, `12:05`, `1:02:03`. */
export function clockTime(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const two = (value: number): string => String(value).padStart(2, '0');
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

/** How long a step took: `40 ms`, `2.1 s`, `3:05`. */
export function duration(milliseconds: number): string {
  if (milliseconds < 1000) return l10n.t('{0} ms', Math.round(milliseconds));
  return milliseconds < 60_000 ? l10n.t('{0} s', (milliseconds / 1000).toFixed(1)) : clockTime(milliseconds);
}

/** US dollars, with as many digits as say something; unknown is a dash. */
export function money(cost: number | null): string {
  if (cost === null) return '$ —';
  return `$${cost === 0 || cost >= 1 ? cost.toFixed(2) : cost.toPrecision(2)}`;
}

export function costOf(usage: TokenUsage, prices: Prices | null): number | null {
  if (!prices) return null;
  return (usage.input * prices.input + usage.cachedInput * prices.cachedInput + (usage.output + usage.reasoning) * prices.output) / 1e6;
}

interface Used {
  readonly steps: number;
  readonly usage: TokenUsage;
  readonly cost: number | null;
}

/** The part of each limit that is used, 0 to 1, the most used first. Time is left out: waiting for a person does not count, and only the run knows. */
export function budgetParts(used: Used, limits: Budget): { readonly name: string; readonly part: number; readonly text: string }[] {
  const tokens = totalTokens(used.usage);
  const parts = [
    limits.steps === undefined ? [] : [{ name: l10n.t('Steps'), part: used.steps / limits.steps, text: `${used.steps}/${limits.steps}` }],
    limits.tokens === undefined
      ? []
      : [{ name: l10n.t('Tokens'), part: tokens / limits.tokens, text: `${shortCount(tokens)}/${shortCount(limits.tokens)}` }],
    limits.cost === undefined || used.cost === null
      ? []
      : [{ name: l10n.t('Cost'), part: used.cost / limits.cost, text: `${money(used.cost)}/${money(limits.cost)}` }],
  ];
  return parts.flat().sort((a, b) => b.part - a.part);
}
