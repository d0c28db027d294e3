import type { Board } from '../../src/core/model/board.ts';
import type { BoardCard } from '../../src/core/model/boardCard.ts';
import type { TaskId } from '../../src/core/model/scalars.ts';
import type { TaskStatus } from '../../src/core/model/taskStatus.ts';

export type ColumnSpec = Board['columns'][number];

/** The cards as the window told them, each column in board order. Never changed: every update gives a new one. */
export interface BoardState {
  readonly revision: number;
  readonly columns: readonly ColumnSpec[];
  readonly cards: ReadonlyMap<TaskId, BoardCard>;
  /** One list a column; a list that an update does not touch stays the same object. */
  readonly lists: readonly (readonly BoardCard[])[];
  /** How many cards each column will have, while some are still on their way. */
  readonly expected: readonly number[] | undefined;
}

interface Snapshot {
  readonly revision: number;
  readonly board: Board;
  readonly counts: readonly number[];
  readonly cards: readonly BoardCard[];
  readonly complete: boolean;
}

interface Changes {
  readonly revision: number;
  readonly upserts: readonly BoardCard[];
  readonly removed: readonly TaskId[];
}

export function openState({ revision, board, counts, cards, complete }: Snapshot): BoardState {
  const empty: BoardState = { revision, columns: board.columns, cards: new Map(), lists: board.columns.map(() => []), expected: counts };
  return withMore(empty, cards, complete);
}

/** Cards that follow a snapshot. */
export function withMore(state: BoardState, cards: readonly BoardCard[], complete: boolean): BoardState {
  const next = withChanges(state, { revision: state.revision, upserts: cards, removed: [] });
  return complete ? { ...next, expected: undefined } : next;
}

/** Puts changed cards where they belong now. */
export function withChanges(state: BoardState, { revision, upserts, removed }: Changes): BoardState {
  if (upserts.length === 0 && removed.length === 0) return { ...state, revision };
  const cards = new Map(state.cards);
  const place = columnIndex(state.columns);
  const leaving = new Set<TaskId>([...removed, ...upserts.map(({ id }) => id)]);
  const left = new Set([...leaving].map((id) => cards.get(id)).map((card) => (card ? place(card.status) : -1)));
  const lists = state.lists.map((list, column) => (left.has(column) ? list.filter(({ id }) => !leaving.has(id)) : list));
  for (const id of removed) cards.delete(id);
  const own = new Set<number>();
  for (const card of upserts) {
    cards.set(card.id, card);
    const column = place(card.status);
    const list = lists[column];
    if (!list) continue;
    const copy = own.has(column) ? (list as BoardCard[]) : [...list];
    own.add(column);
    lists[column] = copy;
    insert(copy, card);
  }
  return { ...state, revision, cards, lists };
}

/** Says in which column a status stands; -1 when in none. */
function columnIndex(columns: readonly ColumnSpec[]): (status: TaskStatus) => number {
  const byStatus = new Map(columns.flatMap(({ statuses }, index) => statuses.map((status) => [status, index] as const)));
  return (status) => byStatus.get(status) ?? -1;
}

/** Board order: by rank, then by number. */
function compareCards(one: BoardCard, other: BoardCard): number {
  if (one.rank !== other.rank) return one.rank < other.rank ? -1 : 1;
  return one.number - other.number;
}

function insert(list: BoardCard[], card: BoardCard): void {
  const last = list.at(-1);
  if (!last || compareCards(last, card) < 0) {
    list.push(card);
    return;
  }
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const other = list[middle];
    if (other && compareCards(other, card) < 0) low = middle + 1;
    else high = middle;
  }
  list.splice(low, 0, card);
}
