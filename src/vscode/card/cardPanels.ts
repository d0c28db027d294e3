import type { Disposable } from '../../core/base/disposable.ts';
import { Scope } from '../../core/base/scope.ts';
import type { TaskId } from '../../core/model/scalars.ts';
import { CardPageState } from '../../protocol/cardPage.ts';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { WindowParts } from '../windowParts.ts';
import { ArtifactFiles } from './artifactFiles.ts';
import { CardPanel } from './cardPanel.ts';

/** Changes of the store are gathered this long (ms) before open cards are read anew. */
const GATHER = 50;

/** The editors of cards: one panel a card. */
export class CardPanels implements Disposable {
  readonly #parts: WindowParts;
  readonly #artifacts: ArtifactFiles;
  readonly #panels = new Map<TaskId, CardPanel>();
  readonly #subscriptions: Disposable[] = [];
  #board = new Scope();
  readonly #stale = new Set<TaskId>();
  #timer: NodeJS.Timeout | undefined;

  constructor(parts: WindowParts) {
    this.#parts = parts;
    this.#artifacts = new ArtifactFiles(parts.session);
    this.#subscriptions.push(
      parts.session.onDidChange(() => this.#follow()),
      parts.feed.onDidChange(({ upserts, removed, requests, whole }) => {
        const changed = new Set([...upserts.map(({ id }) => id), ...removed]);
        for (const id of this.#panels.keys()) if (whole || requests || changed.has(id)) this.#soon(id);
      }),
    );
    this.#follow();
  }

  /** The card whose page is the active editor. */
  get inFront(): TaskId | undefined {
    return [...this.#panels].find(([, panel]) => panel.isActive)?.[0];
  }

  isVisibleIn(column: vscode.ViewColumn): boolean {
    return [...this.#panels.values()].some((panel) => panel.visibleIn === column);
  }

  /** Opens the page of a tab anew that is served by nobody; the keyboard stays where it is. A card that is gone stays gone. */
  reopen(viewColumn: vscode.ViewColumn, label: string): void {
    const number = Number(/^#(\d+) /.exec(label)?.[1]);
    const card = [...this.#parts.feed.cards.values()].find((each) => each.number === number);
    if (card) this.#attach(card.id, vscode.window.createWebviewPanel('rota.card', label, { viewColumn, preserveFocus: true }, {}));
  }

  async open(task: TaskId, { keepFocus = false }: { readonly keepFocus?: boolean } = {}): Promise<void> {
    const open = this.#panels.get(task);
    if (open) open.reveal(keepFocus);
    else
      this.#attach(
        task,
        vscode.window.createWebviewPanel(
          'rota.card',
          l10n.t('Card'),
          { viewColumn: vscode.ViewColumn.Active, preserveFocus: keepFocus },
          {},
        ),
      );
  }

  /** Takes over a panel that the editor kept over a reload; one without a card is closed. */
  async restore(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const kept = CardPageState.safeParse(state);
    if (kept.success) this.#attach(kept.data.task, panel);
    else panel.dispose();
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#board.dispose();
    for (const subscription of this.#subscriptions) subscription.dispose();
    for (const panel of [...this.#panels.values()]) panel.dispose();
    this.#artifacts.dispose();
  }

  #attach(task: TaskId, panel: vscode.WebviewPanel): void {
    this.#panels.set(task, new CardPanel({ ...this.#parts, task, panel, artifacts: this.#artifacts }));
    panel.onDidDispose(() => this.#panels.delete(task));
  }

  /** Comments, runs, requests and why a card does not start do not make a new card on the board: open cards listen for them here. */
  #follow(): void {
    this.#board.dispose();
    this.#board = new Scope();
    const { board } = this.#parts.session;
    const all = (): void => {
      for (const id of this.#panels.keys()) this.#soon(id);
    };
    if (board) {
      this.#board.add(board.app.dispatcher.onDidChange(all));
      this.#board.add(
        board.store.onDidChange(({ tasks, runs, others }) => {
          for (const id of this.#panels.keys()) if (others || runs.length > 0 || tasks.includes(id)) this.#soon(id);
        }),
      );
    }
    all();
  }

  #soon(task: TaskId): void {
    this.#stale.add(task);
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      const stale = [...this.#stale];
      this.#stale.clear();
      for (const id of stale) this.#panels.get(id)?.refresh();
    }, GATHER);
  }
}
