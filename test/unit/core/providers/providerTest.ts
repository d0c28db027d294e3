import assert from 'node:assert/strict';
import { createProvider, type ProviderPorts } from '../../../../src/core/providers/createProvider.ts';
import type { ModelReply, ModelRequest, Provider, ProviderEvent } from '../../../../src/core/providers/provider.ts';
import { nodeClock } from '../../../../src/node/nodeClock.ts';

/** A key that must never be seen but in one header. */
export const KEY = 'Zq7x+0123456789/abcdefSECRET=';

/** Ports of the real machine, ids that count, and no key. */
export function testPorts(change: Partial<ProviderPorts> = {}): ProviderPorts {
  let count = 0;
  return {
    fetch: globalThis.fetch,
    clock: nodeClock,
    ids: { next: () => `ID${(count += 1)}` },
    findKey: () => Promise.resolve(undefined),
    readScript: () => Promise.reject(new Error('no script in this test')),
    ...change,
  };
}

export function openai(baseUrl: string, ports: Partial<ProviderPorts> = {}): Provider {
  return createProvider({ provider: 'openai', baseUrl, model: 'm' }, testPorts(ports));
}

export function ollama(baseUrl: string, ports: Partial<ProviderPorts> = {}): Provider {
  return createProvider({ provider: 'ollama', baseUrl, model: 'm', contextTokens: 16_384 }, testPorts(ports));
}

/** Both servers' protocols, for what must hold in each. */
export const wires = [
  { name: 'openai', make: openai },
  { name: 'ollama', make: ollama },
] as const;

export function aRequest(change: Partial<ModelRequest> = {}): ModelRequest {
  return { messages: [{ role: 'user', text: 'Do it.', origin: 'user' }], tools: [], ...change };
}

export interface Streamed {
  readonly events: readonly ProviderEvent[];
  readonly reply: ModelReply;
}

/** Reads a stream to its end and checks what every stream promises: one `finish`, at the end, and the deltas add up. */
export async function read(provider: Provider, request = aRequest(), signal = new AbortController().signal): Promise<Streamed> {
  const events: ProviderEvent[] = [];
  for await (const event of provider.stream(request, signal)) events.push(event);
  const last = events.at(-1);
  assert.ok(last?.type === 'finish', 'the last event is the finish');
  assert.equal(events.filter(({ type }) => type === 'finish').length, 1);
  const joined = (type: string): string => events.flatMap((event) => (event.type === type && 'text' in event ? [event.text] : [])).join('');
  const { reply } = last;
  assert.equal(joined('text-delta'), reply.text);
  assert.equal(joined('reasoning-delta'), reply.reasoning);
  assert.equal(reply.failure !== undefined, reply.stopReason === 'error');
  if (reply.stopReason !== 'stop' && reply.stopReason !== 'tool-calls') assert.deepEqual(reply.toolCalls, []);
  return { events, reply };
}
