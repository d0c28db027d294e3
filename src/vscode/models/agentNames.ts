import * as l10n from '@vscode/l10n';
import type { ModelChoice } from '../../core/model/agent.ts';
import { AgentName } from '../../core/model/scalars.ts';

/** A name that no agent has yet: `coder`, then `coder 2`; a simulation says what it is. */
export function freeName(model: ModelChoice, taken: readonly string[]): string {
  const base = model.provider === 'simulated' ? 'simulation' : 'coder';
  for (let count = 1; ; count++) {
    const name = count === 1 ? base : `${base} ${count}`;
    if (!taken.includes(name)) return name;
  }
}

/** What is wrong with the name of a new agent. */
export function nameProblem(text: string, taken: readonly string[]): string | undefined {
  const name = text.trim();
  if (taken.includes(name)) return l10n.t('There is an agent "{0}" already.', name);
  return AgentName.safeParse(name).success
    ? undefined
    : l10n.t('A name has 1 to 64 letters, digits, spaces, dots and dashes, and begins with a letter or digit.');
}
