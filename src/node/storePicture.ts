import { createHash } from 'node:crypto';
import * as l10n from '@vscode/l10n';
import { UserError } from '../core/base/errors.ts';
import type { Log } from '../core/base/log.ts';
import { createBlobs } from '../core/store/blobs.ts';
import { openJournalReader } from '../core/store/journalReader.ts';
import { RunLogs } from '../core/store/runLogs.ts';
import type { SqlDriver } from '../core/store/sqlDriver.ts';
import type { StoreSeal } from '../core/store/storeSeal.ts';
import { createSqlTaskStore, type SqlTaskStore } from '../core/store/sqlTaskStore.ts';
import type { Backups } from './backups.ts';
import { nodeClock } from './nodeClock.ts';
import { createNodeIds } from './nodeIds.ts';
import { nodeStoreFiles } from './nodeStoreFiles.ts';
import type { StorePlace } from './storePlace.ts';

const files = nodeStoreFiles;

export interface LocalStoreOptions {
  readonly folder: string;
  /** Of that folder. */
  readonly place: StorePlace;
  readonly seal: StoreSeal;
  readonly backups: Backups;
  /** Whether an empty store may be made where there is none. */
  readonly mayCreate: boolean;
  readonly notify: (message: string) => void;
  readonly log: Log;
}

/** The store as its files are in this moment, to read. */
export async function openPicture(options: LocalStoreOptions, reason: string): Promise<SqlTaskStore> {
  const driver = await openJournalReader({ files, folder: options.folder, seal: options.seal });
  if (!driver) throw new UserError('unavailable', l10n.t('The board in {0} is being made in this moment. Try again.', options.folder));
  return storeOver(driver, options, { readOnly: reason }).store;
}

/** The task store over a database, with the logs and blobs beside it. */
export function storeOver(
  driver: SqlDriver,
  options: LocalStoreOptions,
  how: { readOnly?: string; assertOwner?: () => void },
): { logs: RunLogs; store: SqlTaskStore } {
  const { folder, log, notify } = options;
  const { storeId } = options.seal;
  const logs = new RunLogs({
    files,
    folder: `${folder}/runs`,
    clock: nodeClock,
    notify,
    ...(how.assertOwner && { assertOwner: how.assertOwner }),
  });
  const blobs = createBlobs({
    files,
    folder: `${folder}/blobs`,
    sha256: (bytes) => createHash('sha256').update(bytes).digest('hex'),
    assertOwner: how.assertOwner,
  });
  return { logs, store: createSqlTaskStore({ driver, logs, blobs, ids: createNodeIds(), log, storeId, readOnly: how.readOnly }) };
}
