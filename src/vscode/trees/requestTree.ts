import * as vscode from 'vscode';
import type { PersonRequest } from '../../core/model/request.ts';
import type { WindowParts } from '../windowParts.ts';

/** The inbox in the side bar: everything that waits for a person, over all cards. */
export class RequestTree implements vscode.TreeDataProvider<PersonRequest> {
  readonly #parts: WindowParts;
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.#changed.event;

  constructor(parts: WindowParts) {
    this.#parts = parts;
    parts.feed.onDidChange(() => this.#changed.fire(undefined));
  }

  getChildren(): PersonRequest[] {
    return [...this.#parts.feed.requests];
  }

  getTreeItem(request: PersonRequest): vscode.TreeItem {
    const item = new vscode.TreeItem(request.body.kind);
    item.id = request.id;
    return item;
  }
}
