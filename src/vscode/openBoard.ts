import { createHash } from 'node:crypto';
import { join } from 'node:path';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { createApp, type App, type AppPorts } from '../app.ts';
import { UserError } from '../core/base/errors.ts';
import type { Ids } from '../core/base/ids.ts';
import type { Log } from '../core/base/log.ts';
import { createTextFilter } from '../core/base/safeText.ts';
import type { ModelChoice } from '../core/model/agent.ts';
import type { Board } from '../core/model/board.ts';
import { RotaSettings } from '../core/model/settings.ts';
import { createProvider } from '../core/providers/createProvider.ts';
import type { Provider } from '../core/providers/provider.ts';
import type { TextFilter } from '../core/runs/textFilter.ts';
import type { Approver } from '../core/runs/runPorts.ts';
import type { TaskStore } from '../core/store/taskStore.ts';
import { builtinTools } from '../core/tools/catalog.ts';
import type { ProcessRunner } from '../core/tools/processRunner.ts';
import type { WorkArea } from '../core/tools/workArea.ts';
import { withoutEntryActions } from '../core/rules/boardRules.ts';
import { readBoard, type ReadBoard } from '../node/boardFile.ts';
import { closingOnFailure } from '../node/closingStore.ts';
import { FileConsents } from '../node/fileConsents.ts';
import { FrontWindow } from '../node/frontWindow.ts';
import { createHolder, isHolderGone, retireHolder } from '../node/holders.ts';
import { nodeClock } from '../node/nodeClock.ts';
import { createNodeIds } from '../node/nodeIds.ts';
import { openKeys } from '../node/nodeKeys.ts';
import { LastLayout } from '../node/lastLayout.ts';
import { NodeProcessRunner } from '../node/nodeProcessRunner.ts';
import { openStore } from '../node/openStore.ts';
import type { StorePlace } from '../node/storePlace.ts';
import { openWorkspaceTools } from '../node/tools/openWorkspaceTools.ts';
import type { WorkspaceTools } from '../node/tools/workspaceTools.ts';
import type { OpenedStore } from '../node/workerTaskStore.ts';
import { openUserData } from '../node/userData.ts';
import { EditorKeys } from './editorKeys.ts';
import { createEditorServices } from './editorServices.ts';
import { fileRoots } from './fileRoots.ts';
import { showWarning } from './messages.ts';
import { openEditorModel } from './models/editorModels.ts';
import { openEditorWorkArea } from './workArea/editorWorkArea.ts';

/** A board that is open in this window. */
export interface OpenBoard {
  readonly app: App;
  readonly store: OpenedStore;
  readonly workArea: WorkArea;
  readonly processes: ProcessRunner;
  readonly tools: WorkspaceTools;
  readonly keys: EditorKeys;
  /** The provider of a model, with the keys and the models of this editor. */
  createProvider(choice: ModelChoice): Promise<Provider>;
  readonly place: StorePlace;
  /** Fits text for views: no escapes, invisible characters shown, keys masked. */
  readonly filter: TextFilter;
  /** The columns, and what is wrong with their file. Read anew at each call. */
  columns(): { readonly board: Board; readonly problem: string | undefined };
  /** Of the windows that have the board open, is this the one that the person used last? */
  isInFront(): boolean;
  close(): Promise<void>;
}

export interface OpenBoardOptions {
  readonly context: vscode.ExtensionContext;
  readonly log: Log;
  readonly place: StorePlace;
  readonly create: boolean | 'anew';
}

/** Opens the store of a place and builds the app on it, with the ports of the editor. Rejects with a `UserError` that says what to do. */
export async function openBoard(options: OpenBoardOptions): Promise<OpenBoard> {
  const { log, place } = options;
  const { keys, ...ports } = await openPorts(options);
  const { store, workArea, processes, filter, editor, holder, toolFolders } = ports;
  const app = createApp(ports);
  await closingOnFailure(store, () => app.recover());
  app.goOnAfterAnswers();
  const front = new FrontWindow(place.folder, holder);
  const watches = vscode.Disposable.from(followFocus(front, store), followTrust(app, log));
  return {
    app,
    store,
    workArea,
    processes,
    tools: toolFolders,
    keys,
    place,
    filter,
    createProvider: ports.createProvider,
    columns: ports.columns,
    isInFront: () => front.isInFront,
    close: async () => {
      watches.dispose();
      await app.letGo();
      retireHolder(holder);
      editor.dispose();
      await store.close();
    },
  };
}

/** What the app stands on in the editor, and what is needed of it besides the app. */
interface EditorPorts extends AppPorts {
  readonly store: OpenedStore;
  readonly editor: ReturnType<typeof createEditorServices>;
  readonly keys: EditorKeys;
  readonly toolFolders: WorkspaceTools;
  readonly createProvider: (choice: ModelChoice) => Promise<Provider>;
  readonly columns: () => ReadBoard;
}

