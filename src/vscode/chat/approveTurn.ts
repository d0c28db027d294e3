import * as l10n from '@vscode/l10n';
import { Scope } from '../../core/base/scope.ts';
import type { OpenBoard } from '../openBoard.ts';
import { labelOf, type InboxRow } from '../trees/inboxRows.ts';
import { badge, cardLine } from './cardText.ts';
import type { CommandLink } from './chatAnswer.ts';
import type { ChatTurn } from './chatTurn.ts';
import { watchFollowUp } from './endText.ts';
import { namedCards } from './namedCards.ts';
import { isRequest, showRequest } from './requestParts.ts';
import { answerText } from './runText.ts';
import { plainInline } from './safeMarkdown.ts';
import { WakeUp } from './wakeUp.ts';

/** Shown at once; the inbox shows them all. */
const MOST = 5;

/**
 * `/approve`: shows what waits for the person, whole, with the buttons of the inbox, and stays open until it is answered. It approves nothing by
 * itself: what a card asks for may be another thing than it was a moment ago.
 */
export async function approveTurn(turn: ChatTurn, board: OpenBoard): Promise<void> {
  const { answer, parts, followUps } = turn;
  const tasks = await namedCards(turn, board);
  const rows = parts.waiting.rows.filter((row) => (tasks.length === 0 ? row.kind !== 'failed' : tasks.some(({ id }) => id === row.task)));
  if (rows.length === 0)
    return answer.paragraph(
      tasks.length === 0
        ? l10n.t('Nothing waits for you.')
        : l10n.t('{0}: nothing waits for you.', tasks.map(({ number }) => `#${number}`).join(', ')),
    );
  for (const row of rows.slice(0, MOST)) showRow(row, turn);
  if (rows.length > MOST) {
    answer.paragraph(l10n.t('{0} more are in the inbox.', rows.length - MOST));
    answer.button(l10n.t('Open Inbox'), 'rota.inbox.focus');
  }
  await untilAnswered(turn, rows.slice(0, MOST));
  for (const { card } of rows.slice(0, MOST))
    if (card && ['queued', 'running', 'waiting'].includes(parts.feed.cards.get(card.id)?.status ?? ''))
      followUps.push(watchFollowUp(card.number));
}

function showRow(row: InboxRow, { answer }: ChatTurn): void {
  if (isRequest(row)) return showRequest(row, answer);
  answer.paragraph(plainInline(labelOf(row)));
  const changes: CommandLink[] =
    row.kind === 'review' ? [{ title: l10n.t('Request Changes…'), command: 'rota.requestChanges', about: row.task }] : [];
  answer.links({ title: l10n.t('Open Card'), command: 'rota.openCard', about: row.task }, ...changes);
  if (row.kind === 'failed') answer.button(l10n.t('Run Again'), 'rota.runCard', row.task);
  else answer.button(row.kind === 'review' ? l10n.t('Accept') : l10n.t('Accept…'), 'rota.acceptCard', row.task);
}

/** Resolves when none of the rows waits any more; says of each what became of it. */
async function untilAnswered({ parts, answer, signal }: ChatTurn, rows: readonly InboxRow[]): Promise<void> {
  const scope = new Scope();
  const wakeUp = scope.add(new WakeUp(signal));
  scope.add(parts.waiting.onDidChange(() => wakeUp.call()));
  const open = new Map(rows.map((row) => [row.id, row]));
  try {
    while (open.size > 0 && !signal.aborted) {
      const still = new Set(parts.waiting.rows.map(({ id }) => id));
      for (const row of [...open.values()].filter(({ id }) => !still.has(id))) {
        open.delete(row.id);
        answer.paragraph(await outcomeOf(row, parts));
      }
      if (open.size > 0) await wakeUp.wait();
    }
  } finally {
    scope.dispose();
  }
}

async function outcomeOf(row: InboxRow, { session, feed }: ChatTurn['parts']): Promise<string> {
  const card = feed.cards.get(row.task);
  if (!card) return l10n.t('A deleted card');
  if (!isRequest(row)) return cardLine(card);
  const requests = await session.board?.store.listRequests({ run: row.request.run });
  const answered = requests?.find(({ id }) => id === row.id);
  if (!answered?.answer || !answered.answeredBy) return cardLine(card);
  return `${badge(card.number)} ${answerText({ answer: answered.answer, by: answered.answeredBy })}`;
}
