import * as z from 'zod';
import { Actor } from '../core/model/actor.ts';
import { GrantScope } from '../core/model/effect.ts';
import { RequestAnswer } from '../core/model/request.ts';
import { RunId, TaskId, Timestamp } from '../core/model/scalars.ts';

/** One thing that a person must know before deciding, whole, as `describeRequestForPerson` says it. */
const RequestFact = z.strictObject({
  kind: z.enum(['command', 'folder', 'path', 'reason']),
  name: z.string(),
  value: z.string(),
  note: z.string().nullable(),
});

/** A request as pages show it: already filtered, in the words that every door uses. No text of it is markup. */
export const RequestCard = z.strictObject({
  id: z.string(),
  task: TaskId,
  run: RunId,
  kind: z.enum(['approval', 'question', 'limit', 'interrupted']),
  title: z.string(),
  detail: z.string(),
  facts: z.array(RequestFact),
  diff: z.string().nullable(),
  choices: z.array(z.string()),
  scopes: z.array(GrantScope),
  /** It held characters that nobody sees; they are shown as codes. */
  hadInvisible: z.boolean(),
  answer: RequestAnswer.nullable(),
  answeredBy: Actor.nullable(),
  answeredAt: Timestamp.nullable(),
});
export type RequestCard = z.infer<typeof RequestCard>;

/** What any page may ask for about a request. Spread `RequestAsk.options` into the page's own requests. */
export const RequestAsk = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('request-answer'), request: z.string(), answer: RequestAnswer }),
  /** Shows its edit as a diff in the editor. */
  z.strictObject({ type: z.literal('request-diff'), request: z.string() }),
]);
export type RequestAsk = z.infer<typeof RequestAsk>;
