import * as z from 'zod';

const tokens = z.number().int().nonnegative();

/** Tokens of model replies. The four counts are disjoint: their sum is all tokens that were processed. */
export const TokenUsage = z.strictObject({
  /** Prompt tokens that were read anew. */
  input: tokens,
  /** Prompt tokens served from the provider's cache. */
  cachedInput: tokens,
  /** Reply tokens without reasoning. */
  output: tokens,
  /** Tokens spent on hidden or shown reasoning. */
  reasoning: tokens,
});
export type TokenUsage = z.infer<typeof TokenUsage>;

export const noUsage: TokenUsage = { input: 0, cachedInput: 0, output: 0, reasoning: 0 };

export function addUsage(a: TokenUsage, b: TokenUsage): TokenUsage {
  return {
    input: a.input + b.input,
    cachedInput: a.cachedInput + b.cachedInput,
    output: a.output + b.output,
    reasoning: a.reasoning + b.reasoning,
  };
}

export function totalTokens(usage: TokenUsage): number {
  return usage.input + usage.cachedInput + usage.output + usage.reasoning;
}

/** What a run may spend before it pauses and asks. An absent limit falls back to the agent's, then to the default. */
export const Budget = z.strictObject({
  /** Model replies. */
  steps: z.number().int().min(1).max(10_000).optional(),
  tokens: z.number().int().min(1).optional(),
  /** Money in US dollars; measured only when the agent states its prices. */
  cost: z.number().positive().optional(),
  minutes: z.number().positive().max(10_080).optional(),
});
export type Budget = z.infer<typeof Budget>;
