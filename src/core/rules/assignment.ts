import { reliability, type Agent } from '../model/agent.ts';
import type { Task } from '../model/task.ts';

/** Who does a task, or why nobody can. */
export interface Assignment {
  readonly agent: Agent | undefined;
  readonly reason: string;
}

/**
 * Chooses who does a task: the named agent, else among those with room whose capabilities cover it the highest
 * `match × reliability × (1 − 0.3 × load / max)`, where match is the share of its capabilities that the task needs.
 */
export function assign(task: Pick<Task, 'agent' | 'capabilities'>, agents: readonly Agent[], loadOf: (name: string) => number): Assignment {
  if (task.agent !== null) return named(task.agent, agents, loadOf);
  const scored = agents
    .filter((agent) => !agent.offline && loadOf(agent.name) < agent.maxConcurrent && covers(agent, task))
    .map((agent) => ({ agent, score: score(agent, task, loadOf(agent.name)) }))
    .sort((a, b) => b.score - a.score || a.agent.name.localeCompare(b.agent.name));
  const best = scored[0];
  if (!best) return { agent: undefined, reason: noAgent(task, agents) };
  return { agent: best.agent, reason: scored.length === 1 ? 'the only agent that can' : `best of ${scored.length} (score ${best.score.toFixed(2)})` };
}

function named(name: string, agents: readonly Agent[], loadOf: (name: string) => number): Assignment {
  const agent = agents.find((each) => each.name === name);
  if (!agent) return { agent: undefined, reason: `There is no agent "${name}".` };
  if (agent.offline) return { agent: undefined, reason: `Agent "${name}" is offline.` };
  if (loadOf(name) >= agent.maxConcurrent) return { agent: undefined, reason: `Agent "${name}" is full.` };
  return { agent, reason: 'named on the card' };
}

function covers(agent: Agent, task: Pick<Task, 'capabilities'>): boolean {
  return task.capabilities.every((needed) => agent.capabilities.includes(needed));
}

function score(agent: Agent, task: Pick<Task, 'capabilities'>, load: number): number {
  const match = agent.capabilities.length === 0 ? 1 : Math.max(task.capabilities.length, 1) / agent.capabilities.length;
  return Math.min(match, 1) * reliability(agent) * (1 - (0.3 * load) / agent.maxConcurrent);
}

function noAgent(task: Pick<Task, 'capabilities'>, agents: readonly Agent[]): string {
  if (agents.length === 0) return 'There is no agent yet.';
  if (task.capabilities.length === 0) return 'Every agent is full or offline.';
  return `No free agent has the capabilities ${task.capabilities.join(', ')}.`;
}
