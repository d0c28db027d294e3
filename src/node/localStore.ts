import { createHash } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import * as l10n from '@vscode/l10n';
import { UserError } from '../core/base/errors.ts';
import type { Log } from '../core/base/log.ts';
import { createBlobs } from '../core/store/blobs.ts';
import { openJournalReader } from '../core/store/journalReader.ts';
import { migrate, newerVersionReason, schemaVersion, storedId } from '../core/store/migrations.ts';
import { openJournalDriver } from '../core/store/openJournal.ts';
import { RunLogs } from '../core/store/runLogs.ts';
import type { SqlDriver } from '../core/store/sqlDriver.ts';
import { createSqlTaskStore, type SqlTaskStore } from '../core/store/sqlTaskStore.ts';
import { nodeClock } from './nodeClock.ts';
import { createNodeIds } from './nodeIds.ts';
import { nodeStoreFiles } from './nodeStoreFiles.ts';
import { OwnerLock, type LockAttempt } from './ownerLock.ts';

export interface LocalStoreOptions {
  readonly folder: string;
  readonly storeId: string;
  /** Milliseconds to wait for another owner before the store is opened for reading only. */
  readonly waitForOwner: number;
  readonly notify: (message: string) => void;
  readonly log: Log;
}

const files = nodeStoreFiles;
const retryMs = 50;

/** Opens the store of a folder in this thread: for writing when the lock can be had, else as a picture of this moment. */
export async function openLocalStore(options: LocalStoreOptions): Promise<SqlTaskStore> {
  const attempt = await acquire(options);
  if (!attempt.lock) return openPicture(options, elsewhere(attempt.owner));
  const { lock } = attempt;
  try {
    return await openOwned(options, lock);
  } catch (error) {
    lock.release();
    throw error;
  }
}

async function acquire({ folder, waitForOwner }: LocalStoreOptions): Promise<LockAttempt> {
  const token = createNodeIds().token();
  const giveUp = performance.now() + waitForOwner;
  for (;;) {
    const attempt = await OwnerLock.tryAcquire(folder, token);
    if (attempt.lock || performance.now() >= giveUp) return attempt;
    await wait(retryMs);
  }
}

function elsewhere({ pid, host }: { pid: number; host: string }): string {
  return pid === 0 ? l10n.t('it is open elsewhere') : l10n.t('it is open elsewhere (pid {0} on {1})', pid, host);
}

async function openOwned(options: LocalStoreOptions, lock: OwnerLock): Promise<SqlTaskStore> {
  const { folder, notify, storeId } = options;
  const driver = await openJournalDriver({ files, folder, clock: nodeClock, stillOwner: () => lock.held(), notify });
  const newer = newerVersionReason(schemaVersion(driver));
  if (newer !== undefined) {
    await driver.close();
    lock.release();
    return openPicture(options, newer);
  }
  try {
    await migrate(driver, storeId);
    assertSameStore(driver, options);
  } catch (error) {
    await driver.close();
    throw error;
  }
  const { logs, store } = storeOver(driver, options, undefined);
  const close = async (): Promise<void> => {
    await logs.close();
    await driver.close();
    lock.release();
  };
  return { ...store, close };
}

async function openPicture(options: LocalStoreOptions, reason: string): Promise<SqlTaskStore> {
  const driver = await openJournalReader(files, options.folder);
  if (!driver) throw new UserError('unavailable', l10n.t('The board in {0} is being made in this moment. Try again.', options.folder));
  return storeOver(driver, options, reason).store;
}

function storeOver(driver: SqlDriver, options: LocalStoreOptions, readOnly: string | undefined): { logs: { close(): Promise<void> }; store: SqlTaskStore } {
  const { folder, storeId, log, notify } = options;
  const logs = new RunLogs({ files, folder: `${folder}/runs`, clock: nodeClock, notify });
  const blobs = createBlobs({ files, folder: `${folder}/blobs`, sha256: (bytes) => createHash('sha256').update(bytes).digest('hex') });
  return { logs, store: createSqlTaskStore({ driver, logs, blobs, ids: createNodeIds(), log, storeId, readOnly }) };
}

/** The id beside the database is checked against this machine's list before anything is opened: it must be this database's. */
function assertSameStore(driver: SqlDriver, { folder, storeId }: LocalStoreOptions): void {
  if (storedId(driver) === storeId) return;
  throw new UserError('damaged', l10n.t('The files in {0} belong to different stores. Nothing was changed. Put the folder back from a backup.', folder));
}
