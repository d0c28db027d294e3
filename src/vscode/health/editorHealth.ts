import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { ownVendor } from '../../core/model/agent.ts';
import { RotaSettings } from '../../core/model/settings.ts';
import type { BoardFacts } from '../../core/health/boardHealth.ts';
import type { Found, HealthCheck } from '../../core/health/healthCheck.ts';
import { hostChecks, openStatuses } from '../../core/health/hostChecks.ts';
import type { BackupFacts, BoardUse } from '../../core/health/safetyHealth.ts';
import { foreignOwner } from '../../node/foreignOwner.ts';
import { readFolderFacts } from '../../node/folderFacts.ts';
import { readNetworkFacts } from '../../node/network/networkFacts.ts';
import { openKeys } from '../../node/nodeKeys.ts';
import { attempt, personalCheck } from '../../node/personalCheck.ts';
import { createProgramFacts } from '../../node/programFacts.ts';
import { readAsideFolders, readBackupFacts } from '../../node/safetyFacts.ts';
import { findStorePlace, homeOf } from '../../node/storePlace.ts';
import { openUserData } from '../../node/userData.ts';
import { fileRoots } from '../fileRoots.ts';
import { findEditorModel } from '../models/editorModels.ts';
import { modelHome } from '../models/modelHome.ts';
import { findPlace, type Session } from '../session.ts';
import { storeHomes } from '../storeHomes.ts';
import type { WindowParts } from '../windowParts.ts';
import { commandLineCheck } from './commandLineCheck.ts';

/** Everything that is looked at in this window, in the order in which it is shown. */
export function windowChecks(parts: WindowParts): HealthCheck[] {
  const { session } = parts;
  const roots = fileRoots().map(({ folder }) => folder);
  const environment =
    RotaSettings.shape['command.environment'].safeParse(vscode.workspace.getConfiguration('rota').get('command.environment')).data ?? {};
  const shared = hostChecks({
    readBoard: () => readBoardFacts(session),
    readFolder: readFolderFacts,
    readBackups: async () => readWindowBackups(roots),
    readUse: () => readUse(session),
    readAside: readAsideFolders,
    listOpenCards: async () => (await session.board?.store.listTasks({ status: openStatuses, limit: 1000 }))?.items ?? [],
    models: {
      fetch,
      findKey: async (origin) => (await modelHome(parts)).keys.find(origin),
      listAgents: async () => session.board?.store.listAgents() ?? [],
      readScript: async (file) => new TextDecoder().decode(await vscode.workspace.fs.readFile(vscode.Uri.file(file))),
      hasEditorModel: async (model) => (await findEditorModel(model)) !== undefined,
    },
    readPrograms: async () => createProgramFacts({ roots, environment, host: process.env }, session.board?.tools),
    readNetwork: () => readNetworkFacts(process.env, true),
  });
  const personal = personalCheck(() => openUserData(process.env, roots), [(folder) => openKeys(process.env, folder).all()]);
  return [editorCheck(), workspaceCheck(), personal, commandLineCheck(parts.context), ...shared];
}

async function readBoardFacts({ state }: Session): Promise<BoardFacts> {
  const [first] = fileRoots();
  if (!first) return { kind: 'no-folder' };
  const home = homeOf(findStorePlace(first.folder, storeHomes()));
  if (state.kind === 'failed') return { ...state, home };
  if (state.kind !== 'open') return { kind: 'absent', home };
  const { store, place, columns } = state.board;
  const cards = Object.values(await store.countTasks()).reduce((sum, count) => sum + count, 0);
  return {
    kind: 'open',
    home: homeOf(place),
    readOnly: store.readOnly,
    owner: foreignOwner(place.folder),
    cards,
    columnsProblem: columns().problem,
  };
}

async function readWindowBackups(roots: readonly string[]): Promise<BackupFacts | undefined> {
  const [place, data] = [findPlace(), attempt(() => openUserData(process.env, roots))];
  return place && 'value' in data ? readBackupFacts(place, data.value) : undefined;
}

/** By the first card and the last deed. */
async function readUse({ board }: Session): Promise<BoardUse | undefined> {
  const [first] = (await board?.store.listTasks({ order: 'number', limit: 1 }))?.items ?? [];
  const [last] = (await board?.store.listAudit({ limit: 1 })) ?? [];
  return first && { first: first.createdAt, last: last?.at ?? first.updatedAt };
}

/** The editor's version, and what of it Rota can use. */
function editorCheck(): HealthCheck {
  return {
    id: 'editor',
    title: l10n.t('Editor'),
    look: async () => {
      const models = (await vscode.lm.selectChatModels()).filter(({ vendor }) => vendor !== ownVendor);
      const count = models.length === 1 ? l10n.t('1 model') : l10n.t('{0} models', models.length);
      const detail =
        models.length === 0
          ? l10n.t('{0} {1}. It offers no language models of its own now; Rota needs none of them.', vscode.env.appName, vscode.version)
          : l10n.t('{0} {1}. It offers {2} of its own.', vscode.env.appName, vscode.version, count);
      return [{ state: 'ok', detail }];
    },
  };
}

/** Trust, and the folders of the window. */
function workspaceCheck(): HealthCheck {
  return { id: 'workspace', title: l10n.t('Workspace'), look: async () => [...trustFound(), ...foldersFound()] };
}

function trustFound(): Found[] {
  if (fileRoots().length === 0) return [];
  const title = l10n.t('Workspace trust');
  if (vscode.workspace.isTrusted)
    return [{ title, state: 'ok', detail: l10n.t('The workspace is trusted: agents, commands and checks may run.') }];
  return [
    {
      title,
      state: 'warning',
      detail: l10n.t('The workspace is in Restricted Mode: cards can be read and edited, and no agent, command or check runs.'),
      fix: 'trust-workspace',
    },
  ];
}

function foldersFound(): Found[] {
  const all = vscode.workspace.workspaceFolders ?? [];
  const [first, ...others] = fileRoots();
  const title = l10n.t('Folders');
  const found: Found[] = [];
  if (first && others.length > 0)
    found.push({
      title,
      state: 'note',
      detail: l10n.t(
        'The board is in {0}; a card names the folder that it is about: {1}.',
        first.name,
        [first, ...others].map(({ name }) => name).join(', '),
      ),
    });
  const elsewhere = all.filter(({ uri }) => uri.scheme !== 'file').map(({ name }) => name);
  if (elsewhere.length > 0)
    found.push({
      title,
      state: 'warning',
      detail: l10n.t('Not on a disk that Rota can reach, so no agent works there: {0}.', elsewhere.join(', ')),
    });
  return found;
}

/** The versions that a report needs. */
export function aboutWindow(rota: unknown): string {
  const version = typeof rota === 'object' && rota !== null && 'version' in rota && typeof rota.version === 'string' ? rota.version : '';
  const remote = vscode.env.remoteName === undefined ? '' : `, ${vscode.env.remoteName}`;
  return `Rota ${version}, ${vscode.env.appName} ${vscode.version} (${vscode.env.appHost}${remote}), Node ${process.versions.node}, ${process.platform} ${process.arch}`;
}
