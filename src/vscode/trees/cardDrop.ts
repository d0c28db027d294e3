import * as vscode from 'vscode';
import type { BoardCard } from '../../core/model/boardCard.ts';
import type { Edit } from '../../core/model/edit.ts';
import { reportError } from '../reportError.ts';
import type { WindowParts } from '../windowParts.ts';
import { editsBelow, editsToGroup } from './cardMoves.ts';
import type { CardTree, TreeNode } from './cardTree.ts';

const TYPE = 'application/vnd.code.tree.rota.cards';

/** Dragging cards within the tree: a group changes what they are, a card takes them below it. Refused moves say why. */
export class CardDrop implements vscode.TreeDragAndDropController<TreeNode> {
  readonly #parts: WindowParts;
  readonly #tree: CardTree;
  readonly dragMimeTypes = [TYPE];
  readonly dropMimeTypes = [TYPE];

  constructor(parts: WindowParts, tree: CardTree) {
    this.#parts = parts;
    this.#tree = tree;
  }

  handleDrag(source: readonly TreeNode[], transfer: vscode.DataTransfer): void {
    const ids = source.flatMap((node) => (node.kind === 'card' ? [node.card.id] : []));
    if (ids.length > 0) transfer.set(TYPE, new vscode.DataTransferItem(ids));
  }

  async handleDrop(target: TreeNode | undefined, transfer: vscode.DataTransfer): Promise<void> {
    const ids: unknown = transfer.get(TYPE)?.value;
    const { feed, session, log } = this.#parts;
    if (!target || !Array.isArray(ids)) return;
    const all = [...feed.cards.values()];
    const edits = this.#editsOf(target, all.filter(({ id }) => ids.includes(id)), all);
    if (edits.length > 0) await reportError(log, () => session.edit(edits));
  }

  #editsOf(target: TreeNode, moved: readonly BoardCard[], all: readonly BoardCard[]): Edit[] {
    switch (target.kind) {
      case 'group':
        return editsToGroup(moved, target.group.value);
      case 'card':
        return editsBelow({ moved, onto: target.card, all, by: this.#tree.groupBy });
      case 'more':
        return editsToGroup(moved, target.group.group.value);
      case 'notice':
        return [];
    }
  }
}
