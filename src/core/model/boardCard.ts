import * as z from 'zod';
import { RunId, TaskId } from './scalars.ts';
import { Task } from './task.ts';

const count = z.number().int().nonnegative();

/** The accepted checks of a card by their latest result; what is in neither was not measured yet. */
export const CheckCounts = z.strictObject({ total: count, passed: count, failed: count });
export type CheckCounts = z.infer<typeof CheckCounts>;

const shownFields = Task.pick({
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
  lostDependencies: true,
  progress: true,
  runAfter: true,
  due: true,
  revision: true,
  createdAt: true,
  updatedAt: true,
  attempts: true,
  parent: true,
  eta: true,
});

/** What a board shows of a card: enough for ten thousand at once. */
export const BoardCard = shownFields.extend({
  checks: CheckCounts,
  /** US dollars over all runs of the card; `null` when none of them states prices. */
  cost: z.number().nonnegative().nullable(),
  /** The newest run. */
  run: RunId.nullable(),
  /** A required approval has not been given. */
  approvalPending: z.boolean(),
});
export type BoardCard = z.infer<typeof BoardCard>;

/** All cards in board order, as of a revision. */
export const Board = z.strictObject({ revision: z.number().int().nonnegative(), cards: z.array(BoardCard) });
export type Board = z.infer<typeof Board>;

/** What differs on a board since an earlier revision: cards as they are now, and those that are gone. */
export const BoardChanges = Board.extend({ deleted: z.array(TaskId) });
export type BoardChanges = z.infer<typeof BoardChanges>;