async function openPorts({ context, log, place, create }: OpenBoardOptions): Promise<EditorPorts> {
  const notify = (message: string): void => void showWarning(message);
  const roots = fileRoots();
  const dataFolder = openUserData(
    process.env,
    roots.map(({ folder }) => folder),
  );
  const keys = await EditorKeys.open(context, openKeys(process.env, dataFolder));
  const settings = readSettings();
  const ids = createNodeIds();
  const store = await openStore(place, { create, dataFolder, notify });
  const toolFolders = openWorkspaceTools({ dataFolder, storeId: store.storeId, roots, settings, host: process.env, notify });
  const area = { roots, trash: join(place.folder, 'trash'), hidden: [dataFolder], tools: () => toolFolders.allowed() };
  const workArea = await closingOnFailure(store, () => openEditorWorkArea(area));
  const last = new LastLayout(dataFolder, place.folder);
  const columns = (): ReadBoard => readColumns(place, last);
  return {
    store,
    workArea,
    keys,
    log,
    ids,
    clock: nodeClock,
    tools: builtinTools,
    toolFolders,
    approver: inboxApprover,
    slots: settings.maxConcurrentRuns,
    editor: createEditorServices({ workArea, roots }),
    processes: new NodeProcessRunner({
      roots: roots.map(({ folder }) => folder),
      environment: settings['command.environment'],
      ci: settings['command.ci'],
      tools: () => toolFolders.inUse(),
      host: process.env,
    }),
    filter: (text) => createTextFilter({ secrets: keys.all() })(text),
    consents: new FileConsents(dataFolder, notify),
    createProvider: (choice) => openProvider(choice, { context, keys, ids }),
    columns,
    board: () => columns().board,
    keepCopy: () => store.backUp('bulk'),
    hash: (bytes) => createHash('sha256').update(bytes).digest('hex'),
    refusal: refuseUntrusted,
    holder: createHolder('editor'),
    isHolderGone,
  };
}

/** The columns as their file says; in a folder that is not trusted they do nothing by themselves. */
function readColumns(place: StorePlace, last: LastLayout): ReadBoard {
  const read = readBoard(join(place.root, '.rota'), last);
  return vscode.workspace.isTrusted ? read : { ...read, board: withoutEntryActions(read.board) };
}

function refuseUntrusted(): string | undefined {
  return vscode.workspace.isTrusted ? undefined : l10n.t('this workspace is in Restricted Mode: agents run only in folders that you trust');
}

interface ProviderParts {
  readonly context: vscode.ExtensionContext;
  readonly keys: EditorKeys;
  readonly ids: Ids;
}

async function openProvider(choice: ModelChoice, { context, keys, ids }: ProviderParts): Promise<Provider> {
  return createProvider(choice, {
    fetch,
    clock: nodeClock,
    ids,
    readScript,
    editorModel: choice.provider === 'editor' ? await openEditorModel(choice, context.languageModelAccessInformation) : undefined,
    findKey: (origin) => keys.find(origin),
    keyAdvice: (origin) => l10n.t('Give the key for {0} with the command "Rota: Set API Key".', origin),
  });
}

/** Cards that waited for the folder to be trusted start when it is. */
function followTrust(app: App, log: Log): vscode.Disposable {
  return vscode.workspace.onDidGrantWorkspaceTrust(
    () => void app.dispatcher.look().catch((error: unknown) => log.error('the queue could not be looked at', error)),
  );
}

/** Steps forward whenever the person comes to this window. */
function followFocus(front: FrontWindow, store: TaskStore): vscode.Disposable {
  const stepForward = ({ focused }: vscode.WindowState): void => {
    if (focused && store.readOnly === undefined) front.stepForward();
  };
  stepForward(vscode.window.state);
  return vscode.window.onDidChangeWindowState(stepForward);
}

/** Requests are answered in the inbox, through the store: this approver waits until the run stops or somebody does. */
const inboxApprover: Approver = {
  answer: (_request, signal) =>
    new Promise((_resolve, reject) => {
      const stop = (): void => reject(signal.reason as Error);
      if (signal.aborted) stop();
      else signal.addEventListener('abort', stop, { once: true });
    }),
};

/** Settings of the machine; what does not fit falls back to the default. */
function readSettings(): RotaSettings {
  const configuration = vscode.workspace.getConfiguration('rota');
  const read = (key: keyof RotaSettings): unknown => configuration.get(key);
  const parsed = RotaSettings.safeParse({
    'command.environment': read('command.environment'),
    'command.ci': read('command.ci'),
    maxConcurrentRuns: read('maxConcurrentRuns'),
  });
  if (parsed.success) return parsed.data;
  throw new UserError(
    'invalid',
    l10n.t(
      'A setting of Rota is not usable: {0}. Mend it in the settings of the editor.',
      parsed.error.issues.map(({ path, message }) => `rota.${path.join('.')}: ${message}`).join('; '),
    ),
  );
}

async function readScript(file: string): Promise<string> {
  return new TextDecoder().decode(await vscode.workspace.fs.readFile(vscode.Uri.file(file)));
}
