import { alwaysHeld } from '../../src/core/store/holding.ts';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { TaskStore } from '../../src/core/store/taskStore.ts';
import type { JournalDriver } from '../../src/core/store/journalDriver.ts';
import { openJournalDriver } from '../../src/core/store/openJournal.ts';
import { Backups } from '../../src/node/backups.ts';
import { KnownStores, readStoreId, type KnownStore } from '../../src/node/knownStores.ts';
import { openOwnedStore } from '../../src/node/localStore.ts';
import { nodeClock } from '../../src/node/nodeClock.ts';
import { createNodeIds } from '../../src/node/nodeIds.ts';
import { nodeStoreFiles } from '../../src/node/nodeStoreFiles.ts';
import { openStore } from '../../src/node/openStore.ts';
import { OwnerLock } from '../../src/node/ownerLock.ts';
import { createStderrLog } from '../../src/node/stderrLog.ts';
import { createStoreSeal } from '../../src/node/storeSeal.ts';
import type { StoreWorkerData } from '../../src/node/storeWorkerData.ts';
import type { LocalStoreOptions } from '../../src/node/storePicture.ts';
import { findStorePlace, storePlaceAt } from '../../src/node/storePlace.ts';
import { commandLineInProcess } from './builtCommandLine.ts';
import { tempFolder, type Cleanup } from './tempFolder.ts';

/** Opens the database of a closed store of this machine, to write into it what no store would. */
export function openDriver(folder: string, dataFolder: string): Promise<JournalDriver> {
  const storeId = readStoreId(folder) ?? '';
  const known = new KnownStores(dataFolder).find(storeId);
  if (!known) throw new Error('this machine made no such store');
  const seal = createStoreSeal({ storeId, key: known.key, mayBeUnsealed: false });
  const notify = (message: string): void => console.error(message);
  return openJournalDriver({ files: nodeStoreFiles, folder, clock: nodeClock, seal, mayCreate: false, lock: alwaysHeld, notify });
}

/** A workspace and a data folder in a temporary folder, with the store that belongs to them. */
export class LocalStoreFixture {
  readonly workspace: string;
  readonly dataFolder: string;
  readonly notices: string[] = [];

  private constructor(folder: string) {
    this.workspace = join(folder, 'workspace');
    this.dataFolder = join(folder, 'data');
    mkdirSync(this.workspace);
    mkdirSync(this.dataFolder);
  }

  static async make(test: Cleanup): Promise<LocalStoreFixture> {
    return new LocalStoreFixture(await tempFolder(test));
  }

  /** Opens the store as a host does, with the code that is packed: its thread starts in two thirds of the time that the sources take. */
  async openPacked(): Promise<TaskStore> {
    const { openStore: open } = await commandLineInProcess();
    return open(findStorePlace(this.workspace), this.#host(true));
  }

  /** Opens the store as a host does. */
  open(create = true, workspace = this.workspace): Promise<TaskStore> {
    return openStore(findStorePlace(workspace), this.#host(create));
  }

  /** Opens the same files without a thread: reopening is quicker so. */
  async openInThisThread(storeId: string): Promise<TaskStore> {
    const notify = (message: string): void => void this.notices.push(message);
    const { lock } = await OwnerLock.tryAcquire(this.folder, { token: createNodeIds().token() });
    if (!lock) throw new Error('the store is still open');
    return (await openOwnedStore({ ...this.proof(storeId), notify, log: createStderrLog({ environment: {} }) }, lock)).store;
  }

  /** What its thread is told of a store of this machine. */
  threadData(storeId: string): Extract<StoreWorkerData, { kind: 'store' }> {
    const { key, state } = this.#known(storeId);
    return { kind: 'store', place: storePlaceAt(this.workspace), dataFolder: this.dataFolder, storeId, key, state };
  }

  /** With what the files of a store of this machine are opened without its thread. */
  proof(storeId: string): Pick<LocalStoreOptions, 'folder' | 'place' | 'backups' | 'seal' | 'mayCreate'> {
    const { key, state } = this.#known(storeId);
    return {
      folder: this.folder,
      place: storePlaceAt(this.workspace),
      backups: new Backups({ dataFolder: this.dataFolder, storeId, root: this.workspace }),
      seal: createStoreSeal({ storeId, key, mayBeUnsealed: state === 'unsealed' }),
      mayCreate: state === 'new',
    };
  }

  get folder(): string {
    return join(this.workspace, '.rota', 'local');
  }

  #known(storeId: string): KnownStore {
    const known = new KnownStores(this.dataFolder).find(storeId);
    if (!known) throw new Error('this machine made no such store');
    return known;
  }

  #host(create: boolean): Parameters<typeof openStore>[1] {
    return { create, dataFolder: this.dataFolder, notify: (message) => this.notices.push(message) };
  }
}
