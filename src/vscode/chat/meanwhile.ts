import type { BoardCard } from '../../core/model/boardCard.ts';
import type { TaskId } from '../../core/model/scalars.ts';
import type { InboxRow, RequestRow } from '../trees/inboxRows.ts';
import { cardLine } from './cardText.ts';
import type { KnownCard } from './chatMemory.ts';
import { isRequest } from './requestParts.ts';

interface BoardNow {
  readonly cards: ReadonlyMap<TaskId, BoardCard>;
  readonly rows: readonly InboxRow[];
}

/** Cards of a chat that stand otherwise than at its last turn, in lines. Those that are gone are said nothing of: a person deleted them. */
export function whatHappened(known: readonly KnownCard[], now: BoardNow): string[] {
  return known.flatMap((before) => {
    const card = now.cards.get(before.task);
    if (!card) return [];
    const asks = askOf(card.id, now.rows);
    if (card.status === before.status && (asks === undefined || asks.id === before.asks)) return [];
    return [cardLine(card, asks?.text.title)];
  });
}

/** What is remembered of these cards until the next turn. */
export function knownCards(tasks: Iterable<TaskId>, now: BoardNow): KnownCard[] {
  return [...tasks].flatMap((task) => {
    const card = now.cards.get(task);
    return card ? [{ task, status: card.status, asks: askOf(task, now.rows)?.id ?? null }] : [];
  });
}

/** What the agent of a card waits for. */
export function askOf(task: TaskId, rows: readonly InboxRow[]): RequestRow | undefined {
  return rows.filter(isRequest).find((row) => row.task === task);
}
