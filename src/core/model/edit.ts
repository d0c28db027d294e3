import * as z from 'zod';
import { TaskId } from './scalars.ts';
import { Task, TaskChange, TaskDraft } from './task.ts';
import { TaskStatus } from './taskStatus.ts';

/** Between which cards of its column; `null` is the end. */
const Place = z.strictObject({ after: TaskId.nullable(), before: TaskId.nullable() });

/** Something a person does to a board that can be taken back. */
export const Edit = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('create'), draft: TaskDraft }),
  /** To another status, and to a place there if one is named. */
  z.strictObject({
    kind: z.literal('move'),
    task: TaskId,
    to: TaskStatus,
    note: z.string().max(20_000).optional(),
    place: Place.optional(),
  }),
  z.strictObject({ kind: z.literal('place'), task: TaskId, place: Place }),
  z.strictObject({ kind: z.literal('change'), task: TaskId, change: TaskChange, expectedRevision: Task.shape.revision.optional() }),
  z.strictObject({ kind: z.literal('delete'), task: TaskId }),
]);
export type Edit = z.infer<typeof Edit>;
