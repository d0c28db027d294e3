import * as l10n from '@vscode/l10n';
import type * as z from 'zod';
import type { AgentPage } from '../core/actions/agentActions.ts';
import { editorModelTitle, reliability, type Agent, type ModelChoice } from '../core/model/agent.ts';
import type { TaskId } from '../core/model/scalars.ts';
import type { Styles } from './styles.ts';
import { indent, oneLine, table } from './textLayout.ts';

/** Agents as a table, one line each. */
export function agentTable(agents: z.output<typeof AgentPage>['items'], nameOf: (task: TaskId) => string): string {
  return table(
    agents.map((agent) => [
      agent.name,
      modelText(agent.model),
      agent.mode,
      [agent.state, ...agent.tasks.map(nameOf)].join(' '),
      oneLine(agent.description),
    ]),
  );
}

/** One agent with everything that decides what it may do. */
export function describeAgent(agent: Agent, styles: Styles): string {
  const facts: [string, string][] = [
    [l10n.t('model'), modelText(agent.model)],
    [l10n.t('mode'), agent.mode === 'edit' ? l10n.t('edit: file changes apply, commands ask') : l10n.t('ask: every change asks')],
    [l10n.t('tools'), agent.tools === null ? l10n.t('all') : agent.tools.join(', ') || l10n.t('none')],
    [l10n.t('capabilities'), agent.capabilities.join(', ')],
    [l10n.t('runs at once'), String(agent.maxConcurrent)],
    [
      l10n.t('budget'),
      Object.entries(agent.budget)
        .map(([limit, value]) => `${limit} ${value}`)
        .join(', '),
    ],
    [
      l10n.t('prices'),
      agent.prices === null
        ? ''
        : l10n.t('${0} in, ${1} cached, ${2} out per million tokens', agent.prices.input, agent.prices.cachedInput, agent.prices.output),
    ],
    [
      l10n.t('reliability'),
      l10n.t('{0} % ({1} succeeded, {2} failed)', Math.round(reliability(agent) * 100), agent.succeeded, agent.failed),
    ],
    [l10n.t('state'), agent.offline ? l10n.t('offline: takes no cards') : ''],
  ];
  const parts = [
    styles.bold(agent.name),
    agent.description,
    table(facts.filter(([, value]) => value !== '').map(([name, value]) => [styles.dim(name), value])),
  ];
  if (agent.prompt !== '') parts.push(`${styles.bold(l10n.t('Prompt'))}\n${indent(agent.prompt, '  ')}`);
  return parts.filter((part) => part !== '').join('\n\n');
}

export function modelText(model: ModelChoice): string {
  switch (model.provider) {
    case 'openai':
    case 'ollama':
      return `${model.provider} ${model.model} (${model.baseUrl})`;
    case 'editor':
      return l10n.t('{0} (of VS Code, runs only there)', editorModelTitle(model));
    case 'scripted':
      return `scripted ${model.script}`;
    case 'simulated':
      return l10n.t('simulated: no model');
  }
}
