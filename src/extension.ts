import * as vscode from 'vscode';
import { registerChat } from './vscode/chat/registerChat.ts';
import { commandIds, treeIds } from './vscode/contributions.ts';
import { deferTree } from './vscode/deferredTree.ts';
import { LazyWorkbench } from './vscode/lazyWorkbench.ts';
import { registerModels } from './vscode/deferredModels.ts';
import { registerNewCardActions } from './vscode/newCardActions.ts';

let current: LazyWorkbench | undefined;

/** Registers what the manifest promises and loads nothing: commands and views bring the rest in when they are first used. */
export function activate(context: vscode.ExtensionContext): void {
  const workbench = new LazyWorkbench(context);
  current = workbench;
  const { subscriptions } = context;
  for (const id of commandIds) {
    subscriptions.push(vscode.commands.registerCommand(id, async (...args: unknown[]) => (await workbench.get()).run(id, args)));
  }
  for (const id of treeIds) {
    const view = deferTree(id, async () => (await workbench.get()).tree(id));
    workbench.trees[id] = view;
    subscriptions.push(view);
  }
  subscriptions.push(
    registerNewCardActions(),
    registerChat(async () => (await workbench.get()).chat()),
    registerModels(workbench, hasBoard),
    vscode.window.registerWebviewViewProvider(
      'rota.run',
      { resolveWebviewView: async (view) => (await workbench.get()).resolveRunView(view) },
      { webviewOptions: { retainContextWhenHidden: false } },
    ),
    vscode.window.registerWebviewPanelSerializer('rota.board', {
      deserializeWebviewPanel: async (panel) => (await workbench.get()).restoreBoard(panel),
    }),
    vscode.window.registerWebviewPanelSerializer('rota.card', {
      deserializeWebviewPanel: async (panel, state: unknown) => (await workbench.get()).restoreCard(panel, state),
    }),
  );
  void openExistingBoard(workbench);
  // It reads and writes files: not while the editor waits for this to end.
  setImmediate(
    () => void import('./vscode/commandLine/terminals.ts').then(({ followTerminals }) => subscriptions.push(followTerminals(context))),
  );
}

/** Awaited by the editor for a moment only: nothing may depend on its end. */
export async function deactivate(): Promise<void> {
  await current?.close();
}

/** A folder with a board shows at once what waits; any other costs nothing until Rota is used. Never rejects. */
async function openExistingBoard(workbench: LazyWorkbench): Promise<void> {
  if (await hasBoard()) await workbench.get();
}

/** A board that is kept in the user's data folder leaves `.rota` alone in the workspace, or nothing at all. */
async function hasBoard(): Promise<boolean> {
  const folders = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
  const looks = folders.map(({ uri }) =>
    vscode.workspace.fs.stat(vscode.Uri.joinPath(uri, '.rota')).then(
      () => true,
      () => false,
    ),
  );
  if ((await Promise.all(looks)).includes(true)) return true;
  if (folders.length === 0 || vscode.workspace.getConfiguration('rota').get('storeLocation') !== 'user') return false;
  const { hasUserBoard } = await import('./vscode/userBoard.ts');
  return folders.some(({ uri }) => hasUserBoard(uri.fsPath, process.env));
}
