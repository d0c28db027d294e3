import * as l10n from '@vscode/l10n';
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
}
