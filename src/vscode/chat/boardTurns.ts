import * as l10n from '@vscode/l10n';
import type { BoardCard } from '../../core/model/boardCard.ts';
import { statusNames } from '../../core/model/statusNames.ts';
import { TaskStatus } from '../../core/model/taskStatus.ts';
import type { OpenBoard } from '../openBoard.ts';
import { labelOf } from '../trees/inboxRows.ts';
import { cardLine } from './cardText.ts';
import type { ChatTurn } from './chatTurn.ts';
import { showEnd, runFollowUp, watchFollowUp } from './endText.ts';
import { askOf } from './meanwhile.ts';
import { namedCards } from './namedCards.ts';
import { isRequest, showRequest } from './requestParts.ts';
import { plainInline } from './safeMarkdown.ts';

/** Cards that a list shows; the board shows them all. */
const MOST_LISTED = 25;
const MOST_WAITING = 5;

const ended: ReadonlySet<TaskStatus> = new Set(['done', 'failed', 'canceled']);
const atWork: ReadonlySet<TaskStatus> = new Set(['queued', 'running', 'waiting']);

/** `/list`: all cards that are open, those of a status, or those that hold words. */
export async function listTurn(turn: ChatTurn, board: OpenBoard): Promise<void> {
  const { answer, request, parts } = turn;
  const words = request.prompt.trim();
  const status = statusOf(words);
  const all = [...parts.feed.cards.values()];
  const cards = status
    ? all.filter((card) => card.status === status)
    : words === ''
      ? all.filter((card) => !ended.has(card.status))
      : await found(words, board, parts.feed.cards);
  if (cards.length === 0)
    answer.paragraph(
      all.length === 0
        ? l10n.t('There is no card yet.')
        : words === ''
          ? l10n.t('No card is open.')
          : l10n.t('No card matches {0}.', plainInline(words)),
    );
  answer.list(cards.slice(0, MOST_LISTED).map((card) => lineOf(card, turn)));
  if (cards.length > MOST_LISTED) answer.paragraph(l10n.t('{0} more are on the board.', cards.length - MOST_LISTED));
  answer.links({ title: l10n.t('Open Board'), command: 'rota.openBoard' });
}

async function found(text: string, { store }: OpenBoard, cards: ChatTurn['parts']['feed']['cards']): Promise<BoardCard[]> {
  const { items } = await store.listTasks({ text, order: 'board', limit: MOST_LISTED + 1 });
  return items.flatMap(({ id }) => cards.get(id) ?? []);
}

/** A status by its own word or as people read it. */
function statusOf(words: string): TaskStatus | undefined {
  const names = statusNames();
  return TaskStatus.options.find((status) => [status, names[status]].some((name) => name.toLowerCase() === words.toLowerCase()));
}

function lineOf(card: BoardCard, { parts }: ChatTurn): string {
  return cardLine(card, askOf(card.id, parts.waiting.rows)?.text.title);
}

/** `/status`: how one card stands, or what goes on and what waits on the board. */
export async function statusTurn(turn: ChatTurn, board: OpenBoard): Promise<void> {
  const tasks = await namedCards(turn, board);
  if (tasks.length === 0) return boardStatus(turn, board);
  for (const task of tasks) {
    const card = turn.parts.feed.cards.get(task.id);
    const row = askOf(task.id, turn.parts.waiting.rows);
    if (card && atWork.has(task.status)) {
      turn.answer.list([lineOf(card, turn)]);
      turn.followUps.push(watchFollowUp(task.number));
    } else showEnd(task, turn, true);
    if (row) showRequest(row, turn.answer);
  }
}

async function boardStatus(turn: ChatTurn, board: OpenBoard): Promise<void> {
  const { answer, parts, followUps } = turn;
  const counts = await board.store.countTasks();
  const names = statusNames();
  const lines = TaskStatus.options.filter((status) => counts[status] > 0).map((status) => `${names[status]}: ${counts[status]}`);
  answer.paragraph(lines.length === 0 ? l10n.t('There is no card yet.') : lines.join(' · '));
  const working = [...parts.feed.cards.values()].filter(({ status }) => atWork.has(status));
  answer.list(working.slice(0, MOST_LISTED).map((card) => lineOf(card, turn)));
  const others = parts.waiting.rows.filter((row) => !isRequest(row));
  if (others.length > 0) answer.paragraph(l10n.t('Waiting for you:'));
  answer.list(others.slice(0, MOST_WAITING).map((row) => plainInline(labelOf(row))));
  followUps.push(...working.slice(0, 3).map(({ number }) => watchFollowUp(number)));
  const next = [...parts.feed.cards.values()].find(({ status }) => status === 'todo');
  if (working.length === 0 && next) followUps.push(runFollowUp(next.number));
}
