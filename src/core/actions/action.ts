import type * as z from 'zod';
import type { Actor } from '../model/actor.ts';

/** Who calls an action, through which door, and how long they care. */
export interface ActionCall {
  readonly actor: Actor;
  /** `cli`, `palette`, `http`, `mcp`, `chat`. */
  readonly door: string;
  readonly signal: AbortSignal;
  /** Repeating a call with the same id answers the first outcome and changes nothing. */
  readonly operation?: string;
}

/** What a token of an outside program must hold to call an action. Agents, and commands that they start, never decide. */
export type ActionScope = 'read' | 'create' | 'work' | 'decide';

/**
 * Something an outsider may ask of Rota. Every door renders the same table: a command, a route and a tool are this and nothing else.
 * `sideEffect` is false when calling twice is the same as calling once and nothing changes.
 */
export interface Action<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  readonly name: string;
  /** One sentence for people and programs. */
  readonly title: string;
  readonly scope: ActionScope;
  readonly sideEffect: boolean;
  readonly input: I;
  readonly output: O;
  run(input: z.output<I>, call: ActionCall): Promise<z.output<O>>;
}

/** Ties the types of an action's parts together. */
export function defineAction<I extends z.ZodType, O extends z.ZodType>(action: Action<I, O>): Action<I, O> {
  return action;
}
