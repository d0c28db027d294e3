import * as z from 'zod';
import { Task } from './task.ts';

/** What a board shows of a card: enough for ten thousand at once. */
export const BoardCard = Task.pick({
  id: true,
  number: true,
  title: true,
  status: true,
  statusReason: true,
  priority: true,
  rank: true,
  labels: true,
  project: true,
  agent: true,
  accepted: true,
  openDependencies: true,
  progress: true,
  runAfter: true,
  due: true,
  revision: true,
  updatedAt: true,
});
export type BoardCard = z.infer<typeof BoardCard>;

/** All cards in board order, as of a revision. */
export const Board = z.strictObject({ revision: z.number().int().nonnegative(), cards: z.array(BoardCard) });
export type Board = z.infer<typeof Board>;
