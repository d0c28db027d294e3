import * as z from 'zod';
import { BoardCard } from '../core/model/boardCard.ts';
import { Board } from '../core/model/board.ts';
import { TaskId } from '../core/model/scalars.ts';

/** What the board page may ask of the window. */
export const BoardRequest = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('ready') }),
  z.strictObject({ type: z.literal('card-open'), task: TaskId }),
]);
export type BoardRequest = z.infer<typeof BoardRequest>;

/** What the window tells the board page. A hidden page misses messages: a snapshot forgives that. */
export const BoardUpdate = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('board-snapshot'), revision: z.number().int(), board: Board, cards: z.array(BoardCard) }),
  z.strictObject({ type: z.literal('board-unavailable'), message: z.string() }),
]);
export type BoardUpdate = z.infer<typeof BoardUpdate>;
