import * as l10n from '@vscode/l10n';
import { z } from 'zod';
import { UserError } from '../base/errors.ts';
import { Agent, AgentChange, AgentDraft } from '../model/agent.ts';
import { AgentName } from '../model/scalars.ts';
import type { TaskStore, WriteContext } from '../store/taskStore.ts';
import { defineAction, type Action, type ActionCall } from './action.ts';

interface AgentActionServices {
  readonly store: TaskStore;
  now(): number;
}

export const AgentPage = z.strictObject({ items: z.array(Agent) });

const ref = z.strictObject({ agent: AgentName });

/** Agents: who can do tasks. Only people make them: an agent carries a model, a mode and tools. */
export function agentActions({ store, now }: AgentActionServices): Action[] {
  const decide = (call: ActionCall): WriteContext => {
    if (call.actor.kind !== 'person') throw new UserError('refused', l10n.t('Only a person can change agents.'));
    return { actor: call.actor, at: now(), ...(call.operation === undefined ? {} : { operation: call.operation }) };
  };
  return [
    defineAction({
      name: 'agent.create', title: 'Add an agent', scope: 'decide', sideEffect: true, input: AgentDraft, output: Agent,
      run: (draft, call) => store.createAgent(draft, decide(call)),
    }),
    defineAction({
      name: 'agent.list', title: 'List agents', scope: 'read', sideEffect: false, input: z.strictObject({}),
      output: AgentPage,
      run: async () => ({ items: await store.listAgents() }),
    }),
    defineAction({
      name: 'agent.get', title: 'Show an agent', scope: 'read', sideEffect: false, input: ref, output: Agent,
      run: async ({ agent }) => {
        const found = await store.findAgent(agent);
        if (!found) throw new UserError('not-found', l10n.t('There is no agent "{0}".', agent));
        return found;
      },
    }),
    defineAction({
      name: 'agent.change', title: 'Change an agent', scope: 'decide', sideEffect: true, output: Agent,
      input: z.strictObject({ agent: AgentName, change: AgentChange }),
      run: ({ agent, change }, call) => store.changeAgent(agent, change, decide(call)),
    }),
    defineAction({
      name: 'agent.remove', title: 'Remove an agent', scope: 'decide', sideEffect: true, input: ref, output: z.strictObject({}),
      run: async ({ agent }, call) => {
        await store.removeAgent(agent, decide(call));
        return {};
      },
    }),
  ];
}
