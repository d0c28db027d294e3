import * as l10n from '@vscode/l10n';
import { asSentence } from '../../core/base/sentence.ts';
import { showInvisible } from '../../core/base/visibleText.ts';
import type { BoardCard } from '../../core/model/boardCard.ts';
import { dayWords } from '../../core/base/calendar.ts';
import { priorityNames, statusNames } from '../../core/model/statusNames.ts';
import { whyItStands } from './cardFace.ts';

/** What hovering over a card tells, as Markdown in which every text of a card is escaped: it may be written by anybody. */
export function cardTooltip(card: BoardCard, language: string): string {
  const { total, passed, failed } = card.checks;
  const date = (at: number): string => new Date(at).toLocaleString(language, { dateStyle: 'medium', timeStyle: 'short' });
  const facts: [string, string | undefined | null][] = [
    [l10n.t('Status'), [statusNames()[card.status], asSentence(whyItStands(card) ?? '')].filter((part) => part !== '').join('. ')],
    [l10n.t('Priority'), priorityNames()[card.priority]],
    [l10n.t('Agent'), card.agent],
    [l10n.t('Progress'), card.progress > 0 ? `${card.progress} %` : null],
    [l10n.t('Checks'), total === 0 ? l10n.t('none') : l10n.t('{0} of {1} passed, {2} failed', passed, total, failed)],
    [l10n.t('Cost'), card.cost === null ? null : `$${card.cost.toFixed(card.cost < 1 ? 4 : 2)}`],
    [l10n.t('Labels'), card.labels.join(', ')],
    [l10n.t('Project'), card.project],
    [
      l10n.t('Due'),
      card.due === null ? null : typeof card.due === 'string' ? dayWords(card.due, language, { dateStyle: 'medium' }) : date(card.due),
    ],
    [l10n.t('Not before'), card.runAfter === null ? null : date(card.runAfter)],
  ];
  const lines = facts.flatMap(([name, value]) => (value ? [`${escapeMarkdown(name)}: ${escapeMarkdown(value)}`] : []));
  return [`**${escapeMarkdown(`#${card.number} ${card.title}`)}**`, lines.join('  \n')].join('\n\n');
}

/** A text that Markdown shows as it is, in one line: no link, picture, HTML, icon or address is made of it. */
export function escapeMarkdown(text: string): string {
  return showInvisible(text)
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[\\`*_{}[\]()#+\-.!|<>~&$@:/]/g, (character) => `&#${character.charCodeAt(0)};`);
}
