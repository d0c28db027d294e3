import * as l10n from '@vscode/l10n';
import { findNamed, nameKey } from '../base/names.ts';
import { reliability, type Agent } from '../model/agent.ts';
import type { Task } from '../model/task.ts';

/** Who does a task, or why nobody can. */
export interface Assignment {
  readonly agent: Agent | undefined;
  readonly reason: string;
  /** True when no waiting helps: there is no agent at all, or not the one that the card names. */
  readonly absent: boolean;
}

type RefusalOf = (agent: Agent) => string | undefined;

/**
 * Chooses who does a task: the named agent, else among those with room whose capabilities cover it the highest
 * `match × reliability × (1 − 0.3 × load / max)`, where match is the share of its capabilities that the task needs.
 * A simulation only pretends: it comes after every agent that works, also one that is busy now. `refusalOf` says why this host cannot ask the
 * model of an agent.
 */
export function assign(
  task: Pick<Task, 'agent' | 'capabilities'>,
  agents: readonly Agent[],
  loadOf: (name: string) => number,
  refusalOf: RefusalOf = () => undefined,
): Assignment {
  if (task.agent !== null) return named(task.agent, agents, loadOf, refusalOf);
  const able = agents.filter((agent) => !agent.offline && covers(agent, task));
  const real = able.filter((agent) => !pretends(agent));
  const scored = (real.length > 0 ? real : able)
    .filter((agent) => loadOf(agent.name) < agent.maxConcurrent && refusalOf(agent) === undefined)
    .map((agent) => ({ agent, score: score(agent, task, loadOf(agent.name)) }))
    .sort((a, b) => b.score - a.score || a.agent.name.localeCompare(b.agent.name));
  const best = scored[0];
  if (!best) {
    const refusal = able.map(refusalOf).find((reason) => reason !== undefined);
    return { agent: undefined, reason: refusal ?? noAgent(task, agents), absent: agents.length === 0 };
  }
  const reason =
    scored.length === 1 ? l10n.t('the only agent that can') : l10n.t('best of {0} (score {1})', scored.length, best.score.toFixed(2));
  return { agent: best.agent, reason, absent: false };
}

function named(name: string, agents: readonly Agent[], loadOf: (name: string) => number, refusalOf: RefusalOf): Assignment {
  const agent = findNamed(agents, name);
  const without = (reason: string): Assignment => ({ agent: undefined, reason, absent: !agent });
  if (!agent) return without(l10n.t('there is no agent "{0}"', name));
  if (agent.offline) return without(l10n.t('agent "{0}" is offline', name));
  const refusal = refusalOf(agent);
  if (refusal !== undefined) return without(refusal);
  if (loadOf(agent.name) >= agent.maxConcurrent) return without(l10n.t('agent "{0}" is full', name));
  return { agent, reason: l10n.t('named on the card'), absent: false };
}

function pretends({ model }: Agent): boolean {
  return model.provider === 'simulated';
}

function covers(agent: Agent, task: Pick<Task, 'capabilities'>): boolean {
  const able = new Set(agent.capabilities.map(nameKey));
  return task.capabilities.every((needed) => able.has(nameKey(needed)));
}

function score(agent: Agent, task: Pick<Task, 'capabilities'>, load: number): number {
  const match = agent.capabilities.length === 0 ? 1 : Math.max(task.capabilities.length, 1) / agent.capabilities.length;
  return Math.min(match, 1) * reliability(agent) * (1 - (0.3 * load) / agent.maxConcurrent);
}

function noAgent(task: Pick<Task, 'capabilities'>, agents: readonly Agent[]): string {
  if (agents.length === 0) return l10n.t('there is no agent yet');
  if (task.capabilities.length === 0) return l10n.t('every agent is full or offline');
  return l10n.t('no free agent has the capabilities {0}', task.capabilities.join(', '));
}
