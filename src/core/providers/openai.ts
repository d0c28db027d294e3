import * as l10n from '@vscode/l10n';
import type OpenAI from 'openai';
import type { ClientOptions } from 'openai';
import type { ChatCompletionCreateParamsStreaming } from 'openai/resources/chat/completions';
import type { Connection } from './connection.ts';
import { baseCandidates, isNearby, shownAddress, type Endpoint } from './endpoint.ts';
import { malformed } from './failures.ts';
import { streamFailure } from './httpFailures.ts';
import { nearbyLimits, remoteLimits, type StreamLimits } from './limits.ts';
import { onlyText, OpenAIChunk, readOpenAIChunk } from './openaiChunk.ts';
import { toOpenAIMessage, toOpenAITool } from './openaiMessages.ts';
import type { ModelRequest, Provider } from './provider.ts';
import { findProviderError, ProviderError } from './providerError.ts';
import type { ReplyDraft } from './replyDraft.ts';
import { readErrorValue } from './serverText.ts';
import { streamReply, type StreamPorts, type Wire } from './streamReply.ts';

export interface OpenAISettings {
  readonly baseUrl: string;
  readonly model: string;
  readonly keyAdvice: string;
  readonly limits?: Partial<StreamLimits> | undefined;
}

/** Longest wait a timer can hold: our own limits end a request, not the SDK's. */
const NEVER = 2_147_483_647;

/** Chat Completions of any server, through the openai SDK. */
export function createOpenAI(settings: OpenAISettings, ports: StreamPorts): Provider {
  const wire = new OpenAIWire(settings);
  return {
    title: `openai ${settings.model} at ${shownAddress(settings.baseUrl)}`,
    simulated: false,
    contextTokens: undefined,
    stream: (request, signal) => streamReply(wire, ports, request, signal),
  };
}

/** Remembers between requests which base address and which words the server understands. */
class OpenAIWire implements Wire {
  readonly format = 'sse';
  readonly limits: StreamLimits;
  readonly #settings: OpenAISettings;
  readonly #origin: string;
  #bases: readonly string[];
  #countsUsage = true;
  #ApiError: typeof OpenAI.APIError | undefined;
  #limitWord: 'max_tokens' | 'max_completion_tokens';

  constructor(settings: OpenAISettings) {
    this.#settings = settings;
    this.#origin = new URL(settings.baseUrl).origin;
    this.#bases = baseCandidates(settings.baseUrl);
    this.#limitWord = this.#origin === 'https://api.openai.com' ? 'max_completion_tokens' : 'max_tokens';
    this.limits = { ...(isNearby(this.#origin) ? nearbyLimits : remoteLimits), ...settings.limits };
  }

  get endpoint(): Endpoint {
    const { model, keyAdvice } = this.#settings;
    return { provider: 'openai', origin: this.#origin, address: shownAddress(this.#bases[0] ?? ''), model, keyAdvice };
  }

  async open(request: ModelRequest, connection: Connection, signal: AbortSignal): Promise<AsyncIterable<unknown>> {
    const { OpenAI: Client } = await import('openai');
    this.#ApiError = Client.APIError;
    const failures: unknown[] = [];
    for (const base of this.#bases) {
      try {
        const events = await this.#sendAdapted(() => this.#send(new Client(clientOptions(base, connection)), request, signal));
        this.#bases = [base];
        return events;
      } catch (error) {
        if (!knowsNoSuchAddress(findProviderError(error))) throw error;
        failures.push(error);
      }
    }
    throw failures[0];
  }

  explain(error: unknown, key: string | undefined): ProviderError | undefined {
    if (!this.#ApiError || !(error instanceof this.#ApiError) || error.error === undefined) return undefined;
    return new ProviderError(streamFailure(this.endpoint, readErrorValue(error.error, key)));
  }

  read(event: unknown, draft: ReplyDraft): void {
    const text = onlyText(event);
    if (text !== undefined) return draft.addText(text);
    const chunk = OpenAIChunk.safeParse(event);
    if (!chunk.success) throw malformed(this.endpoint, true, l10n.t('It has an event of another form than Chat Completions.'));
    const unknownReason = readOpenAIChunk(chunk.data, draft);
    if (unknownReason !== undefined) {
      throw malformed(this.endpoint, true, l10n.t('It ended for an unknown reason: "{0}".', unknownReason.slice(0, 50)));
    }
  }

  inspect(): undefined {
    return undefined;
  }

  /** Sends again where a server refused a word that another one understands. */
  async #sendAdapted<T>(send: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await send();
      } catch (error) {
        if (!this.#adapt(findProviderError(error))) throw error;
      }
    }
  }

  async #send(client: OpenAI, request: ModelRequest, signal: AbortSignal): Promise<AsyncIterable<unknown>> {
    return client.chat.completions.create(this.#body(request), { signal });
  }

  #body({ messages, tools, maxOutputTokens }: ModelRequest): ChatCompletionCreateParamsStreaming {
    return {
      model: this.#settings.model,
      messages: messages.map(toOpenAIMessage),
      stream: true,
      ...(this.#countsUsage ? { stream_options: { include_usage: true } } : {}),
      ...(tools.length > 0 ? { tools: tools.map(toOpenAITool) } : {}),
      ...(maxOutputTokens === undefined ? {} : { [this.#limitWord]: maxOutputTokens }),
    };
  }

  /** Learns from a refusal. True when the request is worth sending again in other words. */
  #adapt(error: ProviderError | undefined): boolean {
    if (error?.status !== 400 && error?.status !== 422) return false;
    if (this.#countsUsage && error.serverText.includes('stream_options')) {
      this.#countsUsage = false;
      return true;
    }
    if (this.#limitWord === 'max_tokens' && error.serverText.includes('max_completion_tokens')) {
      this.#limitWord = 'max_completion_tokens';
      return true;
    }
    return false;
  }
}

function clientOptions(baseURL: string, connection: Connection): ClientOptions {
  return {
    baseURL,
    fetch: connection.fetch,
    // What is absent here the SDK takes from the environment, where keys of other servers may be. The connection sets the headers.
    apiKey: 'set-by-connection',
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
    // When to try again is the loop's decision, and limits are the connection's.
    maxRetries: 0,
    timeout: NEVER,
    logLevel: 'off',
  };
}

/** True for an answer that says nothing about the model, only that the path is wrong: a 404, or the page of a web application. */
function knowsNoSuchAddress(error: ProviderError | undefined): boolean {
  if (error?.status === 404 || error?.status === 405) return !/model/i.test(error.serverText);
  return error?.failure.kind === 'malformed';
}
