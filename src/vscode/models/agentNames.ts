import * as l10n from '@vscode/l10n';
import { nameKey } from '../../core/base/names.ts';
import type { ModelChoice } from '../../core/model/agent.ts';
import { AgentName } from '../../core/model/scalars.ts';

/** A name that no agent has yet: `coder`, then `coder 2`; a simulation says what it is. */
export function freeName(model: ModelChoice, taken: readonly string[]): string {
  const base = model.provider === 'simulated' ? 'simulation' : 'coder';
  for (let count = 1; ; count++) {
    const name = count === 1 ? base : `${base} ${count}`;
    if (takenAs(name, taken) === undefined) return name;
  }
}

/** What is wrong with the name of a new agent. */
export function nameProblem(text: string, taken: readonly string[]): string | undefined {
  const same = takenAs(text, taken);
  if (same !== undefined) return l10n.t('There is an agent "{0}" already.', same);
  return AgentName.safeParse(text).success
    ? undefined
    : l10n.t('A name has 1 to 64 letters, digits, spaces, dots and dashes, and begins with a letter or digit.');
}

/** How the name is spelled that is the same one. */
function takenAs(name: string, taken: readonly string[]): string | undefined {
  return taken.find((other) => nameKey(other) === nameKey(name));
}
