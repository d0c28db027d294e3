import * as l10n from '@vscode/l10n';
import * as z from 'zod';
import { findNamed } from '../base/names.ts';
import { parseJsonValue } from '../base/json.ts';
import { Agent } from '../model/agent.ts';
import { repair } from './repairing.ts';
import type { RowReader } from './rows.ts';
import type { Statement } from './sqlDriver.ts';

export function saveAgent(agent: Agent): Statement {
  return {
    sql: 'INSERT INTO agents(name, definition) VALUES(?, ?) ON CONFLICT(name) DO UPDATE SET definition = excluded.definition',
    params: [agent.name, JSON.stringify(agent)],
  };
}

export function eraseAgent(name: string): Statement {
  return { sql: 'DELETE FROM agents WHERE name = ?', params: [name] };
}

const AgentRow = z.object({ name: z.string(), definition: z.string() });

/** The agent that somebody means by a name: spelled exactly so, else in other letters of the same name. */
export function findAgent(reader: RowReader, name: string): Agent | undefined {
  const [exact] = reader.rows(AgentRow, 'SELECT name, definition FROM agents WHERE name = ?', [name]);
  return exact ? agentOfRow(exact) : findNamed(listAgents(reader), name);
}

export function listAgents(reader: RowReader): Agent[] {
  return reader.rows(AgentRow, 'SELECT name, definition FROM agents ORDER BY name').map(agentOfRow);
}

/** An agent, or what is left of a damaged one, which does nothing until a person has looked at it: without tools, and offline. */
function agentOfRow({ name, definition }: z.output<typeof AgentRow>): Agent {
  const fields = parseJsonValue(definition);
  const parsed = Agent.safeParse(fields);
  if (parsed.success && parsed.data.name === name) return parsed.data;
  const numbers = { maxConcurrent: 1, succeeded: 0, failed: 0, createdAt: 0, updatedAt: 0 };
  const base: Agent = {
    ...numbers,
    name,
    description: '',
    prompt: '',
    model: { provider: 'simulated' },
    tools: [],
    capabilities: [],
    mode: 'ask',
    budget: {},
    prices: null,
    offline: true,
  };
  const { record, wrong } = repair<Agent>(Agent.shape, fields, base);
  const description = l10n.t('Damaged in the store ({0}): look at each field before you use it again, or remove it.', wrong.join(', '));
  return { ...record, name, description, offline: true };
}
