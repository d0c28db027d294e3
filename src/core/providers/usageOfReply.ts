import { noUsage, type TokenUsage } from '../model/usage.ts';
import { estimateRequest, estimateTokens } from './estimate.ts';
import type { ModelRequest } from './provider.ts';

/** Counts as servers send them: the prompt includes what was cached, the completion includes reasoning. */
export interface ServerCounts {
  readonly prompt: number;
  readonly cached: number;
  readonly completion: number;
  /** Absent when the server does not tell reasoning apart. */
  readonly reasoning: number | undefined;
}

/** How much came out, in characters. */
interface ReplyLength {
  readonly visible: number;
  readonly reasoning: number;
}

/** Makes a server's overlapping counts disjoint; without its own reasoning count the completion is split by length. */
export function disjointUsage(counts: ServerCounts, length: ReplyLength): TokenUsage {
  const cachedInput = Math.min(counts.cached, counts.prompt);
  const all = length.visible + length.reasoning;
  const share = all === 0 ? 0 : Math.round((counts.completion * length.reasoning) / all);
  const reasoning = Math.min(counts.reasoning ?? share, counts.completion);
  return { input: counts.prompt - cachedInput, cachedInput, output: counts.completion - reasoning, reasoning };
}

/** Our estimate, for a reply whose server sent no counts. */
export function estimatedUsage(request: ModelRequest, length: ReplyLength): TokenUsage {
  return {
    ...noUsage,
    input: estimateRequest(request),
    output: estimateTokens(length.visible),
    reasoning: estimateTokens(length.reasoning),
  };
}
