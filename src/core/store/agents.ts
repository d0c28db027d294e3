import { Agent } from '../model/agent.ts';
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

export function findAgent(reader: RowReader, name: string): Agent | undefined {
  return reader.find(Agent, 'SELECT definition AS json FROM agents WHERE name = ?', [name]);
}

export function listAgents(reader: RowReader): Agent[] {
  return reader.list(Agent, 'SELECT definition AS json FROM agents ORDER BY name');
}
