import { lookIntoFolder } from '../core/store/folderContent.ts';
import type { StoreSeal } from '../core/store/storeSeal.ts';
import type { KnownStore } from './knownStores.ts';
import { nodeStoreFiles } from './nodeStoreFiles.ts';
import { createStoreSeal } from './storeSeal.ts';

/** The seal of a store of this machine, for files that count only if they have it. */
export function sealOf({ storeId, entry }: { readonly storeId: string; readonly entry: Pick<KnownStore, 'key'> }): StoreSeal {
  return createStoreSeal({ storeId, key: entry.key, mayBeUnsealed: false });
}

/** The newest generation in a folder that has the seal; `undefined` where nothing has. */
export function newestProven(folder: string, seal: StoreSeal): number | undefined {
  return lookIntoFolder(nodeStoreFiles, folder, seal).own[0]?.generation;
}
