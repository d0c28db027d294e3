import * as z from 'zod';
import { parseJson } from '../base/json.ts';
import { baseCandidates } from './endpoint.ts';

/** A server that may be asked which models it has. */
export interface ModelServer {
  readonly provider: 'openai' | 'ollama';
  readonly baseUrl: string;
}

/** What asking a server for its models came to. */
export type ModelListing =
  | { readonly kind: 'models'; readonly models: readonly string[] }
  /** It wants a key, or another one. */
  | { readonly kind: 'refused'; readonly status: number }
  /** Nobody listens there, or not in time. */
  | { readonly kind: 'unreachable' }
  /** Somebody listens who does not tell models: another kind of server, or one that keeps them to itself. */
  | { readonly kind: 'unknown' };

export interface ModelListPorts {
  readonly fetch: typeof globalThis.fetch;
  /** The key for an origin; it is sent to no other. */
  findKey(origin: string): Promise<string | undefined>;
}

const MOST_BYTES = 4 * 1024 * 1024;
const MOST_MODELS = 2000;

const ModelName = z
  .string()
  .min(1)
  .max(300)
  .regex(/^[^\p{Cc}\p{Cf}]+$/u);
/** Every name on its own: a server with one strange model has others. */
const Named = z.union([
  z.object({ id: ModelName }).transform(({ id }) => id),
  z.object({ name: ModelName }).transform(({ name }) => name),
  z.unknown().transform(() => undefined),
]);
const Listing = z.union([
  z.object({ data: z.array(Named) }).transform(({ data }) => data),
  z.object({ models: z.array(Named) }).transform(({ models }) => models),
]);

/** Asks a server which models it has. Never rejects: what a stranger's server does is an answer. The signal limits the time. */
export async function listModels(server: ModelServer, ports: ModelListPorts, signal: AbortSignal): Promise<ModelListing> {
  if (!URL.canParse(server.baseUrl)) return { kind: 'unreachable' };
  const { origin } = new URL(server.baseUrl);
  const addresses = server.provider === 'ollama' ? [`${origin}/api/tags`] : baseCandidates(server.baseUrl).map(modelsAddress);
  let listing: ModelListing = { kind: 'unreachable' };
  for (const address of addresses) {
    listing = await ask(address, origin, ports, signal).catch((): ModelListing => ({ kind: 'unreachable' }));
    if (listing.kind !== 'unknown') return listing;
  }
  return listing;
}

function modelsAddress(base: string): string {
  const url = new URL(base);
  url.pathname = `${url.pathname.replace(/\/$/, '')}/models`;
  return url.href;
}

async function ask(address: string, origin: string, { fetch, findKey }: ModelListPorts, signal: AbortSignal): Promise<ModelListing> {
  const key = await findKey(origin);
  const headers = { accept: 'application/json', 'user-agent': 'rota', ...(key === undefined ? {} : { authorization: `Bearer ${key}` }) };
  const response = await fetch(address, { headers, redirect: 'manual', signal });
  const text = await readText(response);
  if (response.status === 401 || response.status === 403) return { kind: 'refused', status: response.status };
  const names = response.ok && text !== undefined ? parseJson(Listing, text) : undefined;
  if (!names) return { kind: 'unknown' };
  const known = names.filter((name) => name !== undefined).slice(0, MOST_MODELS);
  return { kind: 'models', models: [...new Set(known)].sort((a, b) => a.localeCompare(b)) };
}

/** The body, or `undefined` when it is longer than any list of models. */
async function readText(response: Response): Promise<string | undefined> {
  if (!response.body) return '';
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength;
    if (bytes > MOST_BYTES) return undefined; // leaving the loop closes the connection
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}
