import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { Scope } from '../../core/base/scope.ts';
import type { Disposable } from '../../core/base/disposable.ts';
import type { BoardFailure } from '../../core/health/boardHealth.ts';
import { defaultBoard } from '../../core/model/board.ts';
import type { TaskId } from '../../core/model/scalars.ts';
import { BoardRequest, type BoardUpdate } from '../../protocol/boardPage.ts';
import type { FeedChange } from '../boardFeed.ts';
import { showPage } from '../webviewPage.ts';
import type { WindowParts } from '../windowParts.ts';
import { readFacts } from './boardFacts.ts';
import { BoardRequests } from './boardRequests.ts';
import { snapshotUpdates } from './boardUpdates.ts';
import { watchBoard } from './watchBoard.ts';

/** The board as a page in the editor area: one a window. */
export class BoardPanel implements Disposable {
  readonly #parts: WindowParts;
  readonly #requests: BoardRequests;
  #panel: vscode.WebviewPanel | undefined;
  #reveal: TaskId | undefined;
  /** The page has all cards up to a revision and hears of changes. */
  #following = false;
  #facts = '';

  constructor(parts: WindowParts) {
    this.#parts = parts;
    this.#requests = new BoardRequests(parts, (update) => this.#post(update));
  }

  /** Shows the board, and a card in it. */
  async open(reveal?: TaskId): Promise<void> {
    this.#reveal = reveal;
    if (!this.#panel) this.#attach(vscode.window.createWebviewPanel('rota.board', l10n.t('Board'), vscode.ViewColumn.Active, {}));
    else this.#panel.reveal();
    if (this.#following) this.#sendReveal();
  }

  get isVisible(): boolean {
    return this.#panel?.visible ?? false;
  }

  isVisibleIn(column: vscode.ViewColumn): boolean {
    return this.isVisible && this.#panel?.viewColumn === column;
  }

  /** Puts a board where one was cut off; the keyboard stays where it is. */
  reopen(viewColumn: vscode.ViewColumn): void {
    this.#attach(vscode.window.createWebviewPanel('rota.board', l10n.t('Board'), { viewColumn, preserveFocus: true }, {}));
  }

  /** Takes over a panel that the editor kept over a reload. */
  async restore(panel: vscode.WebviewPanel): Promise<void> {
    this.#attach(panel);
  }

  dispose(): void {
    this.#panel?.dispose();
  }

  #attach(panel: vscode.WebviewPanel): void {
    this.#panel?.dispose();
    this.#panel = panel;
    panel.iconPath = new vscode.ThemeIcon('layout');
    const { log, context, feed } = this.#parts;
    const scope = new Scope();
    scope.add(
      showPage(panel.webview, {
        name: 'board',
        title: l10n.t('Board'),
        extensionUri: context.extensionUri,
        log,
        requests: BoardRequest,
        handle: (request) => this.#handle(request),
      }),
    );
    scope.add(feed.onDidChange((change) => this.#tell(change)));
    scope.add(watchBoard(this.#parts, { columns: () => this.#sendAll(), facts: () => void this.#sendFacts() }));
    // A hidden page is gone; it asks for everything when it comes back.
    scope.add(panel.onDidChangeViewState(() => (this.#following &&= panel.visible)));
    panel.onDidDispose(() => {
      scope.dispose();
      if (this.#panel !== panel) return;
      this.#panel = undefined;
      this.#following = false;
    });
  }

  #handle(request: BoardRequest): unknown {
    if (request.type === 'ready') return this.#sendAll();
    return this.#requests.carryOut(request);
  }

  #tell({ from, revision, upserts, removed, whole }: FeedChange): void {
    if (whole) this.#sendAll();
    else if (this.#following) this.#post({ type: 'board-changes', from, revision, upserts: [...upserts], removed: [...removed] });
    void this.#sendFacts();
  }

  #sendAll(): void {
    this.#facts = '';
    void this.#sendFacts();
    for (const update of this.#whole()) this.#post(update);
    if (this.#following) this.#sendReveal();
  }

  /** All that the page needs to begin with; nothing while the cards are still being read. */
  #whole(): BoardUpdate[] {
    const { session, feed } = this.#parts;
    const { state } = session;
    this.#following = state.kind === 'open' && feed.loaded;
    switch (state.kind) {
      case 'no-folder':
        return [
          { type: 'board-absent', reason: 'no-folder', message: l10n.t('Rota keeps its board in a folder on disk. Open a folder first.') },
        ];
      case 'failed':
        return [{ type: 'board-absent', reason: reasonOf(state.failure), message: state.message }];
      case 'absent':
        return snapshotUpdates(0, defaultBoard, []);
      case 'open':
        return feed.loaded ? snapshotUpdates(feed.revision, state.board.columns().board, feed.cards.values()) : [];
    }
  }

  #sendReveal(): void {
    if (this.#reveal !== undefined) this.#post({ type: 'card-reveal', task: this.#reveal });
    this.#reveal = undefined;
  }

  async #sendFacts(): Promise<void> {
    const facts = await readFacts(this.#parts);
    const text = JSON.stringify(facts);
    if (text === this.#facts) return;
    this.#facts = text;
    this.#post({ type: 'board-facts', facts });
  }

  #post(update: BoardUpdate): void {
    void this.#panel?.webview.postMessage(update);
  }
}

/** As far as the page offers something else for it. */
function reasonOf(failure: BoardFailure): 'failed' | 'gone' | 'elsewhere' {
  return failure === 'gone' || failure === 'elsewhere' ? failure : 'failed';
}
