import * as l10n from '@vscode/l10n';
import { noUsage } from '../model/usage.ts';
import type { ModelReply, Provider, ProviderEvent } from './provider.ts';

/** Pretends: says that it pretends, asks no model and calls no tool. */
export function createSimulated(): Provider {
  return { title: 'simulated', simulated: true, contextTokens: undefined, stream: (_request, signal) => pretend(signal) };
}

async function* pretend(signal: AbortSignal): AsyncGenerator<ProviderEvent> {
  const text = l10n.t('Simulated: no model was asked and nothing was done.');
  const reply: ModelReply = { text, reasoning: '', toolCalls: [], stopReason: 'stop', usage: noUsage, usageEstimated: false };
  if (signal.aborted) {
    yield { type: 'finish', reply: { ...reply, text: '', stopReason: 'aborted' } };
    return;
  }
  yield { type: 'text-delta', text };
  yield { type: 'finish', reply: signal.aborted ? { ...reply, stopReason: 'aborted' } : reply };
}
