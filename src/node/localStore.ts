import * as l10n from '@vscode/l10n';
import { UserError } from '../core/base/errors.ts';
import { migrate, newerVersionReason, schemaVersion, storedId } from '../core/store/migrations.ts';
import { openJournalDriver } from '../core/store/openJournal.ts';
import type { JournalDriver } from '../core/store/journalDriver.ts';
import type { SqlDriver } from '../core/store/sqlDriver.ts';
import type { SqlTaskStore } from '../core/store/sqlTaskStore.ts';
import { nodeClock } from './nodeClock.ts';
import { nodeStoreFiles } from './nodeStoreFiles.ts';
import type { OwnerLock } from './ownerLock.ts';
import { openPicture, storeOver, type LocalStoreOptions } from './storePicture.ts';

/** A store whose files this process writes. */
export interface OwnedStore {
  readonly store: SqlTaskStore;
  /** Makes everything durable and gives the lock back. */
  close(): Promise<void>;
  /** Lets go of the files as they are: another process owns them now. */
  abandon(): Promise<void>;
}

/** Opens the store of a folder in this thread, for the holder of its lock. A store of a newer version is only read, and its lock given back. */
export async function openOwnedStore(options: LocalStoreOptions, lock: OwnerLock): Promise<OwnedStore> {
  try {
    return await openWith(options, lock);
  } catch (error) {
    lock.release();
    throw error;
  }
}

async function openWith(options: LocalStoreOptions, lock: OwnerLock): Promise<OwnedStore> {
  const { seal } = options;
  const stillOwner = (): boolean => lock.held();
  let newer: string | undefined;
  let driver: JournalDriver;
  try {
    driver = await openJournalDriver({
      ...options,
      files: nodeStoreFiles,
      clock: nodeClock,
      stillOwner,
      accept(engine) {
        newer = newerVersionReason(schemaVersion(engine));
        if (newer !== undefined) throw new UserError('read-only', newer);
        assertSameStore(engine, options);
      },
    });
  } catch (error) {
    if (newer === undefined) throw error;
    lock.release();
    const store = await openPicture(options, newer);
    return { store, close: () => store.close(), abandon: () => store.close() };
  }
  try {
    await migrate(driver, seal.storeId);
  } catch (error) {
    await driver.close();
    throw error;
  }
  const { logs, store } = storeOver(driver, options, { stillOwner });
  const close = async (): Promise<void> => {
    await logs.close();
    await driver.close();
    lock.release();
  };
  const abandon = async (): Promise<void> => {
    logs.abandon();
    await driver.close(); // writes nothing: the first look at the lock told it
  };
  return { store: { ...store, close }, close, abandon };
}

/** The id beside the database is checked against this machine's list before anything is opened: it must be this database's. */
function assertSameStore(engine: Pick<SqlDriver, 'all'>, { folder, seal }: LocalStoreOptions): void {
  // A process that died while it made the store may have left it without tables.
  if (schemaVersion(engine) === 0 || storedId(engine) === seal.storeId) return;
  throw new UserError(
    'damaged',
    l10n.t('The files in {0} belong to different stores. Nothing was changed. Put the folder back from a backup.', folder),
  );
}
