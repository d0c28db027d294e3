import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Disposable } from '../../core/base/disposable.ts';
import type { RunId, TaskId } from '../../core/model/scalars.ts';
import { RunRequest, type RunUpdate } from '../../protocol/runPage.ts';
import { showPage } from '../webviewPage.ts';
import type { WindowParts } from '../windowParts.ts';

interface Shown {
  readonly task: TaskId;
  readonly run?: RunId;
  readonly takeFocus?: boolean;
}

/** The run panel: one run at a time, live or replayed from its log. */
export class RunView implements Disposable {
  readonly #parts: WindowParts;
  #view: vscode.WebviewView | undefined;
  #shown: Shown | undefined;

  constructor(parts: WindowParts) {
    this.#parts = parts;
  }

  async show(shown: Shown): Promise<void> {
    this.#shown = shown;
    await vscode.commands.executeCommand('rota.run.focus', { preserveFocus: shown.takeFocus !== true });
    await this.#send();
  }

  /** Fills the view when the editor first shows it. */
  async resolve(view: vscode.WebviewView): Promise<void> {
    this.#view = view;
    const { log, context } = this.#parts;
    const page = showPage(view.webview, { name: 'run', title: l10n.t('Run'), extensionUri: context.extensionUri, log, requests: RunRequest, handle: () => this.#send() });
    view.onDidDispose(() => {
      page.dispose();
      this.#view = undefined;
    });
  }

  dispose(): void {
    this.#view = undefined;
  }

  async #send(): Promise<void> {
    await this.#view?.webview.postMessage(await this.#update());
  }

  async #update(): Promise<RunUpdate> {
    const { board } = this.#parts.session;
    if (!board || !this.#shown) return { type: 'run-none' };
    const run = this.#shown.run ? await board.store.findRun(this.#shown.run) : (await board.store.listRuns({ task: this.#shown.task, limit: 1 })).items[0];
    if (!run) return { type: 'run-none' };
    return { type: 'run-snapshot', run, events: await board.store.readRunEvents(run.id, 0) };
  }
}
