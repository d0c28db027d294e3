import type { Agent, AgentState } from '../model/agent.ts';

/** What an agent does now, from its running runs: `overloaded` is an agent without room for another. */
export function agentStateOf(agent: Pick<Agent, 'offline' | 'maxConcurrent'>, running: number): AgentState {
  if (agent.offline) return 'offline';
  if (running >= agent.maxConcurrent) return 'overloaded';
  return running > 0 ? 'active' : 'idle';
}
