import * as l10n from '@vscode/l10n';
import type { Clock } from '../base/clock.ts';
import { GuardedBody, type BodyInspector } from './bodyGuard.ts';
import { shownAddress, type Endpoint } from './endpoint.ts';
import { malformed, quoted } from './failures.ts';
import { httpFailure, redirected } from './httpFailures.ts';
import type { StreamLimits } from './limits.ts';
import { LineCaps } from './lineCaps.ts';
import { OllamaInspector } from './ollamaInspector.ts';
import { ProviderError } from './providerError.ts';
import { readComplaint } from './serverText.ts';
import { readRetryAfter } from './retryAfter.ts';

/** Most of an error body that is read. */
const COMPLAINT_BYTES = 64 * 1024;

export interface ConnectionPorts {
  readonly fetch: typeof globalThis.fetch;
  readonly clock: Clock;
}

export interface ConnectionSettings {
  readonly endpoint: Endpoint;
  readonly key: string | undefined;
  readonly wire: 'sse' | 'ndjson';
  readonly limits: StreamLimits;
  readonly signal: AbortSignal;
}

/**
 * The one request of a stream. `fetch` is what the SDK is given in place of the real one: it sends the key to its own origin
 * only and no header that the SDK found in the environment, follows no redirect, turns every refusal into a
 * `ProviderError`, and lets nothing through that is not an event stream of bearable size.
 */
export class Connection {
  readonly #ports: ConnectionPorts;
  readonly #settings: ConnectionSettings;
  readonly #caps: LineCaps;
  #body: GuardedBody | undefined;

  constructor(ports: ConnectionPorts, settings: ConnectionSettings) {
    this.#ports = ports;
    this.#settings = settings;
    this.#caps = new LineCaps(settings.endpoint, settings.limits);
  }

  /** True once the server began a reply: from here on a lost connection is a cut reply. */
  get answered(): boolean {
    return this.#body !== undefined;
  }

  /** The reply is whole: lets the connection serve again, or calls `close` when the server does not end its body. */
  release(close: () => void): void {
    void this.#body?.drain(this.#ports.clock, close);
  }

  /** How the body ended, if it did: after a line, or in the middle of one. */
  get end(): 'after-line' | 'in-line' | undefined {
    if (!this.#body?.ended) return undefined;
    return this.#caps.inLine ? 'in-line' : 'after-line';
  }

  readonly fetch = async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const { signal, endpoint } = this.#settings;
    const url = new URL(input instanceof Request ? input.url : input);
    if (url.origin !== endpoint.origin) throw new Error(`request to ${url.origin} instead of ${endpoint.origin}`);
    const response = await this.#ports.fetch(url, {
      method: 'POST',
      headers: this.#headers(),
      body: init?.body ?? null,
      redirect: 'manual',
      signal,
    });
    if (!response.ok) throw await this.#refusal(response);
    this.#body = new GuardedBody(await this.#checkedBody(response), this.#inspector());
    return new Response(this.#body.stream(), { headers: { 'content-type': 'text/event-stream' } });
  };

  #headers(): Record<string, string> {
    const { wire, key } = this.#settings;
    const accept = wire === 'sse' ? 'text/event-stream' : 'application/x-ndjson';
    const headers = { 'content-type': 'application/json', accept, 'user-agent': 'rota' };
    return key === undefined ? headers : { ...headers, authorization: `Bearer ${key}` };
  }

  #inspector(): BodyInspector {
    const { wire, endpoint, key } = this.#settings;
    const caps = this.#caps;
    if (wire === 'ndjson') return new OllamaInspector(endpoint, caps, key);
    return {
      piece(bytes) {
        caps.count(bytes);
        return bytes;
      },
      end: () => undefined,
    };
  }

  async #refusal(response: Response): Promise<ProviderError> {
    const { endpoint, key } = this.#settings;
    const { status, headers } = response;
    if (status < 400) {
      await response.body?.cancel();
      const location = headers.get('location') ?? '';
      const target = URL.canParse(location, endpoint.address) ? new URL(location, endpoint.address).href : '';
      return new ProviderError(redirected(endpoint, shownAddress(target)), { status });
    }
    const complaint = readComplaint(await readStart(response), key);
    const retryAfter = readRetryAfter(headers, this.#ports.clock.now());
    return new ProviderError(httpFailure(endpoint, { ...complaint, status, retryAfter }), { status, serverText: complaint.text });
  }

  async #checkedBody(response: Response): Promise<ReadableStream<Uint8Array<ArrayBufferLike>>> {
    const { endpoint, key, wire } = this.#settings;
    const type = (response.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
    const fits = wire === 'sse' ? type === 'text/event-stream' : /^application\/(x-)?(ndjson|jsonl|json)$/.test(type);
    if (response.body && fits) return response.body;
    const said = readComplaint(await readStart(response), key).text;
    throw malformed(
      endpoint,
      false,
      l10n.t('It came as {0} instead of a stream of events.', type === '' ? l10n.t('nothing in particular') : type),
      type === 'text/html' ? l10n.t('It may be the page of a proxy or of a network that wants a login: "{0}".', said) : quoted(said),
      l10n.t('Check the base URL of the agent.'),
    );
  }
}

/** The beginning of a body as text; closes the connection. A body that breaks off is as good as what came of it. */
async function readStart(response: Response): Promise<string> {
  if (!response.body) return '';
  const reader: ReadableStreamDefaultReader<Uint8Array<ArrayBufferLike>> = response.body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  try {
    while (text.length < COMPLAINT_BYTES) {
      const { done, value } = await reader.read();
      if (done) break;
      text += decoder.decode(value, { stream: true });
    }
    await reader.cancel();
  } catch {
    return text;
  }
  return text;
}
