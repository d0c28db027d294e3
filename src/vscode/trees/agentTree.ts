import * as vscode from 'vscode';
import type { Agent } from '../../core/model/agent.ts';
import type { WindowParts } from '../windowParts.ts';

/** The agents in the side bar: who can do cards, and what each does now. */
export class AgentTree implements vscode.TreeDataProvider<Agent> {
  readonly #parts: WindowParts;
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.#changed.event;

  constructor(parts: WindowParts) {
    this.#parts = parts;
    parts.feed.onDidChange(() => this.#changed.fire(undefined));
  }

  async getChildren(): Promise<Agent[]> {
    return (await this.#parts.session.board?.store.listAgents()) ?? [];
  }

  getTreeItem(agent: Agent): vscode.TreeItem {
    const item = new vscode.TreeItem(agent.name);
    item.contextValue = 'agent';
    return item;
  }
}
