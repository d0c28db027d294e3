import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Disposable } from '../../core/base/disposable.ts';
import type { TaskId } from '../../core/model/scalars.ts';
import { BoardRequest, type BoardUpdate } from '../../protocol/boardPage.ts';
import { showPage } from '../webviewPage.ts';
import type { WindowParts } from '../windowParts.ts';

/** The board as a page in the editor area: one a window. */
export class BoardPanel implements Disposable {
  readonly #parts: WindowParts;
  #panel: vscode.WebviewPanel | undefined;

  constructor(parts: WindowParts) {
    this.#parts = parts;
    parts.feed.onDidChange(() => this.#send());
    parts.session.onDidChange(() => this.#send());
  }

  /** Shows the board, and a card in it. */
  async open(_reveal?: TaskId): Promise<void> {
    if (this.#panel) this.#panel.reveal();
    else this.#attach(vscode.window.createWebviewPanel('rota.board', l10n.t('Board'), vscode.ViewColumn.Active, {}));
  }

  /** Takes over a panel that the editor kept over a reload. */
  async restore(panel: vscode.WebviewPanel): Promise<void> {
    this.#attach(panel);
  }

  dispose(): void {
    this.#panel?.dispose();
  }

  #attach(panel: vscode.WebviewPanel): void {
    this.#panel = panel;
    panel.iconPath = new vscode.ThemeIcon('layout');
    const { log, context } = this.#parts;
    const page = showPage(panel.webview, { name: 'board', title: l10n.t('Board'), extensionUri: context.extensionUri, log, requests: BoardRequest, handle: (request) => this.#handle(request) });
    panel.onDidDispose(() => {
      page.dispose();
      this.#panel = undefined;
    });
  }

  #handle(request: BoardRequest): unknown {
    switch (request.type) {
      case 'ready':
        return this.#send();
      case 'card-open':
        return this.#parts.navigation.openCard(request.task);
    }
  }

  #send(): void {
    void this.#panel?.webview.postMessage(this.#update());
  }

  #update(): BoardUpdate {
    const { session, feed } = this.#parts;
    const { state } = session;
    if (state.kind === 'failed') return { type: 'board-unavailable', message: state.message };
    if (state.kind !== 'open') return { type: 'board-unavailable', message: l10n.t('There are no cards yet.') };
    return { type: 'board-snapshot', revision: feed.revision, board: state.board.columns().board, cards: [...feed.cards.values()] };
  }
}
