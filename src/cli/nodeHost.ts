import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import * as l10n from '@vscode/l10n';
import { createApp, type AppPorts } from '../app.ts';
import { messageOf, UserError } from '../core/base/errors.ts';
import type { RotaSettings } from '../core/model/settings.ts';
import type { PersonRequest } from '../core/model/request.ts';
import { createProvider } from '../core/providers/createProvider.ts';
import type { TextFilter } from '../core/runs/textFilter.ts';
import { builtinTools } from '../core/tools/catalog.ts';
import { FileConsents } from '../node/fileConsents.ts';
import { importStore } from '../node/foreignStores.ts';
import { closingOnFailure } from '../node/closingStore.ts';
import { createHolder, isHolderGone, retireHolder } from '../node/holders.ts';
import { nodeClock } from '../node/nodeClock.ts';
import { createNodeIds } from '../node/nodeIds.ts';
import type { Keys } from '../node/nodeKeys.ts';
import { hostFetch } from '../node/network/hostFetch.ts';
import { NodeProcessRunner } from '../node/nodeProcessRunner.ts';
import { openNodeWorkArea } from '../node/nodeWorkArea.ts';
import { openStore } from '../node/openStore.ts';
import { rootNames } from '../node/rootNames.ts';
import { createStderrLog } from '../node/stderrLog.ts';
import type { StorePlace } from '../node/storePlace.ts';
import type { OpenedStore } from '../node/workerTaskStore.ts';
import { readGround, tellNew, warnAt, warnOfRoot, type Ground } from './ground.ts';
import { openWorkspaceTools } from '../node/tools/openWorkspaceTools.ts';
import type { WorkspaceTools } from '../node/tools/workspaceTools.ts';
import type { Host, OpenHost } from './host.ts';
import { TerminalApprover, type PromptSurroundings } from './terminalApprover.ts';
import type { Terminal } from './terminal.ts';

/** The host of the command line: ports of this machine, a store in the workspace, approvals at the terminal. */
export const openNodeHost: OpenHost = async (terminal, workspace, needs) => {
  const warn = warnAt(terminal);
  const ground = readGround(terminal, workspace, needs, warn);
  const { place, dataFolder } = ground;
  const store = await openStore(place, { create: needs.create ?? false, dataFolder, notify: warn });
  if (!place.exists) {
    tellNew(place, dataFolder, { warn, isTold: needs.tellsNew === true });
    warnOfRoot(place, terminal, warn);
  }
  if (store.readOnly !== undefined) warn(l10n.t('The board cannot be changed here: {0}.', store.readOnly));
  return closingOnFailure(store, () => hostOver(store, ground, terminal));
};

async function hostOver(store: OpenedStore, ground: Ground, terminal: Terminal): Promise<Host> {
  const { place, dataFolder, settings, keys, filter, board } = ground;
  const warn = warnAt(terminal);
  const consents = new FileConsents(dataFolder, warn);
  const prompts = new Prompts(terminal, filter);
  const [name = ''] = rootNames([basename(place.root)]);
  const roots = [{ name, folder: place.root }];
  const tools = openWorkspaceTools({ dataFolder, storeId: store.storeId, roots, settings, host: terminal.env, notify: warn });
  const machine = machinePorts({ terminal, place, settings, keys, filter, tools });
  const app = createApp({
    ...machine,
    workArea: await openNodeWorkArea({
      roots,
      trash: join(place.folder, 'trash'),
      hidden: [dataFolder],
      tools: () => tools.allowed(),
    }),
    store,
    consents,
    toolFolders: tools,
    filter,
    approver: prompts.approver,
    tools: builtinTools,
    slots: settings.maxConcurrentRuns,
    board: () => board,
    keepCopy: () => store.backUp('bulk'),
  });
  await app.recover();
  return {
    app,
    actions: app.actions,
    filter,
    consents,
    tools,
    storeId: store.storeId,
    readOnly: store.readOnly,
    folder: place.root,
    isNew: !place.exists,
    board,
    importCards: (folder) => importStore(folder, store, { at: nodeClock.now(), board }),
    surround: (surroundings) => prompts.surround(surroundings),
    close: async () => {
      await app.close();
      retireHolder(machine.holder);
      await store.close();
      if (store.displaced)
        warn(
          l10n.t(
            'The files of the board went while this command had it open. A copy of its cards is kept: `rota backup restore` puts it back.',
          ),
        );
    },
  };
}

interface MachineOptions {
  readonly terminal: Terminal;
  readonly place: StorePlace;
  readonly settings: RotaSettings;
  readonly keys: Keys;
  readonly filter: TextFilter;
  readonly tools: WorkspaceTools;
}

type MachinePorts = Pick<
  AppPorts,
  'clock' | 'ids' | 'log' | 'processes' | 'createProvider' | 'modelRefusal' | 'hash' | 'holder' | 'isHolderGone'
>;

function machinePorts({ terminal, place, settings, keys, filter, tools }: MachineOptions): MachinePorts {
  const ids = createNodeIds();
  const { env } = terminal;
  return {
    clock: nodeClock,
    ids,
    log: createStderrLog({ environment: env, filter, stream: terminal.stderr }),
    processes: new NodeProcessRunner({
      roots: [place.root],
      environment: settings['command.environment'],
      ci: settings['command.ci'],
      tools: () => tools.inUse(),
      host: env,
    }),
    createProvider: async (choice) =>
      createProvider(choice, {
        fetch: hostFetch(env),
        clock: nodeClock,
        ids,
        readScript,
        findKey: (origin) => keys.find(origin),
        keyAdvice: (origin) =>
          l10n.t('Set ROTA_API_KEY together with ROTA_BASE_URL, or put the key for {0} into keys.json in the data folder of Rota.', origin),
      }),
    modelRefusal: ({ name, model }) =>
      model.provider === 'editor'
        ? l10n.t('the model of agent "{0}" lives in VS Code: run the card there, or give the agent another model', name)
        : undefined,
    hash: (bytes) => createHash('sha256').update(bytes).digest('hex'),
    holder: createHolder('cli'),
    isHolderGone,
  };
}

async function readScript(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new UserError('damaged', l10n.t('The script {0} cannot be read: {1}.', file, messageOf(error)));
  }
}

/** Prompts that leave room for whatever is shown around them at the time. */
class Prompts {
  readonly approver: TerminalApprover;
  #surroundings: PromptSurroundings | undefined;

  constructor(terminal: Terminal, filter: (text: string) => string) {
    this.approver = new TerminalApprover(terminal, filter, {
      pause: () => this.#surroundings?.pause(),
      resume: () => this.#surroundings?.resume(),
      nameOf: async (request: PersonRequest) => (await this.#surroundings?.nameOf(request)) ?? '',
    });
  }

  surround(surroundings: PromptSurroundings | undefined): void {
    this.#surroundings = surroundings;
  }
}
