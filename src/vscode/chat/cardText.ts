import * as l10n from '@vscode/l10n';
import type { BoardCard } from '../../core/model/boardCard.ts';
import { statusNames } from '../../core/model/statusNames.ts';
import { whyItStands } from '../trees/cardFace.ts';
import { plainInline } from './safeMarkdown.ts';

/** A card as every line about it begins. */
export function badge(number: number): string {
  return `**#${number}**`;
}

/** A card in one line of Markdown; `waitsFor` says it better than its status. */
export function cardLine(card: BoardCard, waitsFor?: string): string {
  const checks =
    card.checks.total === 0 || card.status === 'todo' ? undefined : l10n.t('{0} of {1} checks pass', card.checks.passed, card.checks.total);
  const agent = card.agent === null ? undefined : plainInline(card.agent);
  const why = waitsFor ?? whyItStands(card);
  const marks = [statusNames()[card.status], agent, checks, why && plainInline(why)].filter((mark) => mark !== undefined);
  return `${badge(card.number)} ${plainInline(card.title)} · ${marks.join(' · ')}`;
}
