import { Worker } from 'node:worker_threads';
import { UserError, type UserErrorCode } from '../core/base/errors.ts';
import { identifyStore } from './identifyStore.ts';
import { KnownStores, seenAt, type KnownStore } from './knownStores.ts';
import { resolved } from './paths.ts';
import { finishPutting } from './putStore.ts';
import { accessProblem } from './storeAccess.ts';
import { StoreClient } from './storeClient.ts';
import { hideFromGit, type StorePlace } from './storePlace.ts';
import { storeWorkerFile, type StoreWorkerData } from './storeWorkerData.ts';
import { systemFailure } from './systemErrors.ts';
import { createWorkerTaskStore, type OpenedStore } from './workerTaskStore.ts';

/** What files that may not be read are taken for. */
const looksLikeRights: ReadonlySet<UserErrorCode> = new Set(['damaged', 'refused', 'read-only']);

export interface OpenStoreOptions {
  /**
   * Makes the store if there is none. Without it nothing is written, and a missing store is `not-found`. Where a board was before, one is made only `anew`.
   */
  readonly create: boolean | 'anew';
  /** The user's own folder (`openUserData`), where this machine's stores are listed. */
  readonly dataFolder: string;
  /** Gets a sentence for people when something is wrong that does not stop the work. */
  readonly notify: (message: string) => void;
}

/**
 * Opens the store of a place in a thread of its own. A store that was not made on this machine is refused: it can be imported.
 * When another process of this machine has it open, what comes back reaches it there, sees its changes and takes its place when it ends.
 */
export async function openStore(place: StorePlace, options: OpenStoreOptions): Promise<OpenedStore> {
  try {
    return await openInThread(place, options);
  } catch (error) {
    // Files of another user look like damaged ones, or like a stranger's.
    const mayBeRights = !(error instanceof UserError) || looksLikeRights.has(error.code);
    throw (mayBeRights ? accessProblem(place) : undefined) ?? systemFailure(error) ?? error;
  }
}

async function openInThread(place: StorePlace, options: OpenStoreOptions): Promise<OpenedStore> {
  const known = new KnownStores(options.dataFolder);
  const { storeId, entry } = identifyStore(settledPlace(place, options.dataFolder), known, options);
  const { key, state } = entry;
  const data: StoreWorkerData = { kind: 'store', place, dataFolder: options.dataFolder, storeId, key, state };
  const client = new StoreClient(new Worker(storeWorkerFile, { workerData: data }));
  client.onDidNotice(options.notify);
  const opened = await client.opened;
  const store = createWorkerTaskStore(client, opened);
  if (store.readOnly === undefined) hideFromGit(place);
  remember(known, storeId, { entry, place, isSealed: store.readOnly === undefined });
  return store;
}

/** The place once what a process began there that died in the midst of it is brought to its end. */
export function settledPlace(place: StorePlace, dataFolder: string): StorePlace {
  const gone = place.exists ? undefined : new KnownStores(dataFolder).findAt(resolved(place.folder));
  return gone && finishPutting(place, gone.storeId) ? { ...place, exists: true } : place;
}

/** Keeps up what is known of a store that was opened. */
function remember(
  known: KnownStores,
  storeId: string,
  { entry, place, isSealed }: { entry: KnownStore; place: StorePlace; isSealed: boolean },
): void {
  const now: KnownStore = { ...entry, ...seenAt(place), state: isSealed ? 'sealed' : entry.state };
  if (JSON.stringify(now) !== JSON.stringify(entry)) known.save(storeId, now);
}
