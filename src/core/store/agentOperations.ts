import * as l10n from '@vscode/l10n';
import * as z from 'zod';
import { UserError } from '../base/errors.ts';
import { Agent, AgentChange, AgentDraft } from '../model/agent.ts';
import { eraseAgent, findAgent, listAgents, saveAgent } from './agents.ts';
import { spellingsOf } from './names.ts';
import { parseInput } from './parseInput.ts';
import { countLive } from './runs.ts';
import type { StoreCore } from './storeCore.ts';
import { readTasks } from './taskReads.ts';
import type { TaskStore } from './taskStore.ts';
import type { WriteTransaction } from './writeTransaction.ts';

type AgentOperations = Pick<TaskStore, 'createAgent' | 'changeAgent' | 'removeAgent' | 'findAgent' | 'listAgents'>;

/** Who can do tasks. Only people change that. */
export function agentOperations(core: StoreCore): AgentOperations {
  return {
    createAgent(draft, context) {
      return core.write('agent-create', Agent, context, (transaction) => {
        const agent = agentOfDraft(parseInput(AgentDraft, draft), context.at);
        const same = findAgent(transaction.reader, agent.name);
        if (same) throw new UserError('conflict', sameAgent(same.name, agent.name));
        put(transaction, agent, 'agent-create');
        giveName(transaction, agent.name);
        return () => agent;
      });
    },

    changeAgent(name, change, context) {
      return core.write('agent-change', Agent, context, (transaction) => {
        const before = getAgent(transaction, name);
        const agent = parseInput(Agent, { ...before, ...parseInput(AgentChange, change), updatedAt: context.at });
        put(transaction, agent, 'agent-change');
        return () => agent;
      });
    },

    async removeAgent(name, context) {
      await core.write('agent-remove', z.null(), context, (transaction) => {
        const agent = getAgent(transaction, name);
        assertPerson(transaction);
        if (countLive(transaction.reader, agent.name) > 0) {
          throw new UserError('refused', l10n.t('The agent "{0}" is working; cancel its runs first.', agent.name));
        }
        const { sql, params } = eraseAgent(agent.name);
        transaction.run(sql, params);
        transaction.touchOthers();
        transaction.audit('agent-remove', `agent ${agent.name}`, '');
        return () => null;
      });
    },

    async findAgent(name) {
      return findAgent(core.reader, name);
    },

    async listAgents() {
      return listAgents(core.reader);
    },
  };
}

function sameAgent(known: string, wanted: string): string {
  if (known === wanted) return l10n.t('There is already an agent "{0}".', known);
  return l10n.t(
    'There is already an agent "{0}": names that differ only in upper and lower case, blanks or accents typed another way are one.',
    known,
  );
}

/** Cards that named the agent before it was there name it as it is spelled from now on. */
function giveName(transaction: WriteTransaction, name: string): void {
  for (const spelling of spellingsOf(transaction.reader, name)) {
    if (spelling === name) continue;
    for (const { task, damage } of readTasks(transaction.reader, 'WHERE agent = ?', [spelling]))
      if (!damage) transaction.putTask({ ...task, agent: name });
  }
}

function agentOfDraft(draft: AgentDraft, at: number): Agent {
  return {
    name: draft.name,
    description: draft.description ?? '',
    prompt: draft.prompt ?? '',
    model: draft.model,
    tools: draft.tools ?? null,
    capabilities: draft.capabilities ?? [],
    maxConcurrent: draft.maxConcurrent ?? 1,
    mode: draft.mode ?? 'ask',
    budget: draft.budget ?? {},
    prices: draft.prices ?? null,
    offline: false,
    succeeded: 0,
    failed: 0,
    createdAt: at,
    updatedAt: at,
  };
}

function put(transaction: WriteTransaction, agent: Agent, action: string): void {
  assertPerson(transaction);
  const { sql, params } = saveAgent(agent);
  transaction.run(sql, params);
  transaction.touchOthers();
  transaction.audit(action, `agent ${agent.name}`, '');
}

function getAgent(transaction: WriteTransaction, name: string): Agent {
  const agent = findAgent(transaction.reader, name);
  if (!agent) throw new UserError('not-found', l10n.t('There is no agent "{0}".', name));
  return agent;
}

function assertPerson(transaction: WriteTransaction): void {
  if (transaction.actor.kind === 'agent') throw new UserError('refused', l10n.t('An agent may not change agents.'));
}
