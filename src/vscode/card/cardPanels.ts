import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Disposable } from '../../core/base/disposable.ts';
import type { TaskId } from '../../core/model/scalars.ts';
import { CardPageState, CardRequest, type CardUpdate } from '../../protocol/cardPage.ts';
import { showPage } from '../webviewPage.ts';
import type { WindowParts } from '../windowParts.ts';

/** The editors of cards: one panel a card. */
export class CardPanels implements Disposable {
  readonly #parts: WindowParts;
  readonly #panels = new Map<TaskId, vscode.WebviewPanel>();

  constructor(parts: WindowParts) {
    this.#parts = parts;
    parts.feed.onDidChange(({ upserts, removed }) => {
      for (const id of [...upserts.map((card) => card.id), ...removed]) void this.#send(id);
    });
  }

  async open(task: TaskId): Promise<void> {
    const open = this.#panels.get(task);
    if (open) open.reveal();
    else this.#attach(task, vscode.window.createWebviewPanel('rota.card', l10n.t('Card'), vscode.ViewColumn.Active, {}));
  }

  /** Takes over a panel that the editor kept over a reload; one without a card is closed. */
  async restore(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const kept = CardPageState.safeParse(state);
    if (kept.success) this.#attach(kept.data.task, panel);
    else panel.dispose();
  }

  dispose(): void {
    for (const panel of this.#panels.values()) panel.dispose();
  }

  #attach(task: TaskId, panel: vscode.WebviewPanel): void {
    this.#panels.set(task, panel);
    const { log, context } = this.#parts;
    const page = showPage(panel.webview, { name: 'card', title: l10n.t('Card'), extensionUri: context.extensionUri, log, requests: CardRequest, handle: () => this.#send(task) });
    panel.onDidDispose(() => {
      page.dispose();
      this.#panels.delete(task);
    });
  }

  async #send(id: TaskId): Promise<void> {
    const panel = this.#panels.get(id);
    const { board } = this.#parts.session;
    if (!panel || !board) return;
    const task = await board.store.findTask(id);
    const update: CardUpdate = task ? { type: 'card', task } : { type: 'card-gone', message: l10n.t('This card was deleted.') };
    if (task) panel.title = `#${task.number} ${task.title}`;
    await panel.webview.postMessage(update);
  }
}
