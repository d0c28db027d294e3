import * as l10n from '@vscode/l10n';
import type { ChatRequest, Ollama } from 'ollama/browser';
import type { Connection } from './connection.ts';
import { shownAddress, type Endpoint } from './endpoint.ts';
import { estimateRequest } from './estimate.ts';
import { malformed } from './failures.ts';
import { contextTooLong } from './httpFailures.ts';
import { nearbyLimits, type StreamLimits } from './limits.ts';
import { OllamaChunk, readOllamaChunk } from './ollamaChunk.ts';
import { toOllamaMessage, toOllamaTool } from './ollamaMessages.ts';
import type { ModelRequest, Provider } from './provider.ts';
import { ProviderError } from './providerError.ts';
import type { ReplyDraft } from './replyDraft.ts';
import { streamReply, type StreamPorts, type Wire } from './streamReply.ts';

export interface OllamaSettings {
  readonly baseUrl: string;
  readonly model: string;
  readonly contextTokens: number;
  readonly keyAdvice: string;
  readonly limits?: Partial<StreamLimits> | undefined;
}

/** Ollama's native API, through the ollama SDK: only there is the length of the context ours to say. */
export function createOllama(settings: OllamaSettings, ports: StreamPorts): Provider {
  const wire = new OllamaWire(settings);
  return {
    title: `ollama ${settings.model} at ${wire.endpoint.address}`,
    simulated: false,
    contextTokens: settings.contextTokens,
    stream: (request, signal) => streamReply(wire, ports, request, signal),
  };
}

class OllamaWire implements Wire {
  readonly format = 'ndjson';
  readonly limits: StreamLimits;
  readonly endpoint: Endpoint;
  readonly #settings: OllamaSettings;

  constructor(settings: OllamaSettings) {
    const { baseUrl, model, keyAdvice } = settings;
    // The OpenAI-compatible address of the same server is an easy mistake.
    const address = shownAddress(baseUrl).replace(/\/(v1|api)$/, '');
    this.#settings = settings;
    this.endpoint = { provider: 'ollama', origin: new URL(baseUrl).origin, address, model, keyAdvice };
    this.limits = { ...nearbyLimits, ...settings.limits };
  }

  async open(request: ModelRequest, connection: Connection): Promise<AsyncIterable<unknown>> {
    // The entry for browsers is the same client without file access. Its own way to abort starts too late; the connection aborts.
    const { Ollama: Client } = await import('ollama/browser');
    const client: Ollama = new Client({ host: this.endpoint.address, fetch: connection.fetch });
    return client.chat({ ...this.#body(request), stream: true });
  }

  read(event: unknown, draft: ReplyDraft): void {
    const chunk = OllamaChunk.safeParse(event);
    if (!chunk.success) throw malformed(this.endpoint, true, l10n.t("It has an event of another form than Ollama's."));
    const unknownReason = readOllamaChunk(chunk.data, draft);
    if (unknownReason !== undefined) {
      throw malformed(this.endpoint, true, l10n.t('It ended for an unknown reason: "{0}".', unknownReason.slice(0, 50)));
    }
  }

  explain(): undefined {
    return undefined;
  }

  /** Older servers drop the front of a long prompt without a word: the count is full while we sent clearly more. */
  inspect(draft: ReplyDraft, request: ModelRequest): ProviderError | undefined {
    const { contextTokens } = this.#settings;
    const read = draft.counts?.prompt ?? 0;
    const full = read > contextTokens * 0.8 && read <= contextTokens;
    if (!full || estimateRequest(request) <= contextTokens * 1.2) return undefined;
    const note = l10n.t('The server dropped the beginning of it and kept {0} tokens.', String(read));
    const failure = contextTooLong(this.endpoint, '');
    return new ProviderError({ ...failure, message: `${failure.message} ${note}` });
  }

  #body({ messages, tools, maxOutputTokens }: ModelRequest): ChatRequest & { truncate: boolean } {
    const { model, contextTokens } = this.#settings;
    return {
      model,
      messages: messages.map(toOllamaMessage),
      // Newer servers refuse a prompt that is too long instead of cutting it when asked so.
      truncate: false,
      options: { num_ctx: contextTokens, ...(maxOutputTokens === undefined ? {} : { num_predict: maxOutputTokens }) },
      ...(tools.length > 0 ? { tools: tools.map(toOllamaTool) } : {}),
    };
  }
}
