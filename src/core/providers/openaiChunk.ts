import * as z from 'zod';
import type { DraftCall, ReplyDraft } from './replyDraft.ts';

const text = z.string().nullish();
const count = z.number().nonnegative().nullish().catch(undefined);

const CallPiece = z.object({
  index: z.number().int().nullish(),
  id: text,
  /** Text by the protocol; some servers send the object itself. */
  function: z.object({ name: text, arguments: z.unknown().optional() }).nullish(),
});
type CallPiece = z.infer<typeof CallPiece>;

const Delta = z.object({
  /** Text, or parts of text and thinking. */
  content: z.unknown().optional(),
  reasoning_content: text,
  reasoning: text,
  tool_calls: z.array(CallPiece).nullish(),
  function_call: z.object({ name: text, arguments: z.unknown().optional() }).nullish(),
});
type Delta = z.infer<typeof Delta>;

const OpenAIUsage = z.object({
  prompt_tokens: count,
  completion_tokens: count,
  prompt_tokens_details: z.object({ cached_tokens: count }).nullish().catch(undefined),
  completion_tokens_details: z.object({ reasoning_tokens: count }).nullish().catch(undefined),
});

/** One event of a Chat Completions stream, as loose as servers are. */
export const OpenAIChunk = z.object({
  choices: z.array(z.object({ index: z.number().nullish(), delta: Delta.nullish(), finish_reason: text })).nullish(),
  usage: OpenAIUsage.nullish().catch(undefined),
});
export type OpenAIChunk = z.infer<typeof OpenAIChunk>;

/** The text of an event that says nothing else: by far most of them, so they are spared the schema. */
export function onlyText(event: unknown): string | undefined {
  if (typeof event !== 'object' || event === null || !('choices' in event) || ('usage' in event && event.usage)) return undefined;
  const choice: unknown = Array.isArray(event.choices) && event.choices.length === 1 ? event.choices[0] : undefined;
  if (typeof choice !== 'object' || choice === null || !('delta' in choice)) return undefined;
  if (('finish_reason' in choice && choice.finish_reason !== null) || !('index' in choice) || choice.index !== 0) return undefined;
  const { delta } = choice;
  if (typeof delta !== 'object' || delta === null || !('content' in delta) || typeof delta.content !== 'string') return undefined;
  for (const name in delta) if (name !== 'content' && name !== 'role') return undefined;
  return delta.content;
}

/** Adds a chunk to the draft. Returns a finish reason that nobody knows. */
export function readOpenAIChunk(chunk: OpenAIChunk, draft: ReplyDraft): string | undefined {
  if (chunk.usage) readUsage(chunk.usage, draft);
  const choice = chunk.choices?.find(({ index }) => (index ?? 0) === 0);
  if (!choice) return undefined;
  if (choice.delta) readDelta(choice.delta, draft);
  if (!choice.finish_reason) return undefined;
  const finish = finishReasons.get(choice.finish_reason.toLowerCase());
  if (!finish) return choice.finish_reason;
  draft.finish = finish;
  return undefined;
}

const finishReasons = new Map<string, NonNullable<ReplyDraft['finish']>>([
  ...(['stop', 'tool_calls', 'function_call', 'tool_use', 'end_turn', 'stop_sequence', 'eos', 'eos_token'] as const).map(
    (word) => [word, 'stop'] as const,
  ),
  ...(['length', 'max_tokens', 'model_length'] as const).map((word) => [word, 'length'] as const),
  ...(['content_filter', 'safety', 'refusal'] as const).map((word) => [word, 'content-filter'] as const),
]);

function readDelta(delta: Delta, draft: ReplyDraft): void {
  const reasoning = delta.reasoning_content ?? delta.reasoning;
  if (reasoning) draft.addReasoning(reasoning);
  if (typeof delta.content === 'string') draft.addText(delta.content);
  else if (delta.content) readParts(delta.content, draft);
  if (delta.tool_calls) for (const piece of delta.tool_calls) readCallPiece(piece, draft.calls);
  if (delta.function_call) readCallPiece({ index: 0, id: undefined, function: delta.function_call }, draft.calls);
}

const Thinking = z.array(z.object({ text: z.string().catch('') }));
const Parts = z.array(z.object({ type: text, text: z.string().catch(''), thinking: Thinking.catch([]) })).catch([]);

function readParts(content: unknown, draft: ReplyDraft): void {
  for (const part of Parts.parse(content)) {
    draft.addText(part.text);
    draft.addReasoning(part.thinking.map((piece) => piece.text).join(''));
  }
}

/** A piece belongs to the call of its index. Servers that give no index, or always the same, begin a call with a new id. */
function readCallPiece(piece: CallPiece, calls: DraftCall[]): void {
  const id = piece.id ?? '';
  const name = piece.function?.name ?? '';
  const call = findCall(piece, calls) ?? addCall(calls, piece.index ?? calls.length);
  if (call.id === '') call.id = id;
  if (call.name === '') call.name = name;
  const more = piece.function?.arguments;
  if (typeof more === 'string') call.arguments += more;
  else if (more !== undefined && more !== null) call.arguments = JSON.stringify(more);
}

function findCall(piece: CallPiece, calls: DraftCall[]): DraftCall | undefined {
  const { id, index } = piece;
  const last = calls.at(-1);
  const call =
    typeof index === 'number' ? calls.findLast((known) => known.index === index) : id ? calls.find((known) => known.id === id) : last;
  const another = id && call && call.id !== '' && call.id !== id && piece.function?.name;
  return another ? undefined : call;
}

function addCall(calls: DraftCall[], index: number): DraftCall {
  const call = { index, id: '', name: '', arguments: '' };
  calls.push(call);
  return call;
}

/** Zeros everywhere are what servers send that do not count. */
function readUsage(usage: z.infer<typeof OpenAIUsage>, draft: ReplyDraft): void {
  const prompt = Math.round(usage.prompt_tokens ?? 0);
  const completion = Math.round(usage.completion_tokens ?? 0);
  if (prompt + completion === 0) return;
  const cached = Math.round(usage.prompt_tokens_details?.cached_tokens ?? 0);
  const reasoning = usage.completion_tokens_details?.reasoning_tokens;
  draft.counts = { prompt, cached, completion, reasoning: typeof reasoning === 'number' ? Math.round(reasoning) : undefined };
}
