import * as l10n from '@vscode/l10n';
import type { SalvageReport } from './salvage.ts';

/** Cards that a sentence names. */
const mostNamed = 100;

/** What was read of a damaged board and what could not be, as lines of text. */
export function salvageText(report: SalvageReport): string[] {
  const { cards, isProven, highestNumber, changes, files } = report;
  return [
    cardsText(report),
    ...(cards.damaged.length > 0 ? [l10n.t('Parts of these could not be read, so look at them: {0}.', namesOf(cards.damaged))] : []),
    ...(cards.unreadable.length > 0 ? [l10n.t('Cards that could not be read: {0}.', namesOf(cards.unreadable))] : []),
    ...tablesText(report),
    ...report.unread.map((sentence) => l10n.t('Not read: {0}', sentence)),
    files.length > 0 ? l10n.t('Read from: {0}.', files.join(', ')) : '',
    ...(changes.failed > 0 ? [l10n.t('Of {0} later changes, {1} could be repeated only in part.', changes.repeated, changes.failed)] : []),
    ...(highestNumber.isGuess
      ? [l10n.t('The last number that was given is not known: the next card is #{0}.', highestNumber.number + 1)]
      : []),
    ...(isProven ? [] : [unprovenText()]),
    ...report.aside.filter(({ cards: more }) => more > cards.brought).map(({ folder, cards: more }) => asideText(folder, more)),
  ].filter((line) => line !== '');
}

function cardsText({ cards: { brought, unreadable, total } }: SalvageReport): string {
  if (total === null)
    return l10n.t(
      'Cards: {0} can be read. How many more there were is not known; at least {1} cannot be read.',
      brought,
      unreadable.length,
    );
  return unreadable.length === 0
    ? l10n.t('Cards: all {0} can be read.', brought)
    : l10n.t('Cards: {0} of {1} can be read.', brought, total);
}

/** Tables of which something is missing; of the others the number of rows. */
function tablesText({ tables }: SalvageReport): string[] {
  const others = tables.filter(({ name }) => name !== 'tasks');
  const words = others.map(({ name, brought, lost }) => {
    if (lost === 0) return `${name} ${brought}`;
    return lost === null
      ? l10n.t('{0} {1} (how many are missing is not known)', name, brought)
      : l10n.t('{0} {1} ({2} missing)', name, brought, lost);
  });
  return words.length === 0 ? [] : [l10n.t('Other records: {0}.', words.join(', '))];
}

function unprovenText(): string {
  return l10n.t(
    'What was read is not all as it was written: words in it may be wrong without looking so. Agents are offline until you have looked at them.',
  );
}

function asideText(folder: string, cards: number): string {
  return l10n.t('{0} has {1} cards: `rota import` takes them over into this board.', folder, cards);
}

function namesOf(cards: readonly (number | string)[]): string {
  const shown = cards.slice(0, mostNamed).map((card) => (typeof card === 'number' ? `#${card}` : card));
  return shown.join(', ') + (cards.length > shown.length ? l10n.t(' and {0} more', cards.length - shown.length) : '');
}
