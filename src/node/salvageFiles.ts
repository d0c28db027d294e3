import { readdirSync } from 'node:fs';
import type { SalvageReport } from '../core/model/salvage.ts';
import { checkCards } from '../core/store/salvage/lostRows.ts';
import { readBounded } from '../core/store/salvage/salvageSources.ts';
import { salvageStore } from '../core/store/salvage/salvageStore.ts';
import { readStoredTables } from '../core/store/salvage/storedTables.ts';
import { nodeStoreFiles } from './nodeStoreFiles.ts';
import { listAsideFolders } from './setAsideFolders.ts';
import { createStoreSeal } from './storeSeal.ts';
import type { StoreWorkerData } from './storeWorkerData.ts';

/** Of so many folders the newest image is looked at. */
const mostFolders = 8;

/** Reads what can be read of a damaged store. To be called in a thread that can be ended. */
export async function salvageFiles(
  data: Extract<StoreWorkerData, { kind: 'salvage' }>,
): Promise<{ image: Uint8Array | undefined; generation: number; report: SalvageReport }> {
  const { folder, mostBytes, highestNumber, at, ...proof } = data;
  const files = nodeStoreFiles;
  const read = await salvageStore({ files, folder, mostBytes, highestNumber, at, seal: createStoreSeal(proof) });
  return { ...read, report: { ...read.report, aside: lookAside(data) } };
}

/** Folders with earlier files of the board, which may have more of it. */
function lookAside({ folder, storeId, mostBytes, ...proof }: Extract<StoreWorkerData, { kind: 'salvage' }>): SalvageReport['aside'] {
  const folders = listAsideFolders(folder);
  return folders.slice(0, mostFolders).flatMap((aside) => {
    const numbers = readdirSync(aside)
      .flatMap((file) => /^snap-(\d{1,15})\.db$/.exec(file)?.[1] ?? [])
      .map(Number);
    const place = { files: nodeStoreFiles, folder: aside, mostBytes, seal: createStoreSeal({ storeId, ...proof }) };
    const image = numbers.length > 0 ? readBounded(place, `snap-${Math.max(...numbers)}.db`, []) : undefined;
    const tables = image && readStoredTables(image);
    if (!tables || tables === 'newer') return [];
    const isOwn = tables.tables.get('meta')?.rows.some(({ values }) => values[0] === 'store' && values[1] === storeId) ?? false;
    return isOwn ? [{ folder: aside, cards: checkCards(tables).rows.length }] : [];
  });
}
