import * as l10n from '@vscode/l10n';
import * as z from 'zod';
import { UserError } from '../base/errors.ts';
import { Agent, AgentChange, AgentDraft, AgentState } from '../model/agent.ts';
import { noSuchTool } from '../model/toolNames.ts';
import { KnownAgentName, TaskId } from '../model/scalars.ts';
import { listLiveRuns } from '../runs/liveRuns.ts';
import { agentStateOf } from '../rules/agentState.ts';
import type { TaskStore, WriteContext } from '../store/taskStore.ts';
import type { Tool } from '../tools/tool.ts';
import { defineAction, type Action, type ActionCall } from './action.ts';

interface AgentActionServices {
  readonly store: TaskStore;
  readonly tools: readonly Tool[];
  now(): number;
}

/** An agent with what it does now and the cards it does it for. */
const BusyAgent = z.strictObject({ ...Agent.shape, state: AgentState, tasks: z.array(TaskId) });

export const AgentPage = z.strictObject({ items: z.array(BusyAgent) });
export const ToolPage = z.strictObject({ items: z.array(z.strictObject({ name: z.string(), description: z.string() })) });

const ref = z.strictObject({ agent: KnownAgentName });

/** Agents: who can do tasks. Only people make them: an agent carries a model, a mode and tools. */
export function agentActions(services: AgentActionServices): Action[] {
  return [...rosterActions(services), ...namedAgentActions(services)];
}

/** About all agents together: who is there, who joins, and what they can be given. */
function rosterActions({ store, tools, now }: AgentActionServices): Action[] {
  return [
    defineAction({
      name: 'agent.create',
      title: 'Add an agent',
      scope: 'decide',
      sideEffect: true,
      input: AgentDraft,
      output: Agent,
      run: async (draft, call) => {
        assertTools(draft, tools);
        return store.createAgent(draft, decisionOf(call, now));
      },
    }),
    defineAction({
      name: 'agent.list',
      title: 'List agents',
      scope: 'read',
      sideEffect: false,
      input: z.strictObject({}),
      output: AgentPage,
      run: async () => {
        const live = await listLiveRuns(store);
        const agents = await store.listAgents();
        const items = agents.map((agent) => {
          const tasks = live.filter(({ run }) => run.agent === agent.name).map(({ run }) => run.task);
          return { ...agent, state: agentStateOf(agent, tasks.length), tasks };
        });
        return { items };
      },
    }),
    defineAction({
      name: 'tool.list',
      title: 'List the tools that agents can be given',
      scope: 'read',
      sideEffect: false,
      input: z.strictObject({}),
      output: ToolPage,
      run: async () => ({ items: tools.map(({ declaration: { name, description } }) => ({ name, description })) }),
    }),
  ];
}

/** About one agent, by its name. */
function namedAgentActions({ store, tools, now }: AgentActionServices): Action[] {
  return [
    defineAction({
      name: 'agent.get',
      title: 'Show an agent',
      scope: 'read',
      sideEffect: false,
      input: ref,
      output: Agent,
      run: async ({ agent }) => {
        const found = await store.findAgent(agent);
        if (!found) throw new UserError('not-found', l10n.t('There is no agent "{0}".', agent));
        return found;
      },
    }),
    defineAction({
      name: 'agent.change',
      title: 'Change an agent',
      scope: 'decide',
      sideEffect: true,
      output: Agent,
      input: z.strictObject({ agent: KnownAgentName, change: AgentChange }),
      run: async ({ agent, change }, call) => {
        assertTools(change, tools);
        return store.changeAgent(agent, change, decisionOf(call, now));
      },
    }),
    defineAction({
      name: 'agent.remove',
      title: 'Remove an agent',
      scope: 'decide',
      sideEffect: true,
      input: ref,
      output: z.strictObject({}),
      run: async ({ agent }, call) => {
        await store.removeAgent(agent, decisionOf(call, now));
        return {};
      },
    }),
  ];
}

/** A tool that does not exist would be one that the agent silently lacks. */
function assertTools({ tools: wanted }: Pick<AgentChange, 'tools'>, tools: readonly Tool[]): void {
  const known = tools.map(({ declaration }) => declaration.name);
  const unknown = wanted?.filter((name) => !known.includes(name)) ?? [];
  if (unknown.length > 0) throw new UserError('invalid', noSuchTool(unknown, known));
}

function decisionOf(call: ActionCall, now: () => number): WriteContext {
  if (call.actor.kind !== 'person') throw new UserError('refused', l10n.t('Only a person can change agents.'));
  return { actor: call.actor, at: now(), ...(call.operation === undefined ? {} : { operation: call.operation }) };
}
