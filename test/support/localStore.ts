import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { TaskStore } from '../../src/core/store/taskStore.ts';
import { openOwnedStore } from '../../src/node/localStore.ts';
import { createNodeIds } from '../../src/node/nodeIds.ts';
import { openStore } from '../../src/node/openStore.ts';
import { OwnerLock } from '../../src/node/ownerLock.ts';
import { createStderrLog } from '../../src/node/stderrLog.ts';
import { findStorePlace } from '../../src/node/storePlace.ts';
import { commandLineInProcess } from './builtCommandLine.ts';
import { tempFolder, type Cleanup } from './tempFolder.ts';

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
    return (await openOwnedStore({ folder: this.folder, storeId, notify, log: createStderrLog({ environment: {} }) }, lock)).store;
  }

  get folder(): string {
    return join(this.workspace, '.rota', 'local');
  }

  #host(create: boolean): Parameters<typeof openStore>[1] {
    return { create, dataFolder: this.dataFolder, notify: (message) => this.notices.push(message) };
  }
}
