import * as l10n from '@vscode/l10n';
import type * as z from 'zod';
import { UserError } from '../base/errors.ts';
import type { Action, ActionCall } from './action.ts';
import { inputProblems } from './inputProblems.ts';

/** All actions by name. Doors call through here, so that every input is parsed in one place. */
export class ActionTable {
  readonly #actions: ReadonlyMap<string, Action>;

  constructor(actions: readonly Action[]) {
    this.#actions = new Map(actions.map((action) => [action.name, action]));
  }

  list(): readonly Action[] {
    return [...this.#actions.values()];
  }

  /** Parses the input, runs the action, answers what its output schema describes. Bad input is a `UserError` that says what and where. */
  async call(name: string, input: unknown, call: ActionCall): Promise<unknown> {
    const action = this.#actions.get(name);
    if (!action) throw new UserError('not-found', l10n.t('There is no action "{0}".', name));
    if (action.scope === 'decide' && call.actor.kind === 'agent')
      throw new UserError('refused', l10n.t('{0} is not for agents, nor for commands that they start: a person decides that.', name));
    const parsed = action.input.safeParse(input);
    if (!parsed.success) throw new UserError('invalid', inputProblems(parsed.error));
    return action.run(parsed.data, call);
  }

  /** The same for a caller who expects a schema. That of the action itself needs no check: the types of what it runs hold it. */
  async ask<S extends z.ZodType>(name: string, output: S, input: unknown, call: ActionCall): Promise<z.output<S>> {
    const answer = await this.call(name, input, call);
    return this.#actions.get(name)?.output === output ? (answer as z.output<S>) : output.parse(answer);
  }
}
