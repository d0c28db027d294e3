import { noUsage } from '../../src/core/model/usage.ts';
import type { ModelReply, ModelRequest, Provider, ProviderEvent } from '../../src/core/providers/provider.ts';

type Step = Partial<ModelReply> | ((request: ModelRequest, signal: AbortSignal) => Promise<Partial<ModelReply>>);

/** A model that answers with prepared replies in order and remembers what it was asked. */
export interface ScriptedModel extends Provider {
  readonly requests: ModelRequest[];
}

export function scriptedModel(...steps: Step[]): ScriptedModel {
  const requests: ModelRequest[] = [];
  async function* stream(request: ModelRequest, signal: AbortSignal): AsyncGenerator<ProviderEvent> {
    requests.push({ ...request, messages: [...request.messages] });
    const step = steps[requests.length - 1] ?? { text: 'The script is over.' };
    const given = typeof step === 'function' ? await step(request, signal) : step;
    const reply = { ...whole, ...given };
    if (reply.text !== '') yield { type: 'text-delta', text: reply.text };
    const stopReason = given.stopReason ?? (reply.toolCalls.length > 0 ? 'tool-calls' : 'stop');
    yield { type: 'finish', reply: { ...reply, stopReason } };
  }
  return { title: 'a script', simulated: false, contextTokens: undefined, requests, stream };
}

const whole: ModelReply = {
  text: '',
  reasoning: '',
  toolCalls: [],
  stopReason: 'stop',
  usage: { ...noUsage, input: 10, output: 5 },
  usageEstimated: false,
};

let made = 0;

/** A tool call with an id of its own. */
export function call(name: string, input: object, id = `id-${++made}`): { id: string; name: string; arguments: string } {
  return { id, name, arguments: JSON.stringify(input) };
}
