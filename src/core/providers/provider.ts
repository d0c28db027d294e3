import type { ModelMessage } from '../model/modelMessage.ts';
import type { StopReason, ToolCall } from '../model/runEvent.ts';
import type { TokenUsage } from '../model/usage.ts';
import type { JsonValue } from '../base/json.ts';

/** A tool as the model is told of it. `parameters` is a JSON Schema object. */
export interface ToolDeclaration {
  readonly name: string;
  readonly description: string;
  readonly parameters: { readonly [key: string]: JsonValue };
}

export interface ModelRequest {
  readonly messages: readonly ModelMessage[];
  readonly tools: readonly ToolDeclaration[];
  /** Most tokens of the reply; absent leaves it to the server. */
  readonly maxOutputTokens?: number;
}

/** What went wrong, sorted by what can be done about it. */
export type ProviderFailureKind =
  | 'not-configured' // no model, no key, no script
  | 'unreachable' // nobody listens there, DNS, TLS
  | 'unauthorized' // 401, 403
  | 'unknown-model' // 404 or a message that says so
  | 'no-tool-support'
  | 'context-too-long'
  | 'rate-limited' // 429; `retryAfter` is honoured whole
  | 'overloaded' // 5xx, 529
  | 'timeout' // no first byte, or silence between events
  | 'malformed' // not the protocol that was expected: HTML page, broken JSON, line without end
  | 'rejected'; // any other 4xx

export interface ProviderFailure {
  readonly kind: ProviderFailureKind;
  /** Full sentences for people: what happened, at which address, what to do next. Never holds a key. */
  readonly message: string;
  /** Trying the same request again may help. */
  readonly retryable: boolean;
  /** Milliseconds the server asked to wait. */
  readonly retryAfter?: number;
}

/** A reply as far as it came. */
export interface ModelReply {
  readonly text: string;
  readonly reasoning: string;
  /** Empty unless the reply is whole (`tool-calls` or `stop`): nothing from a cut reply may run. */
  readonly toolCalls: readonly ToolCall[];
  readonly stopReason: StopReason;
  readonly usage: TokenUsage;
  /** True when the server sent no counts and `usage` is our estimate. */
  readonly usageEstimated: boolean;
  /** Present exactly when `stopReason` is `error`. */
  readonly failure?: ProviderFailure;
}

export type ProviderEvent =
  | { readonly type: 'text-delta'; readonly text: string }
  | { readonly type: 'reasoning-delta'; readonly text: string }
  /** Always the last event, exactly once. */
  | { readonly type: 'finish'; readonly reply: ModelReply };

/**
 * A source of model replies.
 *
 * `stream` never throws and never rejects: every failure arrives in the `finish` event, which is always sent and always last.
 * A stream that ends without a finish reason from the server was cut (`cut`). Aborting the signal ends the stream with `aborted`
 * at once, whatever the server does, and closes the connection. First-byte and idle limits are the provider's own.
 */
export interface Provider {
  /** For people: `openai gpt-x at http://…`. */
  readonly title: string;
  /** True when nothing is computed: a simulation never counts as work done. */
  readonly simulated: boolean;
  /** Tokens the model can read, if known. */
  readonly contextTokens: number | undefined;
  stream(request: ModelRequest, signal: AbortSignal): AsyncIterable<ProviderEvent>;
}
