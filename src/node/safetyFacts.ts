import type { AsideFolder, BackupFacts } from '../core/health/safetyHealth.ts';
import { sizeOf } from './folderFacts.ts';
import { findKeptBoard } from './restoreBackup.ts';
import { listAsideFolders } from './setAsideFolders.ts';
import type { StorePlace } from './storePlace.ts';

/** The copies of the board that is, or was, in a place. */
export function readBackupFacts(place: StorePlace, dataFolder: string): BackupFacts {
  const backups = findKeptBoard(place, dataFolder)?.backups.list() ?? [];
  return { newest: backups[0], count: backups.length };
}

/** Folders of a store with files that were put out of the way, with what they take. */
export function readAsideFolders(store: string): Promise<AsideFolder[]> {
  return Promise.all(listAsideFolders(store).map(async (folder) => ({ folder, bytes: await sizeOf(folder) })));
}
