import * as z from 'zod';
import { KnownAgentName, BlobHash, RunId, TaskId, Timestamp } from './scalars.ts';
import { TokenUsage } from './usage.ts';

export const RunStatus = z.enum(['running', 'waiting', 'succeeded', 'failed', 'canceled', 'interrupted']);
export type RunStatus = z.infer<typeof RunStatus>;

/** One attempt of one agent at one task. Its story is its log of events. */
export const Run = z.strictObject({
  id: RunId,
  task: TaskId,
  attempt: z.number().int().positive(),
  agent: KnownAgentName,
  runner: z.enum(['builtin']),
  /** True when no model was asked: a simulation never counts as work done. */
  simulated: z.boolean(),
  fence: z.number().int().positive(),
  status: RunStatus,
  usage: TokenUsage,
  /** US dollars; `null` when the agent states no prices. */
  cost: z.number().nonnegative().nullable(),
  steps: z.number().int().nonnegative(),
  startedAt: Timestamp,
  endedAt: Timestamp.nullable(),
  error: z.string().nullable(),
  /** Set when another host asked it to stop. */
  cancelRequested: z.boolean(),
  /** Events in its log, and the log's length in bytes, as of the last change of state. */
  eventCount: z.number().int().nonnegative(),
  logBytes: z.number().int().nonnegative(),
});
export type Run = z.infer<typeof Run>;

/** A file that a run touched: what it was before the run's first write, and what the run left. */
export const RunFile = z.strictObject({
  run: RunId,
  root: z.string(),
  path: z.string(),
  access: z.enum(['read', 'write']),
  /** `null`: the file did not exist, or was only read. */
  before: BlobHash.nullable(),
  after: BlobHash.nullable(),
});
export type RunFile = z.infer<typeof RunFile>;
