import { Worker } from 'node:worker_threads';
import * as l10n from '@vscode/l10n';
import { UserError, type UserErrorCode } from '../core/base/errors.ts';
import type { TaskStore } from '../core/store/taskStore.ts';
import { claimStoreId, KnownStores, readStoreId } from './knownStores.ts';
import { createNodeIds } from './nodeIds.ts';
import { accessProblem } from './storeAccess.ts';
import { StoreClient } from './storeClient.ts';
import { assertRealFolders, hasStoreFiles, makeStoreFolder, type StorePlace } from './storePlace.ts';
import { storeWorkerFile, type StoreWorkerData } from './storeWorkerData.ts';
import { systemFailure } from './systemErrors.ts';
import { createWorkerTaskStore } from './workerTaskStore.ts';

/** What files that may not be read are taken for. */
const looksLikeRights: ReadonlySet<UserErrorCode> = new Set(['damaged', 'refused', 'read-only']);

export interface OpenStoreOptions {
  /** Makes the store if there is none. Without it nothing is written, and a missing store is `not-found`. */
  readonly create: boolean;
  /** The user's own folder (`openUserData`), where this machine's stores are listed. */
  readonly dataFolder: string;
  /** Gets a sentence for people when something is wrong that does not stop the work. */
  readonly notify: (message: string) => void;
}

/**
 * Opens the store of a place in a thread of its own. A store that was not made on this machine is refused: it can be imported.
 * When another process of this machine has it open, what comes back reaches it there, sees its changes and takes its place when it ends.
 */
export async function openStore(place: StorePlace, options: OpenStoreOptions): Promise<TaskStore> {
  try {
    return await openInThread(place, options);
  } catch (error) {
    // Files of another user look like damaged ones, or like a stranger's.
    const mayBeRights = !(error instanceof UserError) || looksLikeRights.has(error.code);
    throw (mayBeRights ? accessProblem(place) : undefined) ?? systemFailure(error) ?? error;
  }
}

async function openInThread(place: StorePlace, options: OpenStoreOptions): Promise<TaskStore> {
  const storeId = identify(place, options);
  const data: StoreWorkerData = { kind: 'store', folder: place.folder, storeId };
  const client = new StoreClient(new Worker(storeWorkerFile, { workerData: data }));
  client.onDidNotice(options.notify);
  return createWorkerTaskStore(client, await client.opened);
}

function identify(place: StorePlace, options: OpenStoreOptions): string {
  const known = new KnownStores(options.dataFolder);
  if (place.exists) assertRealFolders(place);
  const claimed = place.exists ? readStoreId(place.folder) : undefined;
  if (claimed !== undefined && known.has(claimed)) return claimed;
  if (claimed !== undefined) throw strangeStore(place);
  if (place.exists && hasStoreFiles(place.folder)) throw namelessStore(place);
  if (!options.create)
    throw new UserError(
      'not-found',
      l10n.t('There is no board in {0} yet. `rota init` makes one, and in the editor the first card does.', place.root),
    );
  const wanted = createNodeIds().token();
  makeStoreFolder(place);
  known.add(wanted, place.folder);
  const storeId = claimStoreId(place.folder, wanted);
  if (!known.has(storeId)) throw strangeStore(place);
  return storeId;
}

function strangeStore(place: StorePlace): UserError {
  return new UserError(
    'refused',
    l10n.t('The board in {0} was not made on this machine, so it is not opened. {1}', place.root, remedyFor(place)),
  );
}

/** Its own store without its name, or a stranger's: nothing tells. */
function namelessStore(place: StorePlace): UserError {
  const missing = l10n.t(
    'The board in {0} is not opened: its file store.json is missing or damaged, and only that says that the board was made on this machine. Nothing was changed. Put the file back from a backup.',
    place.folder,
  );
  return new UserError('refused', l10n.t('{0} If there is none: {1}', missing, remedyFor(place)));
}

function remedyFor({ folder }: StorePlace): string {
  return l10n.t(
    'Move {0} to another place and make a new board ("Rota: Initialize Board" in the editor, or `rota init`); then `rota import` takes the cards over from there.',
    folder,
  );
}
