import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Disposable } from '../../core/base/disposable.ts';
import { Scope } from '../../core/base/scope.ts';
import type { TaskId } from '../../core/model/scalars.ts';
import type { SessionState } from '../session.ts';
import type { WindowParts } from '../windowParts.ts';
import type { CardTree, TreeNode } from './cardTree.ts';
import type { RequestTree } from './requestTree.ts';

/** Ages in the inbox are words for minutes. */
const AGEING = 60_000;

/** What stands around the rows of the trees: messages, the badge, the way of grouping, and rows that are shown on demand. */
export class SideBar implements Disposable {
  readonly #parts: WindowParts;
  readonly #cards: CardTree;
  readonly #scope = new Scope();
  #standing: Disposable | undefined;

  constructor(parts: WindowParts, cards: CardTree, inbox: RequestTree) {
    this.#parts = parts;
    this.#cards = cards;
    const { session, waiting, trees } = parts;
    this.#scope.add(session.onDidChange((state) => this.#follow(state)));
    this.#scope.add({ dispose: () => this.#standing?.dispose() });
    this.#follow(session.state);
    this.#scope.add(waiting.onDidChange(({ length }) => this.#count(length)));
    this.#scope.add(
      vscode.workspace.onDidChangeConfiguration((change) => change.affectsConfiguration('rota.tree.groupBy') && void this.#cards.regroup()),
    );
    const view = trees['rota.cards'];
    if (view) this.#scope.add(view.onDidChangeSelection(({ selection }) => this.#showMore(selection as readonly TreeNode[])));
    const timer = setInterval(() => trees['rota.inbox']?.visible && inbox.refresh(), AGEING);
    this.#scope.add({ dispose: () => clearInterval(timer) });
  }

  /** Shows the card's row, if the tree is in sight. */
  async reveal(task: TaskId): Promise<void> {
    const view = this.#parts.trees['rota.cards'];
    const node = view?.visible === true ? this.#cards.find(task) : undefined;
    if (node) await view?.reveal(node, { select: true, focus: false });
  }

  dispose(): void {
    this.#scope.dispose();
  }

  /** Whether the board can be changed may differ from one moment to the next. */
  #follow(state: SessionState): void {
    this.#standing?.dispose();
    this.#standing = state.kind === 'open' ? state.board.store.onDidChangeStanding(() => this.#tell(state)) : undefined;
    this.#tell(state);
  }

  #tell(state: SessionState): void {
    const view = this.#parts.trees['rota.cards'];
    if (view) view.message = messageOf(state);
  }

  /** An inbox in which nothing waits is not there: the cards have its place. */
  #count(waiting: number): void {
    void vscode.commands.executeCommand('setContext', 'rota.somethingWaits', waiting > 0);
    const view = this.#parts.trees['rota.inbox'];
    if (!view) return;
    const tooltip = waiting === 1 ? l10n.t('1 item waits for you') : l10n.t('{0} items wait for you', waiting);
    view.badge = waiting === 0 ? undefined : { value: waiting, tooltip };
  }

  #showMore([chosen, another]: readonly TreeNode[]): void {
    if (chosen?.kind === 'more' && !another) this.#cards.showMore(chosen);
  }
}

/** What is to be said above the cards; nothing when all is well. */
function messageOf(state: SessionState): string {
  if (state.kind === 'failed') return state.message;
  if (state.kind !== 'open') return '';
  const { readOnly } = state.board.store;
  if (readOnly !== undefined) return l10n.t('The board cannot be changed here: {0}.', readOnly);
  return state.board.columns().problem ?? '';
}
