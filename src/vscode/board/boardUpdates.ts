import type { Board } from '../../core/model/board.ts';
import type { BoardCard } from '../../core/model/boardCard.ts';
import type { BoardUpdate } from '../../protocol/boardPage.ts';

/** As many cards of each column come first: more than a screen shows. */
const AT_ONCE = 40;
/** As many follow in one message: a page that parses them has time to draw in between. */
const PART = 500;

/** The whole board as messages: what a screen can show first, the rest in parts. `cards` are in board order. */
export function snapshotUpdates(revision: number, board: Board, cards: Iterable<BoardCard>): BoardUpdate[] {
  const columnOf = new Map(board.columns.flatMap(({ statuses }, index) => statuses.map((status) => [status, index] as const)));
  const counts = board.columns.map(() => 0);
  const first: BoardCard[] = [];
  const rest: BoardCard[] = [];
  for (const card of cards) {
    const column = columnOf.get(card.status) ?? 0;
    const before = counts[column] ?? 0;
    counts[column] = before + 1;
    (before < AT_ONCE ? first : rest).push(card);
  }
  const updates: BoardUpdate[] = [{ type: 'board-snapshot', revision, board, counts, cards: first, complete: rest.length === 0 }];
  for (let start = 0; start < rest.length; start += PART) {
    updates.push({ type: 'board-more', revision, cards: rest.slice(start, start + PART), complete: start + PART >= rest.length });
  }
  return updates;
}
