import { generateNKeysBetween } from 'fractional-indexing';
import type { BoardCard } from '../../src/core/model/boardCard.ts';
import type { TaskId } from '../../src/core/model/scalars.ts';
import type { TaskStatus } from '../../src/core/model/taskStatus.ts';
import { withChanges, type BoardState } from './boardState.ts';

/** Between which cards of a column; `null` is the end. */
export interface Neighbours {
  readonly after: TaskId | null;
  readonly before: TaskId | null;
}

/** A move that was asked for and not answered yet, as the card is shown meanwhile. */
interface Shown {
  readonly ask: number;
  /** `null`: as it was. */
  readonly status: TaskStatus | null;
  readonly rank: string;
}

/** What is shown beyond what the window has told. */
export type PendingMoves = ReadonlyMap<TaskId, Shown>;

export const noPending: PendingMoves = new Map();

interface DropPlace {
  /** All cards of the column, in order. */
  readonly all: readonly BoardCard[];
  /** Those that the filter lets through. */
  readonly shown: readonly BoardCard[];
  /** Where among the shown ones, 0 to their number. */
  readonly index: number;
  readonly moving: ReadonlySet<TaskId>;
}

/** The neighbours of a place between shown cards; hidden ones keep their order around it. */
export function neighboursAt({ all, shown, index, moving }: DropPlace): Neighbours {
  const staying = all.filter(({ id }) => !moving.has(id));
  const previous = shown.slice(0, index).findLast(({ id }) => !moving.has(id));
  if (previous) return { after: previous.id, before: staying[staying.indexOf(previous) + 1]?.id ?? null };
  const next = shown.slice(index).find(({ id }) => !moving.has(id));
  if (!next) return { after: staying.at(-1)?.id ?? null, before: null };
  return { after: staying[staying.indexOf(next) - 1]?.id ?? null, before: next.id };
}

/** Does the move leave every card where it is? */
export function isInPlace(list: readonly BoardCard[], moving: readonly TaskId[], { after, before }: Neighbours): boolean {
  const first = list.findIndex(({ id }) => id === moving[0]);
  if (first < 0 || moving.some((id, offset) => list[first + offset]?.id !== id)) return false;
  return (list[first - 1]?.id ?? null) === after && (list[first + moving.length]?.id ?? null) === before;
}

/** Shows cards as moved before the window has answered. What cannot be placed stays as it is shown. */
export function withMove(
  state: BoardState,
  pending: PendingMoves,
  move: Neighbours & { readonly ask: number; readonly tasks: readonly TaskId[]; readonly status: TaskStatus | null },
): PendingMoves {
  const rankOf = (id: TaskId | null): string | null => (id === null ? null : (pending.get(id)?.rank ?? state.cards.get(id)?.rank ?? null));
  const after = rankOf(move.after);
  const before = rankOf(move.before);
  if (after !== null && before !== null && after >= before) return pending;
  const ranks = generateNKeysBetween(after, before, move.tasks.length);
  const next = new Map(pending);
  for (const [index, id] of move.tasks.entries()) next.set(id, { ask: move.ask, status: move.status, rank: ranks[index] ?? '' });
  return next;
}

export function withoutMove(pending: PendingMoves, ask: number): PendingMoves {
  const rest = [...pending].filter(([, shown]) => shown.ask !== ask);
  return rest.length === pending.size ? pending : new Map(rest);
}

/** The board with the moves that are on their way. */
export function applyPending(state: BoardState, pending: PendingMoves): BoardState {
  const upserts = [...pending].flatMap(([id, { status, rank }]) => {
    const card = state.cards.get(id);
    return card ? [{ ...card, status: status ?? card.status, rank }] : [];
  });
  return upserts.length === 0 ? state : withChanges(state, { revision: state.revision, upserts, removed: [] });
}
