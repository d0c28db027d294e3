import * as z from 'zod';
import type { ReplyDraft } from './replyDraft.ts';

const text = z.string().nullish();
const count = z.number().nonnegative().nullish().catch(undefined);

/** One line of Ollama's `/api/chat`. */
export const OllamaChunk = z.object({
  message: z
    .object({
      content: text,
      thinking: text,
      tool_calls: z.array(z.object({ id: text, function: z.object({ name: z.string(), arguments: z.unknown().optional() }) })).nullish(),
    })
    .nullish(),
  done: z.boolean().nullish(),
  done_reason: text,
  prompt_eval_count: count,
  eval_count: count,
});
export type OllamaChunk = z.infer<typeof OllamaChunk>;

/** Adds a line to the draft. Returns a finish reason that nobody knows. */
export function readOllamaChunk(chunk: OllamaChunk, draft: ReplyDraft): string | undefined {
  const { message } = chunk;
  if (message?.thinking) draft.addReasoning(message.thinking);
  if (message?.content) draft.addText(message.content);
  for (const call of message?.tool_calls ?? []) {
    const { name, arguments: input } = call.function;
    const json = typeof input === 'string' ? input : JSON.stringify(input ?? {});
    draft.calls.push({ index: draft.calls.length, id: call.id ?? '', name, arguments: json });
  }
  return chunk.done ? readEnd(chunk, draft) : undefined;
}

function readEnd(chunk: OllamaChunk, draft: ReplyDraft): string | undefined {
  const { prompt_eval_count: prompt, eval_count: completion } = chunk;
  // Older servers leave the prompt out when all of it was cached: then nothing is known, and we estimate.
  if (typeof prompt === 'number' && typeof completion === 'number') {
    draft.counts = { prompt: Math.round(prompt), cached: 0, completion: Math.round(completion), reasoning: undefined };
  }
  const reason = chunk.done_reason ?? 'stop';
  if (reason !== 'stop' && reason !== 'length') return reason;
  draft.finish = reason;
  return undefined;
}
