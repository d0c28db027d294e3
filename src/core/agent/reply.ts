import { sleep } from '../base/clock.ts';
import type { ToolCall } from '../model/runEvent.ts';
import type { ModelReply, ModelRequest, ProviderFailure } from '../providers/provider.ts';
import type { LoopPorts } from './loopPorts.ts';

const MAX_TRIES = 5;
const BASE_DELAY = 500;
const MAX_DELAY = 30_000;
/** A server that asks for a longer pause than this is reported instead of waited for. */
const MAX_RETRY_AFTER = 10 * 60_000;
/** Nobody may be listening: say so soon. */
const UNREACHABLE_TRIES = 2;

export type ReplyOutcome =
  | { readonly kind: 'reply'; readonly reply: ModelReply }
  | { readonly kind: 'failed'; readonly failure: Pick<ProviderFailure, 'kind' | 'message' | 'retryable'> }
  | { readonly kind: 'canceled' };

type ReplyPorts = Pick<LoopPorts, 'provider' | 'signal' | 'clock' | 'ids' | 'record' | 'live' | 'limits' | 'conversation'>;

/**
 * Gets one whole reply and records it. A cut stream is kept as a draft and asked for again, a stopped one is kept;
 * failures that may pass are retried with full jitter, a server's own `Retry-After` is the least that is waited.
 */
export async function requestReply(request: ModelRequest, ports: ReplyPorts): Promise<ReplyOutcome> {
  for (let attempt = 1; ; attempt++) {
    const reply = await streamOnce(request, ports);
    if (reply.reasoning !== '') ports.record({ type: 'reasoning', text: reply.reasoning });
    if (reply.stopReason === 'aborted') {
      // What was on the screen when the run was stopped stays readable.
      if (reply.text !== '') recordText(reply, true, ports);
      return { kind: 'canceled' };
    }
    if (reply.stopReason !== 'error' && reply.stopReason !== 'cut') {
      ports.limits.addReply(reply.usage);
      const whole = { ...reply, toolCalls: uniqueCalls(reply.toolCalls, ports) };
      recordText(whole, false, ports);
      return { kind: 'reply', reply: whole };
    }
    if (reply.text !== '') recordText(reply, true, ports);
    const failure = failureOf(reply);
    const delay = delayBefore(attempt, failure, ports.ids.random());
    if (delay === undefined) return { kind: 'failed', failure };
    ports.record({ type: 'retry', message: failure.message, delay });
    try {
      await sleep(ports.clock, delay, ports.signal);
    } catch {
      return { kind: 'canceled' };
    }
  }
}

async function streamOnce(request: ModelRequest, { provider, signal, live }: ReplyPorts): Promise<ModelReply> {
  for await (const event of provider.stream(request, signal)) {
    if (event.type === 'finish') return event.reply;
    live(event);
  }
  throw new Error(`${provider.title} ended without a finish event`);
}

function recordText(reply: ModelReply, draft: boolean, { record }: ReplyPorts): void {
  const { text, stopReason, usage } = reply;
  const estimated = reply.usageEstimated ? { estimated: true as const } : {};
  record({ type: 'text', text, toolCalls: draft ? [] : [...reply.toolCalls], stopReason, usage, ...estimated, draft });
}

function failureOf(reply: ModelReply): ProviderFailure {
  return reply.failure ?? { kind: 'malformed', message: 'The connection to the model ended in the middle of its reply.', retryable: true };
}

function delayBefore(attempt: number, failure: ProviderFailure, chance: number): number | undefined {
  const tries = failure.kind === 'unreachable' ? UNREACHABLE_TRIES : MAX_TRIES;
  if (!failure.retryable || attempt >= tries || (failure.retryAfter ?? 0) > MAX_RETRY_AFTER) return undefined;
  const jitter = Math.round(chance * Math.min(MAX_DELAY, BASE_DELAY * 2 ** attempt));
  return (failure.retryAfter ?? 0) + jitter;
}

/** Gives every call an id of its own: models and servers repeat them, the log may not. */
function uniqueCalls(calls: readonly ToolCall[], { conversation, ids }: ReplyPorts): ToolCall[] {
  const seen = new Set<string>();
  return calls.map((call) => {
    const taken = call.id === '' || seen.has(call.id) || conversation.knows(call.id);
    const id = taken ? `call-${ids.next()}` : call.id;
    seen.add(id);
    return { ...call, id };
  });
}
