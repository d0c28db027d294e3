import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Disposable } from '../../core/base/disposable.ts';
import { systemFailure } from '../../node/systemErrors.ts';
import { showInvisible } from '../../core/base/visibleText.ts';
import type { CheckSpec } from '../../core/model/check.ts';
import type { TaskId } from '../../core/model/scalars.ts';
import { Comment, Task } from '../../core/model/task.ts';
import { CardRequest, type CardUpdate } from '../../protocol/cardPage.ts';
import { followLink } from '../followLink.ts';
import { fileRoots } from '../fileRoots.ts';
import { reportError } from '../reportError.ts';
import { showPage } from '../webviewPage.ts';
import type { WindowParts } from '../windowParts.ts';
import type { ArtifactFiles } from './artifactFiles.ts';
import { readCheckGuesses } from './checkGuesses.ts';
import { findCards } from './findCards.ts';
import { readCardView } from './readCardView.ts';
import { saveCardEdit } from './saveCardEdit.ts';

export interface CardPanelParts extends WindowParts {
  readonly task: TaskId;
  readonly panel: vscode.WebviewPanel;
  readonly artifacts: ArtifactFiles;
}

type Write = Extract<CardRequest, { write: number }>;

/** Characters of a title in a tab. */
const TAB = 40;

/** The editor of one card: sends the page what is true, carries out what it asks. */
export class CardPanel implements Disposable {
  readonly #parts: CardPanelParts;
  #guesses: readonly CheckSpec[] = [];
  #closed = false;

  constructor(parts: CardPanelParts) {
    this.#parts = parts;
    const { panel, context, log } = parts;
    panel.iconPath = new vscode.ThemeIcon('tasklist');
    const page = showPage(panel.webview, {
      name: 'card',
      title: l10n.t('Card'),
      extensionUri: context.extensionUri,
      log,
      requests: CardRequest,
      handle: (request) => this.#handle(request),
    });
    panel.onDidDispose(() => {
      this.#closed = true;
      page.dispose();
    });
  }

  get isActive(): boolean {
    return this.#parts.panel.active;
  }

  /** The column in which the page is seen. */
  get visibleIn(): vscode.ViewColumn | undefined {
    const { visible, viewColumn } = this.#parts.panel;
    return visible ? viewColumn : undefined;
  }

  reveal(keepFocus: boolean): void {
    this.#parts.panel.reveal(undefined, keepFocus);
  }

  /** Shows the card as it is now. Never rejects. */
  refresh(): void {
    void reportError(this.#parts.log, () => this.#send());
  }

  dispose(): void {
    this.#parts.panel.dispose();
  }

  async #handle(request: CardRequest): Promise<unknown> {
    const { task, session, navigation, artifacts } = this.#parts;
    switch (request.type) {
      case 'ready':
        return this.#start();
      case 'card-edit':
      case 'card-move':
      case 'check-accept':
      case 'comment-add':
        return this.#write(request);
      case 'card-command':
        return vscode.commands.executeCommand(request.command, { task });
      case 'card-open':
        return navigation.openCard(request.task);
      case 'run-open':
        return navigation.showRun({ task, run: request.run });
      case 'request-open':
        return navigation.openRequest(request.request);
      case 'artifact-open':
        return artifacts.open(task, request.artifact);
      case 'artifact-save':
        return artifacts.save(task, request.artifact);
      case 'card-search':
        return this.#post({
          type: 'cards-found',
          search: request.search,
          cards: findCards(this.#parts.feed.cards.values(), request.text, task),
        });
      case 'file-open':
      case 'link-open':
      case 'help-open':
        return followLink(request, session);
    }
  }

  async #start(): Promise<void> {
    const [first] = fileRoots();
    if (first) this.#guesses = await readCheckGuesses(vscode.Uri.file(first.folder));
    await this.#send();
  }

  /** A refusal is said beside the field that asked; anything else is a bug and reported as one. */
  async #write(request: Write): Promise<void> {
    const { write } = request;
    try {
      const saved = await this.#save(request);
      await this.#send();
      this.#post({ type: 'write-answer', write, outcome: saved ? 'saved' : 'conflict', message: '' });
    } catch (error) {
      const told = systemFailure(error);
      this.#post({ type: 'write-answer', write, outcome: 'refused', message: told?.message ?? l10n.t('This could not be saved.') });
      if (!told) throw error;
    }
  }

  async #save(request: Write): Promise<boolean> {
    const { task, session } = this.#parts;
    switch (request.type) {
      case 'card-edit': {
        const { store } = await session.require();
        return saveCardEdit(request, {
          find: () => store.findTask(task),
          change: (change, expectedRevision) => session.edit([{ kind: 'change', task, change, expectedRevision }]),
        });
      }
      case 'card-move':
        await session.edit([{ kind: 'move', task, to: request.to }]);
        return true;
      case 'check-accept':
        await session.call('task.accept-checks', Task, { task, checks: [{ id: request.check, spec: request.spec }] });
        return true;
      case 'comment-add':
        await session.call('task.comment', Comment, { task, text: request.text });
        return true;
    }
  }

  async #send(): Promise<void> {
    const { task, panel, session, feed } = this.#parts;
    const { state } = session;
    if (state.kind !== 'open') {
      this.#post({ type: 'card-gone', message: state.kind === 'failed' ? state.message : l10n.t('There is no board in this folder.') });
      return;
    }
    const { store, filter, app, columns } = state.board;
    const view = await readCardView(task, {
      store,
      filter,
      cards: feed.cards,
      roots: fileRoots().map(({ name }) => name),
      guesses: this.#guesses,
      now: Date.now(),
      serviceLevels: columns().board.sla,
      whyNot: app.dispatcher.whyNot(task),
      unordered: !app.dispatcher.isOrdered(task),
    });
    if (this.#closed) return;
    if (view) panel.title = tabTitle(view.task);
    this.#post(view ? { type: 'card', view } : { type: 'card-gone', message: l10n.t('This card was deleted.') });
  }

  #post(update: CardUpdate): void {
    // What was typed last is still saved after the tab was closed.
    if (!this.#closed) void this.#parts.panel.webview.postMessage(update);
  }
}

function tabTitle({ number, title }: Task): string {
  const shown = showInvisible(title);
  return `#${number} ${shown.length > TAB ? `${shown.slice(0, TAB - 1)}…` : shown}`;
}
