import * as z from 'zod';
import { modes } from './choices.ts';
import { AgentName, KnownAgentName, Timestamp } from './scalars.ts';
import { Budget } from './usage.ts';

/** The name under which Rota offers its models to the editor. */
export const ownVendor = 'rota';

/** Where model replies come from. Keys are never part of it: they are looked up by origin. */
export const ModelChoice = z.discriminatedUnion('provider', [
  z.strictObject({
    /** Chat Completions of any server; with or without `/v1` in the base URL. */
    provider: z.literal('openai'),
    baseUrl: z.url({ protocol: /^https?$/ }),
    model: z.string().min(1).max(300),
  }),
  z.strictObject({
    /** Ollama's native API. `contextTokens` is sent as `num_ctx`. */
    provider: z.literal('ollama'),
    baseUrl: z.url({ protocol: /^https?$/ }).default('http://127.0.0.1:11434'),
    model: z.string().min(1).max(300),
    contextTokens: z.number().int().min(512).max(2_000_000).default(16_384),
  }),
  z.strictObject({
    /** A model that lives in the editor and is asked through it. Our own vendor would lead back to ourselves. */
    provider: z.literal('editor'),
    vendor: z
      .string()
      .min(1)
      .max(200)
      .refine((vendor) => vendor !== ownVendor, 'This is a model that Rota offers to the editor: choose the model itself.'),
    family: z.string().max(300),
    /** Its id in the editor; when it is gone, another of the same family serves. */
    model: z.string().min(1).max(300),
  }),
  z.strictObject({
    /** Replays replies from a file: demo, tests. Real tools run. */
    provider: z.literal('scripted'),
    script: z.string().min(1).max(2000),
  }),
  z.strictObject({
    /** Pretends: no model, no tools. Labelled, and never reaches `done`. */
    provider: z.literal('simulated'),
  }),
]);
export type ModelChoice = z.infer<typeof ModelChoice>;
export type EditorModelChoice = Extract<ModelChoice, { provider: 'editor' }>;

/** The name of a model of the editor, for people. */
export function editorModelTitle({ vendor, model }: Pick<EditorModelChoice, 'vendor' | 'model'>): string {
  return `${vendor} ${model}`;
}

/** US dollars per million tokens, as the agent's owner states them. */
export const Prices = z.strictObject({
  input: z.number().nonnegative(),
  cachedInput: z.number().nonnegative(),
  output: z.number().nonnegative(),
});
export type Prices = z.infer<typeof Prices>;

/** `ask`: every effect on the workspace asks. `edit`: edits apply with a checkpoint, commands ask. */
export const Mode = z.enum(modes);
export type Mode = z.infer<typeof Mode>;

const definition = {
  name: AgentName,
  description: z.string().max(4000),
  prompt: z.string().max(100_000),
  model: ModelChoice,
  /** Names of the tools it may use; `null` is all. */
  tools: z.array(z.string().min(1).max(100)).max(200).nullable(),
  capabilities: z.array(z.string().min(1).max(100)).max(100),
  maxConcurrent: z.number().int().min(1).max(100),
  mode: Mode,
  budget: Budget,
  prices: Prices.nullable(),
};

/** Who can do tasks. */
export const Agent = z.strictObject({
  ...definition,
  name: KnownAgentName,
  /** Set by hand; the other states are derived from leases. */
  offline: z.boolean(),
  succeeded: z.number().int().nonnegative(),
  failed: z.number().int().nonnegative(),
  createdAt: Timestamp,
  updatedAt: Timestamp,
});
export type Agent = z.infer<typeof Agent>;

export const AgentDraft = z.strictObject(definition).partial().required({ name: true, model: true });
export type AgentDraft = z.infer<typeof AgentDraft>;

export const AgentChange = z
  .strictObject({ ...definition, offline: z.boolean() })
  .omit({ name: true })
  .partial();
export type AgentChange = z.infer<typeof AgentChange>;

/** What an agent does now: `offline` is set by hand, the others follow from its runs. */
export const AgentState = z.enum(['active', 'idle', 'offline', 'overloaded']);
export type AgentState = z.infer<typeof AgentState>;

/** Smoothed success rate of its runs, 0 to 1: (succeeded + 1) / (runs + 2), Laplace's rule of succession. */
export function reliability(agent: Pick<Agent, 'succeeded' | 'failed'>): number {
  return (agent.succeeded + 1) / (agent.succeeded + agent.failed + 2);
}
