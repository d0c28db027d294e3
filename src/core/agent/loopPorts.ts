import type { Clock } from '../base/clock.ts';
import type { Ids } from '../base/ids.ts';
import type { Effect } from '../model/effect.ts';
import type { RequestAnswer, RequestBody } from '../model/request.ts';
import type { LiveEvent, RunEventBody } from '../model/runEvent.ts';
import type { Provider } from '../providers/provider.ts';
import type { Decision } from '../rules/policy.ts';
import type { Tool, ToolContext } from '../tools/tool.ts';
import type { Conversation } from './conversation.ts';
import type { Limits } from './limits.ts';

/** All that the loop knows of the world. It knows no store, no editor, no file. */
export interface LoopPorts {
  readonly provider: Provider;
  readonly tools: ReadonlyMap<string, Tool>;
  /** Whether models are told of this tool here. One that they call unbidden still answers. */
  offers(tool: Tool): boolean;
  readonly conversation: Conversation;
  readonly limits: Limits;
  readonly signal: AbortSignal;
  readonly clock: Clock;
  readonly ids: Ids;
  /** Records an event and applies it to the conversation. */
  record(body: RunEventBody): void;
  /** The same, resolving when the event is on disk: before any effect. */
  recordDurably(body: RunEventBody): Promise<void>;
  live(event: Extract<LiveEvent, { type: 'text-delta' | 'reasoning-delta' }>): void;
  decide(effects: readonly Effect[]): Decision;
  /** Remembers an approval for the rest of the run. */
  grant(effects: readonly Effect[]): void;
  /** Asks the person. Throws `Parked` when nobody is there: the run pauses and can be taken up later. */
  ask(body: RequestBody): Promise<RequestAnswer>;
  toolContext(callId: string): ToolContext;
}

/** Thrown through the loop when a person is needed and nobody is there. Not a failure: the run waits. */
export class Parked extends Error {
  override readonly name = 'Parked';
}

/** How a piece of work by an agent ended. */
export type LoopEnding =
  | { readonly kind: 'finished'; readonly text: string }
  /** `transient`: another attempt later may work. */
  | { readonly kind: 'failed'; readonly message: string; readonly transient: boolean }
  | { readonly kind: 'canceled' }
  | { readonly kind: 'parked'; readonly reason: string };
