import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type * as z from 'zod';
import { AgentPage } from '../../core/actions/agentActions.ts';
import { reliability, type AgentState } from '../../core/model/agent.ts';
import { CLICK } from '../commands/openCard.ts';
import { budgetText, modeTitle, toolsText } from '../models/agentFields.ts';
import { modelName, modelPlace } from '../models/modelText.ts';
import type { WindowParts } from '../windowParts.ts';

interface AgentNode {
  readonly kind: 'agent';
  readonly agent: z.output<typeof AgentPage>['items'][number];
}

/** The agents in the side bar: who can do cards, and what each does now. */
export class AgentTree implements vscode.TreeDataProvider<AgentNode> {
  readonly #parts: WindowParts;
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.#changed.event;

  constructor(parts: WindowParts) {
    this.#parts = parts;
    parts.feed.onDidChange(() => this.#changed.fire(undefined));
    parts.session.onDidChange((state) => {
      if (state.kind !== 'open') return;
      // Agents are no cards: the feed does not tell of them.
      state.board.store.onDidChange(({ others }) => others && this.#changed.fire(undefined));
    });
  }

  async getChildren(): Promise<AgentNode[]> {
    if (!this.#parts.session.board) return [];
    const { items } = await this.#parts.session.call('agent.list', AgentPage, {});
    return items.toSorted((a, b) => a.name.localeCompare(b.name)).map((agent) => ({ kind: 'agent', agent }));
  }

  getTreeItem({ agent }: AgentNode): vscode.TreeItem {
    const { cards } = this.#parts.feed;
    const works = agent.tasks.map((id) => cards.get(id)).filter((card) => card !== undefined);
    const names = works.map(({ number, title }) => `#${number} ${title}`).join(', ');
    const item = new vscode.TreeItem(agent.name);
    item.id = agent.name;
    item.contextValue = 'agent';
    item.iconPath = stateIcon(agent.state);
    item.description = [modelName(agent.model), names || stateNames()[agent.state]].join(' · ');
    item.command = { command: 'rota.editAgent', title: l10n.t('Edit Agent'), arguments: [agent.name, CLICK] };
    item.tooltip = tooltipOf(agent, names);
    item.accessibilityInformation = {
      label: l10n.t(
        'Agent {0}, {1}, model {2}',
        agent.name,
        names ? l10n.t('works on {0}', names) : stateNames()[agent.state],
        modelName(agent.model),
      ),
    };
    return item;
  }
}

function tooltipOf(agent: AgentNode['agent'], works: string): string {
  const ended = agent.succeeded + agent.failed;
  const measured =
    ended === 0
      ? l10n.t('not measured yet')
      : l10n.t('{0} % ({1} of {2} runs ended well)', Math.round(reliability(agent) * 100), agent.succeeded, ended);
  const lines = [
    agent.description,
    l10n.t('State: {0}', stateNames()[agent.state]),
    works === '' ? '' : l10n.t('Works on: {0}', works),
    l10n.t('Model: {0} ({1})', modelName(agent.model), modelPlace(agent.model)),
    l10n.t('Mode: {0}', modeTitle(agent.mode)),
    l10n.t('Tools: {0}', toolsText(agent.tools)),
    agent.capabilities.length === 0 ? '' : l10n.t('Capabilities: {0}', agent.capabilities.join(', ')),
    l10n.t('Limits of a run: {0}', budgetText(agent.budget)),
    l10n.t('Prices: {0}', agent.prices ? l10n.t('${0} in, ${1} out per million tokens', agent.prices.input, agent.prices.output) : '—'),
    l10n.t('Reliability: {0}', measured),
  ];
  return lines.filter((line) => line !== '').join('\n');
}

function stateNames(): Record<AgentState, string> {
  return { active: l10n.t('active'), idle: l10n.t('idle'), offline: l10n.t('offline'), overloaded: l10n.t('has all it can do') };
}

function stateIcon(state: AgentState): vscode.ThemeIcon {
  switch (state) {
    case 'active':
    case 'overloaded':
      return new vscode.ThemeIcon('sync', new vscode.ThemeColor('charts.blue'));
    case 'idle':
      return new vscode.ThemeIcon('hubot');
    case 'offline':
      return new vscode.ThemeIcon('circle-slash', new vscode.ThemeColor('disabledForeground'));
  }
}
