import * as z from 'zod';
import { TaskId } from '../../src/core/model/scalars.ts';
import { Filter } from './filter.ts';

/** What outlives a reload or hiding of the page. */
export const KeptState = z.strictObject({
  filter: Filter,
  filterOpen: z.boolean(),
  focus: z.strictObject({ column: z.number().int().nonnegative(), task: TaskId.nullable(), index: z.number().int().nonnegative() }),
  selection: z.array(TaskId).max(100_000),
  /** How far each column is scrolled, and the board sideways. */
  scroll: z.array(z.number()).max(20),
  sideways: z.number(),
  /** A title that is being written, and the column that it is for. */
  newCard: z.strictObject({ column: z.number().int().nonnegative(), text: z.string() }).nullable().default(null),
});
export type KeptState = z.infer<typeof KeptState>;
