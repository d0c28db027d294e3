import * as vscode from 'vscode';
import type { BoardCard } from '../../core/model/boardCard.ts';
import type { WindowParts } from '../windowParts.ts';

type CardNode = { readonly kind: 'card'; readonly card: BoardCard };

/** The cards in the side bar. */
export class CardTree implements vscode.TreeDataProvider<CardNode> {
  readonly #parts: WindowParts;
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.#changed.event;

  constructor(parts: WindowParts) {
    this.#parts = parts;
    parts.feed.onDidChange(() => this.#changed.fire(undefined));
  }

  getChildren(): CardNode[] {
    return [...this.#parts.feed.cards.values()].map((card) => ({ kind: 'card', card }));
  }

  getTreeItem({ card }: CardNode): vscode.TreeItem {
    const item = new vscode.TreeItem(`#${card.number} ${card.title}`);
    item.id = card.id;
    item.contextValue = 'card';
    return item;
  }
}
