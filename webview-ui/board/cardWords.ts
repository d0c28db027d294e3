import * as l10n from '@vscode/l10n';
import { showInvisible } from '../../src/core/base/visibleText.ts';
import type { BoardCard } from '../../src/core/model/boardCard.ts';
import { dayWords, localZone, startOfDay } from '../../src/core/base/calendar.ts';
import { dueOf, type ServiceLevels } from '../../src/core/model/due.ts';
import { statusIcons, statusNames } from '../../src/core/model/statusNames.ts';

const DAY = 86_400_000;

/** What a mark on a card shows: an icon, a word or two, and the whole of it for tooltip and screen reader. */
export interface Mark {
  readonly icon: string;
  readonly text: string;
  readonly full: string;
  readonly tone?: 'good' | 'bad' | 'warn';
}

/** What is true beside the card itself. */
export interface CardContext {
  /** A run of it goes on now. */
  readonly running: boolean;
  /** A request of it waits for a person. */
  readonly asking: boolean;
  /** Why a card that somebody wants done does not start. */
  readonly held?: string | undefined;
  readonly serviceLevels?: ServiceLevels | undefined;
  readonly now: number;
}

/** The title as it is shown: nothing in it is invisible, and it is one line. */
export function titleOf({ title }: BoardCard): string {
  return showInvisible(title.replace(/\s+/gu, ' '));
}

export function statusMark(
  { status }: Pick<BoardCard, 'status'>,
  running: boolean,
): { readonly icon: string; readonly word: string; readonly spin: boolean } {
  // Without a run a person works on it.
  const icon = status === 'running' && !running ? 'person' : statusIcons[status];
  return { icon, word: statusNames()[status], spin: status === 'running' && running };
}

/** Why the card does not go on, the most telling reason; `undefined` when nothing holds it. */
export function waitMark(card: BoardCard, { asking, held, now }: CardContext): Mark | undefined {
  if (asking) return mark(statusIcons.waiting, l10n.t('Waits for your answer'), 'warn');
  const open = card.status === 'todo' || card.status === 'queued';
  if (open && !card.accepted) return mark('shield', l10n.t('Proposed: accept it first'), 'warn');
  if (open && card.approvalPending) return mark('shield', l10n.t('Waits for approval'), 'warn');
  if (open && card.lostDependencies > 0)
    return mark(
      'link',
      card.lostDependencies === 1
        ? l10n.t('Depends on a card that was canceled or failed')
        : l10n.t('Depends on {0} cards that were canceled or failed', card.lostDependencies),
      'warn',
    );
  if (open && card.openDependencies > 0)
    return mark('link', card.openDependencies === 1 ? l10n.t('Waits for 1 card') : l10n.t('Waits for {0} cards', card.openDependencies));
  if (held !== undefined) return mark(statusIcons.queued, showInvisible(held));
  if (card.statusReason !== null)
    return mark(
      card.status === 'failed' ? 'error' : 'info',
      showInvisible(card.statusReason.replace(/\s+/gu, ' ')),
      card.status === 'failed' ? 'bad' : undefined,
    );
  if (open && card.runAfter !== null && card.runAfter > now)
    return mark(statusIcons.queued, l10n.t('Not before {0}', timeWords(card.runAfter, now)));
  return undefined;
}

export function checkMark({ checks: { total, passed, failed } }: BoardCard): Mark | undefined {
  if (total === 0) return undefined;
  const text = `${passed}/${total}`;
  if (failed > 0) return { icon: 'error', text, full: l10n.t('{0} of {1} checks passed, {2} failed', passed, total, failed), tone: 'bad' };
  if (passed === total) return { icon: 'check', text, full: l10n.t('All {0} checks passed', total), tone: 'good' };
  return { icon: 'beaker', text, full: l10n.t('{0} of {1} checks passed', passed, total) };
}

/** Only what has run has a cost; `—` when it is not known. */
export function costMark({ run, cost }: BoardCard): Mark | undefined {
  if (run === null) return undefined;
  if (cost === null) return { icon: '', text: '$ —', full: l10n.t('Cost unknown') };
  const text = cost > 0 && cost < 0.01 ? '<$0.01' : `$${cost.toFixed(2)}`;
  return { icon: '', text, full: l10n.t('Cost {0}', text) };
}

export function dueMark(card: BoardCard, { serviceLevels, now }: Pick<CardContext, 'serviceLevels' | 'now'>): Mark | undefined {
  const due = dueOf(card, serviceLevels, { now, zone: localZone });
  if (!due || card.status === 'canceled' || card.status === 'done') return undefined;
  const when = due.day === null ? timeWords(due.at, now) : dayOnCard(due.day, now);
  const by = due.fromPriority ? l10n.t('{0}, by its priority {1}', when, card.priority) : when;
  if (due.overdue) return { icon: 'calendar', text: when, full: l10n.t('Overdue since {0}', by), tone: 'bad' };
  return { icon: 'calendar', text: when, full: l10n.t('Due {0}', by), ...(due.at - now < DAY ? { tone: 'warn' as const } : {}) };
}

/** The whole card in one sentence, for who hears it. */
export function spokenCard(card: BoardCard, context: CardContext): string {
  const marks = [checkMark(card), dueMark(card, context), waitMark(card, context), costMark(card)];
  return [
    `#${card.number} ${titleOf(card)}`,
    statusMark(card, context.running).word,
    card.priority,
    card.agent === null ? undefined : l10n.t('agent {0}', card.agent),
    card.progress > 0 && card.progress < 100 ? l10n.t('{0} % done', card.progress) : undefined,
    ...marks.map((each) => each?.full),
    card.labels.length === 0 ? undefined : l10n.t('labels {0}', card.labels.map(showInvisible).join(', ')),
  ]
    .filter((part) => part !== undefined)
    .join(', ');
}

/** Today: that; within a week: the day of the week; else the date. */
function dayOnCard(day: string, now: number): string {
  if (day === localZone.dayOf(now)) return l10n.t('today');
  const near = Math.abs(startOfDay(day, localZone) - now) < 6 * DAY;
  return dayWords(day, undefined, near ? { weekday: 'short' } : { day: 'numeric', month: 'short' });
}

/** Today: the time; within a week: the day; else the date. */
function timeWords(time: number, now: number): string {
  const date = new Date(time);
  if (date.toDateString() === new Date(now).toDateString())
    return date.toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit' });
  const near = Math.abs(time - now) < 6 * DAY;
  return date.toLocaleDateString(undefined, near ? { weekday: 'short' } : { day: 'numeric', month: 'short' });
}

function mark(icon: string, text: string, tone?: Mark['tone']): Mark {
  return { icon, text, full: text, ...(tone === undefined ? {} : { tone }) };
}
