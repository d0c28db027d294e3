import * as z from 'zod';
import { Run } from '../core/model/run.ts';
import { RunEvent } from '../core/model/runEvent.ts';

/** What the run page may ask of the window. */
export const RunRequest = z.discriminatedUnion('type', [z.strictObject({ type: z.literal('ready') })]);
export type RunRequest = z.infer<typeof RunRequest>;

/** What the window tells the run page. */
export const RunUpdate = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('run-snapshot'), run: Run, events: z.array(RunEvent) }),
  z.strictObject({ type: z.literal('run-none') }),
]);
export type RunUpdate = z.infer<typeof RunUpdate>;
