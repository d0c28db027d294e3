import * as z from 'zod';
import { Prices } from '../core/model/agent.ts';
import { Run, RunStatus } from '../core/model/run.ts';
import { RunEvent } from '../core/model/runEvent.ts';
import { KnownAgentName, RunId, TaskId, Timestamp } from '../core/model/scalars.ts';
import { TaskStatus } from '../core/model/taskStatus.ts';
import { Budget } from '../core/model/usage.ts';
import { LinkRequest } from './links.ts';
import { RequestAsk, RequestCard } from './requestCard.ts';

/** What the run page may ask of the window. */
export const RunRequest = z.discriminatedUnion('type', [
  /** The page listens from now on. It names the run that it showed before it was hidden or reloaded. */
  z.strictObject({ type: z.literal('ready'), shown: RunId.nullable() }),
  z.strictObject({ type: z.literal('run-show'), task: TaskId, run: RunId }),
  z.strictObject({ type: z.literal('run-stop'), task: TaskId }),
  z.strictObject({ type: z.literal('run-continue'), task: TaskId }),
  z.strictObject({ type: z.literal('card-open'), task: TaskId }),
  z.strictObject({ type: z.literal('changes-show'), run: RunId }),
  ...RequestAsk.options,
  ...LinkRequest.options,
]);
export type RunRequest = z.infer<typeof RunRequest>;

/** A run in a list to choose from. */
export const RunChoice = z.strictObject({
  run: RunId,
  task: TaskId,
  number: z.number().int(),
  title: z.string(),
  attempt: z.number().int(),
  agent: KnownAgentName,
  status: RunStatus,
  startedAt: Timestamp,
});
export type RunChoice = z.infer<typeof RunChoice>;

/** What stands above the log. Usage follows from the events; prices and limits let the page keep count. */
export const RunHead = z.strictObject({
  run: Run,
  card: z.strictObject({ id: TaskId, number: z.number().int(), title: z.string(), status: TaskStatus }),
  model: z.string(),
  limits: Budget,
  prices: Prices.nullable(),
  /** A process works on it or waits with it for an answer. False for a run that waits to be taken up. */
  held: z.boolean(),
  requests: z.array(RequestCard),
  /** All runs of this card, the newest first. */
  attempts: z.array(RunChoice),
  /** Runs of other cards that go on or wait. */
  others: z.array(RunChoice),
});
export type RunHead = z.infer<typeof RunHead>;

/** What is said while it happens, gathered. It is replaced by recorded events. */
export const LiveText = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('text'), text: z.string() }),
  z.strictObject({ kind: z.literal('reasoning'), text: z.string() }),
  z.strictObject({ kind: z.literal('output'), callId: z.string(), text: z.string() }),
]);
export type LiveText = z.infer<typeof LiveText>;

/** What the window tells the run page. A hidden page misses messages: a snapshot forgives that. */
export const RunUpdate = z.discriminatedUnion('type', [
  /** All that is known of a run, long logs in their first part; everything after continues it. */
  z.strictObject({ type: z.literal('run-snapshot'), head: RunHead, events: z.array(RunEvent), live: z.array(LiveText) }),
  z.strictObject({ type: z.literal('run-progress'), run: RunId, events: z.array(RunEvent), live: z.array(LiveText) }),
  z.strictObject({ type: z.literal('run-head'), head: RunHead }),
  z.strictObject({ type: z.literal('run-none'), message: z.string().nullable() }),
  /** The keyboard was asked for: the request with this id, or the log. */
  z.strictObject({ type: z.literal('run-reveal'), request: z.string().nullable() }),
]);
export type RunUpdate = z.infer<typeof RunUpdate>;
