import * as z from 'zod';
import { Actor } from './actor.ts';
import { RunId, TaskId, Timestamp } from './scalars.ts';
import { Effect, GrantScope } from './effect.ts';

/** Something that a run waits for a person to decide. Open requests are the inbox. */
export const RequestBody = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('approval'),
    callId: z.string(),
    tool: z.string(),
    summary: z.string(),
    effects: z.array(Effect),
    /** Why the policy did not decide by itself. */
    reason: z.string(),
    scopes: z.array(GrantScope),
    /** A unified diff when the call edits a file. */
    diff: z.string().nullable(),
  }),
  z.strictObject({ kind: z.literal('question'), callId: z.string(), question: z.string(), choices: z.array(z.string()) }),
  z.strictObject({ kind: z.literal('limit'), limit: z.enum(['steps', 'tokens', 'cost', 'minutes', 'loop']), message: z.string() }),
  /** A run that was cut off after a side effect: continue, start over or give up. */
  z.strictObject({ kind: z.literal('interrupted'), message: z.string() }),
]);
export type RequestBody = z.infer<typeof RequestBody>;

export const RequestAnswer = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('approve'), scope: GrantScope }),
  z.strictObject({ kind: z.literal('reject'), note: z.string().max(4000).nullable() }),
  z.strictObject({ kind: z.literal('text'), text: z.string().min(1).max(20_000) }),
  z.strictObject({ kind: z.literal('continue') }),
  z.strictObject({ kind: z.literal('start-over') }),
  z.strictObject({ kind: z.literal('stop') }),
]);
export type RequestAnswer = z.infer<typeof RequestAnswer>;

export const PersonRequest = z.strictObject({
  id: z.string(),
  task: TaskId,
  run: RunId,
  at: Timestamp,
  body: RequestBody,
  answer: RequestAnswer.nullable(),
  answeredAt: Timestamp.nullable(),
  answeredBy: Actor.nullable(),
});
export type PersonRequest = z.infer<typeof PersonRequest>;
