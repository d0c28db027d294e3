import * as z from 'zod';
import { JsonValue } from '../base/json.ts';
import { Actor, Origin } from './actor.ts';
import { CheckResult } from './check.ts';
import { Effect } from './effect.ts';
import { RequestAnswer, RequestBody } from './request.ts';
import { RunStatus } from './run.ts';
import { BlobHash, TaskId, Timestamp } from './scalars.ts';
import { TokenUsage } from './usage.ts';

/** A tool call as the model made it. `arguments` is its JSON text, unparsed: it may be anything. */
export const ToolCall = z.strictObject({ id: z.string(), name: z.string(), arguments: z.string() });
export type ToolCall = z.infer<typeof ToolCall>;

/** Why a model reply ended. Only `stop` and `tool-calls` are whole replies. */
export const StopReason = z.enum(['stop', 'tool-calls', 'length', 'content-filter', 'cut', 'aborted', 'error']);
export type StopReason = z.infer<typeof StopReason>;

const prompt = z.strictObject({ type: z.literal('prompt'), role: z.enum(['system', 'user']), origin: Origin, text: z.string() });
const callId = z.string();

/** What happens in a run. The log of these alone rebuilds the conversation, the panel and the result. */
export const RunEventBody = z.discriminatedUnion('type', [
  /** `reason`: why this agent was chosen. */
  z.strictObject({
    type: z.literal('run-start'),
    agent: z.string(),
    model: z.string(),
    attempt: z.number().int(),
    simulated: z.boolean(),
    reason: z.string().exactOptional(),
  }),
  prompt,
  /** A finished model reply. A draft is a reply that was cut: kept for people, unseen by the model. */
  z.strictObject({
    type: z.literal('text'),
    text: z.string(),
    toolCalls: z.array(ToolCall),
    stopReason: StopReason,
    usage: TokenUsage,
    /** The server sent no counts: the usage is our estimate. */
    estimated: z.literal(true).exactOptional(),
    draft: z.boolean(),
  }),
  z.strictObject({ type: z.literal('reasoning'), text: z.string() }),
  /** The intent, durable before the effect. A start without an end is never repeated by itself. */
  z.strictObject({
    type: z.literal('tool-start'),
    callId,
    tool: z.string(),
    summary: z.string(),
    input: JsonValue,
    effects: z.array(Effect),
  }),
  /** Exactly one for each call of a reply, also when it was refused or canceled. `text` is what the model reads. */
  z.strictObject({ type: z.literal('tool-end'), callId, tool: z.string(), text: z.string(), failed: z.boolean(), duration: z.number() }),
  z.strictObject({ type: z.literal('approval-request'), request: z.string(), body: RequestBody }),
  z.strictObject({ type: z.literal('approval-response'), request: z.string(), answer: RequestAnswer, by: Actor }),
  z.strictObject({ type: z.literal('question'), request: z.string(), body: RequestBody }),
  z.strictObject({ type: z.literal('answer'), request: z.string(), answer: RequestAnswer, by: Actor }),
  z.strictObject({
    type: z.literal('change'),
    root: z.string(),
    path: z.string(),
    change: z.enum(['create', 'edit', 'delete']),
    before: BlobHash.nullable(),
    after: BlobHash.nullable(),
    added: z.number().int().nonnegative(),
    removed: z.number().int().nonnegative(),
    /** Unified diff for people; absent for what is not text. */
    diff: z.string().optional(),
  }),
  z.strictObject({ type: z.literal('check-start'), check: z.string(), title: z.string(), phase: z.enum(['baseline', 'final']) }),
  z.strictObject({
    type: z.literal('check-end'),
    check: z.string(),
    title: z.string(),
    phase: z.enum(['baseline', 'final']),
    result: CheckResult,
  }),
  z.strictObject({ type: z.literal('budget-warning'), limit: z.string(), message: z.string() }),
  z.strictObject({ type: z.literal('compaction'), message: z.string(), droppedCalls: z.array(z.string()) }),
  z.strictObject({ type: z.literal('retry'), message: z.string(), delay: z.number() }),
  z.strictObject({ type: z.literal('status'), message: z.string() }),
  z.strictObject({ type: z.literal('error'), message: z.string() }),
  z.strictObject({
    type: z.literal('run-end'),
    status: RunStatus,
    message: z.string(),
    usage: TokenUsage,
    cost: z.number().nullable(),
    steps: z.number().int(),
  }),
]);
export type RunEventBody = z.infer<typeof RunEventBody>;

/** A recorded event. `seq` counts from 1 without gaps within its run. */
export const RunEvent = z.strictObject({ seq: z.number().int().positive(), at: Timestamp, task: TaskId, body: RunEventBody });
export type RunEvent = z.infer<typeof RunEvent>;

/** What is shown while it happens and never stored. */
export type LiveEvent =
  | { type: 'text-delta'; text: string }
  | { type: 'reasoning-delta'; text: string }
  | { type: 'tool-output'; callId: string; text: string };
