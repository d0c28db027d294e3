import * as l10n from '@vscode/l10n';
import { unlessAborted } from '../base/abort.ts';
import { messageOf, UserError } from '../base/errors.ts';
import type { Clock } from '../base/clock.ts';
import { Connection } from './connection.ts';
import type { Endpoint } from './endpoint.ts';
import { malformed, notConfigured, silent } from './failures.ts';
import type { StreamLimits } from './limits.ts';
import { errorCode, isConnectionLoss, isSilence, networkFailure } from './networkFailures.ts';
import type { ModelReply, ModelRequest, ProviderEvent } from './provider.ts';
import { findProviderError, ProviderError } from './providerError.ts';
import { ReplyDraft } from './replyDraft.ts';
import { cleanServerText } from './serverText.ts';
import { SilenceWatch } from './silenceWatch.ts';

/** What a protocol adds to the stream that all of them share. */
export interface Wire {
  readonly endpoint: Endpoint;
  readonly format: 'sse' | 'ndjson';
  readonly limits: StreamLimits;
  /** Sends the request with the SDK, over `connection.fetch`. */
  open(request: ModelRequest, connection: Connection, signal: AbortSignal): Promise<AsyncIterable<unknown>>;
  /** Adds one event to the draft. Throws `ProviderError` for what is no event of this protocol. */
  read(event: unknown, draft: ReplyDraft): void;
  /** Sorts an error that the SDK threw in mid-stream, if it is one of the server's. */
  explain(error: unknown, key: string | undefined): ProviderError | undefined;
  /** A failure that only shows when the whole reply is there. */
  inspect(draft: ReplyDraft, request: ModelRequest): ProviderError | undefined;
}

export interface StreamPorts {
  readonly fetch: typeof globalThis.fetch;
  readonly clock: Clock;
  /** The key for an origin, if there is one. */
  findKey(): Promise<string | undefined>;
  makeCallId(): string;
}

/** Streams one reply over a wire, as the contract of `Provider` demands. */
export async function* streamReply(
  wire: Wire,
  ports: StreamPorts,
  request: ModelRequest,
  signal: AbortSignal,
): AsyncGenerator<ProviderEvent> {
  const stream = new ReplyStream(wire, ports, request, signal);
  const { draft, watch } = stream;
  let error: unknown;
  try {
    for await (const event of await stream.open()) {
      watch.pause();
      draft.begin();
      wire.read(event, draft);
      if (draft.newReasoning !== '') yield { type: 'reasoning-delta', text: draft.newReasoning };
      if (draft.newText !== '') yield { type: 'text-delta', text: draft.newText };
      if (stream.ended) break;
      if (draft.finish !== undefined) watch.expectEnd();
      watch.resume();
    }
  } catch (thrown) {
    error = thrown;
  } finally {
    // Also when the consumer stops reading: the connection does not outlive the stream.
    stream.dispose(error === undefined && draft.finish !== undefined);
  }
  yield { type: 'finish', reply: stream.finish(error) };
}

/** What one stream owns: its connection, its watch, and how it ended. */
class ReplyStream {
  readonly draft: ReplyDraft;
  readonly watch: SilenceWatch;
  readonly #wire: Wire;
  readonly #ports: StreamPorts;
  readonly #request: ModelRequest;
  readonly #signal: AbortSignal;
  readonly #control = new AbortController();
  #aborted = false;
  #silence: ProviderError | 'after-finish' | undefined;
  #connection: Connection | undefined;
  #key: string | undefined;

  constructor(wire: Wire, ports: StreamPorts, request: ModelRequest, signal: AbortSignal) {
    this.#wire = wire;
    this.#ports = ports;
    this.#request = request;
    this.#signal = signal;
    this.draft = new ReplyDraft(request, ports.makeCallId);
    this.watch = new SilenceWatch(ports.clock, wire.limits, (phase) => {
      this.#silence = phase === 'tail' ? 'after-finish' : silent(wire.endpoint, phase, wire.limits[phase]);
      this.#end();
    });
    if (signal.aborted) this.#abort();
    else signal.addEventListener('abort', this.#abort);
  }

  /** True when the reply ended by our own will, whatever the server still sends. A field, because it is asked for every delta. */
  ended = false;

  readonly #abort = (): void => {
    this.#aborted = true;
    this.#end();
  };

  #end(): void {
    this.ended = true;
    this.#control.abort();
  }

  async open(): Promise<AsyncIterable<unknown>> {
    const { signal } = this.#control;
    const key = (await unlessAborted(this.#ports.findKey(), signal))?.trim();
    // A variable that is set to nothing is the usual way to have no key.
    this.#key = key === '' ? undefined : key;
    if (this.#key !== undefined && !/^[\x21-\x7e]+$/.test(this.#key)) throw unusableKey(this.#wire.endpoint);
    const { endpoint, format, limits } = this.#wire;
    this.#connection = new Connection(this.#ports, { endpoint, key: this.#key, wire: format, limits, signal });
    return this.#wire.open(this.#request, this.#connection, signal);
  }

  dispose(whole: boolean): void {
    this.watch.dispose();
    this.#signal.removeEventListener('abort', this.#abort);
    if (whole && !this.ended) this.#connection?.release(() => this.#end());
    else this.#end();
  }

  finish(error: unknown): ModelReply {
    if (this.#aborted) return this.draft.close('aborted');
    const known = findProviderError(error) ?? this.#silence ?? this.#wire.explain(error, this.#key);
    if (known instanceof ProviderError) return this.#fail(known);
    if (known === 'after-finish' || error === undefined) return this.#whole();
    if (this.#connection?.answered) return this.#finishBroken(this.#connection, error);
    return this.#fail(failureToAsk(this.#wire.endpoint, error, this.#key));
  }

  #finishBroken(connection: Connection, error: unknown): ModelReply {
    const { endpoint, limits } = this.#wire;
    if (isSilence(errorCode(error))) return this.#fail(silent(endpoint, 'idle', limits.idle));
    if (error instanceof SyntaxError && connection.end !== 'in-line')
      return this.#fail(malformed(endpoint, true, l10n.t('It holds broken JSON.')));
    // SDKs may complain about a body that ended too early; that is a cut like any other.
    return connection.end !== undefined || isConnectionLoss(error) ? this.#whole() : this.#fail(unexpected(endpoint, error, this.#key));
  }

  /** The connection is over. Only a finish reason of the server makes a reply whole. */
  #whole(): ModelReply {
    const hidden = this.#wire.inspect(this.draft, this.#request);
    return hidden ? this.#fail(hidden) : this.draft.closeAsSent();
  }

  #fail({ failure }: ProviderError): ModelReply {
    return this.draft.close('error', failure);
  }
}

/** What went wrong before the server began to reply. */
function failureToAsk(endpoint: Endpoint, error: unknown, key: string | undefined): ProviderError {
  if (error instanceof UserError) return notConfigured(error.message);
  return isConnectionLoss(error) ? new ProviderError(networkFailure(endpoint, error)) : unexpected(endpoint, error, key);
}

/** A header with it would be refused by an error that quotes the key. */
function unusableKey({ origin, keyAdvice }: Endpoint): ProviderError {
  return notConfigured(l10n.t('The key for {0} holds characters that no key has.', origin), keyAdvice);
}

/** The contract forbids throwing, so even a bug of ours or of the SDK ends as a failure that names it. */
function unexpected(endpoint: Endpoint, error: unknown, key: string | undefined): ProviderError {
  return malformed(endpoint, true, l10n.t('Something unexpected happened: {0}', cleanServerText(messageOf(error), key)));
}
