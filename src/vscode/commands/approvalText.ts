import * as l10n from '@vscode/l10n';
import type { RequestText } from '../../core/runs/requestText.ts';
import type { RequestRow } from '../trees/inboxRows.ts';

/** A longer change is not read in a dialog: it is opened as a diff. */
const MOST_LINES = 30;
const MOST_CHARACTERS = 3000;

/**
 * Whether people have to be shown more than the rows say before they approve: a row says what a change is about, never the change itself, so one
 * with a diff passes only from the diff.
 */
export function needsLook(texts: readonly RequestText[], diffSeen: boolean): boolean {
  const [only, another] = texts;
  if (another) return texts.some((text) => !text.titleSaysAll || hasCommand(text) || text.diff !== null);
  return only?.titleSaysAll !== true || (only.diff !== null && !diffSeen);
}

/** All that is approved with a row, as plain text; with its card's name where it stands among others. */
export function wholeText({ text, ...row }: RequestRow, named: boolean): string {
  const facts = text.facts.map(({ name, value, note }) => [`${name}:`, value, note].filter((part) => part !== null).join(' '));
  const warning = text.hadInvisible ? [l10n.t('It held invisible characters; they are shown as codes.')] : [];
  return [...(named ? [nameOf(row)] : []), ...facts, ...warning, ...changeText(text.diff)].join('\n');
}

/** The card that asks, by its number. */
export function nameOf({ card }: Pick<RequestRow, 'card'>): string {
  return card ? `#${card.number}` : l10n.t('A deleted card');
}

function changeText(diff: string | null): string[] {
  if (diff === null) return [];
  const isShort = diff.length <= MOST_CHARACTERS && diff.split('\n').length <= MOST_LINES;
  return ['', isShort ? diff : l10n.t('Open it to see the change line by line.')];
}

function hasCommand({ facts }: RequestText): boolean {
  return facts.some(({ kind }) => kind === 'command');
}
