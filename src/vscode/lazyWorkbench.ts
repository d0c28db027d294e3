import * as vscode from 'vscode';
import type { TreeViews } from './deferredTree.ts';
import type { Workbench } from './workbench.ts';

/** Loads all but the thin outer layer when it is first needed: an idle window pays for nothing else. */
export class LazyWorkbench {
  readonly #context: vscode.ExtensionContext;
  #workbench: Promise<Workbench> | undefined;
  trees: TreeViews = {};
  /** The editor listens from the start whether Rota offers it other models. */
  readonly modelsChanged = new vscode.EventEmitter<void>();

  constructor(context: vscode.ExtensionContext) {
    this.#context = context;
  }

  get(): Promise<Workbench> {
    return (this.#workbench ??= import('./workbench.ts').then(({ openWorkbench }) => openWorkbench(this.#context, this)));
  }

  /** Whether anything of Rota was needed yet. */
  get isLoaded(): boolean {
    return this.#workbench !== undefined;
  }

  /** Lets go of everything, if anything was loaded; resolves when what was written is on disk. */
  async close(): Promise<void> {
    await (await this.#workbench)?.close();
  }
}
