import * as z from 'zod';
import { TaskId } from '../core/model/scalars.ts';
import { Task } from '../core/model/task.ts';

/** What a card's page may ask of the window. */
export const CardRequest = z.discriminatedUnion('type', [z.strictObject({ type: z.literal('ready') })]);
export type CardRequest = z.infer<typeof CardRequest>;

/** What the window tells a card's page. */
export const CardUpdate = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('card'), task: Task }),
  z.strictObject({ type: z.literal('card-gone'), message: z.string() }),
]);
export type CardUpdate = z.infer<typeof CardUpdate>;

/** What a card's page keeps over reloads. */
export const CardPageState = z.object({ task: TaskId });
