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
    ...report.unread.map((sentence) => l10n.t('Not whole: {0}', sentence)),
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

/** What there is besides cards. */
function tablesText({ tables }: SalvageReport): string[] {
  const names = recordNames();
  const words = tables.flatMap(({ name, brought, lost }) => {
    const known = names[name];
    if (known === undefined || (brought === 0 && lost === 0)) return [];
    if (lost === 0) return [`${known} ${brought}`];
    return [
      lost === null
        ? l10n.t('{0} {1} (how many are missing is not known)', known, brought)
        : l10n.t('{0} {1} ({2} missing)', known, brought, lost),
    ];
  });
  return words.length === 0 ? [] : [l10n.t('Other records: {0}.', words.join(', '))];
}

/** People's words for tables. Cards have lines of their own, and what is not named nobody misses. */
function recordNames(): Readonly<Record<string, string>> {
  return {
    deleted_tasks: l10n.t('deleted cards'),
    task_events: l10n.t('lines of history'),
    comments: l10n.t('comments'),
    artifacts: l10n.t('attached files'),
    runs: l10n.t('runs'),
    run_files: l10n.t('files that runs read or changed'),
    requests: l10n.t('questions of runs'),
    agents: l10n.t('agents'),
    audit: l10n.t('deeds in the audit'),
  };
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
