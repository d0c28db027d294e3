import { accessSync, constants, existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Log } from '../core/base/log.ts';
import { openJournalReader } from '../core/store/journalReader.ts';
import { isNewest, storedId } from '../core/store/migrations.ts';
import { readOperations } from '../core/store/readOperations.ts';
import { RowReader } from '../core/store/rows.ts';
import { RunLogs } from '../core/store/runLogs.ts';
import { listHolders } from '../core/store/runs.ts';
import type { StoreSeal } from '../core/store/storeSeal.ts';
import type { TaskReads } from '../core/store/taskStore.ts';
import { KnownStores, readStoreId } from './knownStores.ts';
import { lockName } from './lockName.ts';
import { openNativeImage } from './nativeImage.ts';
import { nodeClock } from './nodeClock.ts';
import { nodeStoreFiles } from './nodeStoreFiles.ts';
import { resolved } from './paths.ts';
import { SeenState } from './seenState.ts';
import { assertRealFolders, type StorePlace } from './storePlace.ts';
import { createStoreSeal } from './storeSeal.ts';

interface LookOptions {
  /** The user's own folder (`openUserData`), where this machine's stores are listed. */
  readonly dataFolder: string;
  readonly notify: (message: string) => void;
  readonly log: Log;
}

/** A store as it is in one moment. */
export interface StoreLook extends TaskReads {
  readonly storeId: string;
  close(): Promise<void>;
}

/**
 * The store of a place to read from once, in this thread and without its lock: in a fraction of the time that owning it takes. What it answers is what an
 * owner would answer in this moment. `undefined` when it has an owner, or when an owner would do something first; `openStore` knows what.
 */
export async function lookAtStore(place: StorePlace, options: LookOptions): Promise<StoreLook | undefined> {
  const { folder } = place;
  try {
    if (existsSync(join(folder, lockName))) return undefined;
    assertRealFolders(place);
    accessSync(folder, constants.W_OK);
    const storeId = readStoreId(folder);
    const known = storeId === undefined ? undefined : new KnownStores(options.dataFolder).find(storeId);
    if (storeId === undefined || known?.state !== 'sealed' || known.where !== resolved(folder)) return undefined;
    return await open(folder, createStoreSeal({ storeId, key: known.key, mayBeUnsealed: false }), options);
  } catch (error) {
    options.log.info(`a look at the store is not enough: ${String(error)}`);
    return undefined;
  }
}

/** An owner brings an older version up to date, deals with runs whose host is gone, and refuses files that are older than what was seen of them. */
async function open(folder: string, seal: StoreSeal, { notify, dataFolder }: LookOptions): Promise<StoreLook | undefined> {
  const files = nodeStoreFiles;
  const { storeId } = seal;
  const driver = await openJournalReader({ files, folder, seal }, openNativeImage);
  if (!driver) return undefined;
  const reader = new RowReader(driver);
  const isOlder = driver.last < new SeenState({ dataFolder, storeId }).read().change;
  if (!isOlder && isNewest(driver) && storedId(driver) === storeId && listHolders(reader).length === 0) {
    const logs = new RunLogs({ files, folder: `${folder}/runs`, clock: nodeClock, notify });
    return { ...readOperations(reader, logs), storeId, close: () => driver.close() };
  }
  await driver.close();
  return undefined;
}
