import * as l10n from '@vscode/l10n';
import type { Agent, Mode } from '../../core/model/agent.ts';
import type { Budget } from '../../core/model/usage.ts';
import type { Choice } from './quickSteps.ts';

/** What each mode means, in words that leave no doubt. */
export function modeChoices(): (Choice<Mode> & { readonly value: Mode })[] {
  return [
    { label: l10n.t('Ask'), description: l10n.t('every file change and every command waits for your yes'), value: 'ask' },
    { label: l10n.t('Edit'), description: l10n.t('file changes apply at once and can be undone; commands still ask'), value: 'edit' },
  ];
}

export function modeTitle(mode: Mode): string {
  return modeChoices().find(({ value }) => value === mode)?.label ?? mode;
}

export function toolsText(tools: Agent['tools']): string {
  if (tools === null) return l10n.t('all');
  return tools.length === 0 ? l10n.t('none') : tools.join(', ');
}

/** One limit of a run: how it is called, and how a number is read. */
export interface LimitField {
  readonly key: keyof Budget;
  readonly title: string;
  readonly whole: boolean;
}

export function limitFields(): readonly LimitField[] {
  return [
    { key: 'steps', title: l10n.t('Steps'), whole: true },
    { key: 'tokens', title: l10n.t('Tokens'), whole: true },
    { key: 'minutes', title: l10n.t('Minutes'), whole: false },
    { key: 'cost', title: l10n.t('US dollars'), whole: false },
  ];
}

export function budgetText(budget: Budget): string {
  const parts = limitFields().flatMap(({ key, title }) => (budget[key] === undefined ? [] : [`${budget[key].toLocaleString()} ${title}`]));
  return parts.length === 0 ? l10n.t('the usual limits') : parts.join(', ');
}

/** The number in a text, `null` for none (the usual limit), or what is wrong with it. */
export function readLimit(text: string, { whole }: LimitField): number | null | { readonly problem: string } {
  const plain = text.trim();
  if (plain === '') return null;
  const number = Number(plain);
  const fits = Number.isFinite(number) && number > 0 && (!whole || Number.isInteger(number));
  if (fits) return number;
  return {
    problem: whole
      ? l10n.t('A whole number above 0 is expected, or nothing for the usual limit.')
      : l10n.t('A number above 0 is expected, or nothing for the usual limit.'),
  };
}
