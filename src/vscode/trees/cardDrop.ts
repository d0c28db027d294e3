import * as vscode from 'vscode';
import type { BoardCard } from '../../core/model/boardCard.ts';
import { moveCards } from '../board/moveCards.ts';
import { reportError } from '../reportError.ts';
import type { WindowParts } from '../windowParts.ts';
import { editsToGroup, moveBelow, moveToEnd } from './cardMoves.ts';
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
    const { feed, log } = this.#parts;
    if (!target || !Array.isArray(ids)) return;
    const all = [...feed.cards.values()];
    const moved = all.filter(({ id }) => ids.includes(id));
    await reportError(log, () => this.#drop(target, moved, all));
  }

  async #drop(target: TreeNode, moved: readonly BoardCard[], all: readonly BoardCard[]): Promise<void> {
    if (target.kind === 'notice') return;
    const { value } = target.kind === 'card' ? this.#tree.groupOf(target) : target.kind === 'more' ? target.group.group : target.group;
    if (value.kind === 'status') {
      const move = target.kind === 'card' ? moveBelow(moved, target.card, all) : moveToEnd(moved, value.status, all);
      if (move) await moveCards(this.#parts, move);
      return;
    }
    const edits = editsToGroup(moved, value);
    if (edits.length > 0) await this.#parts.session.edit(edits);
    if (target.kind !== 'card') return;
    const place = moveBelow(
      moved.filter(({ status }) => status === target.card.status),
      target.card,
      all,
    );
    if (place) await moveCards(this.#parts, place);
  }
}
