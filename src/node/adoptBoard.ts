import * as l10n from '@vscode/l10n';
import { UserError } from '../core/base/errors.ts';
import { lookIntoFolder } from '../core/store/folderContent.ts';
import { loadGeneration, nextEpoch } from '../core/store/generation.ts';
import { restore } from '../core/store/restoreEngine.ts';
import type { StoreSeal } from '../core/store/storeSeal.ts';
import { Backups } from './backups.ts';
import type { FoundBoard } from './foundBoards.ts';
import { KnownStores, seenAt } from './knownStores.ts';
import { moveStore } from './moveStore.ts';
import { createNodeIds } from './nodeIds.ts';
import { nodeStoreFiles } from './nodeStoreFiles.ts';
import { putStore } from './putStore.ts';
import { withHighestNumber } from './sharing/storeKeeper.ts';
import { assertRealFolders, userPlaceOf, type StorePlace } from './storePlace.ts';
import { createStoreSeal } from './storeSeal.ts';

/**
 * Takes a board that belonged to another folder into use in a place; answers where it is then. One that was moved stays the board that it was. A copy becomes
 * a board of its own: two with one name would share what was allowed to only one of them. A `UserError` says why nothing was changed.
 */
export async function adoptBoard(place: StorePlace, dataFolder: string, board: FoundBoard): Promise<StorePlace> {
  const known = new KnownStores(dataFolder);
  if (board.way === 'left') return adoptLeft(place, dataFolder, board);
  assertRealFolders(place);
  if (board.way === 'copied') await adoptCopy(place, known, board);
  else if (board.way === 'older') await adoptOlder(place, dataFolder, board);
  else adoptMoved(place, known, board);
  return place;
}

function adoptMoved(place: StorePlace, known: KnownStores, { storeId, entry }: FoundBoard): void {
  newestOwn(place, createStoreSeal({ storeId, key: entry.key, mayBeUnsealed: false }));
  known.save(storeId, { ...entry, ...seenAt(place) });
}

async function adoptLeft({ root }: StorePlace, dataFolder: string, { folder, belongedTo }: FoundBoard): Promise<StorePlace> {
  const to = userPlaceOf(root, dataFolder);
  await moveStore({ root: belongedTo ?? root, location: 'user', folder, exists: true }, to, dataFolder);
  return { ...to, exists: true };
}

/** Goes on from the older state: what came after it keeps its numbers, and whatever was kept of it stays kept. */
async function adoptOlder(place: StorePlace, dataFolder: string, { storeId, entry }: FoundBoard): Promise<void> {
  const backups = new Backups({ dataFolder, storeId, root: place.root });
  const seal = createStoreSeal({ storeId, key: entry.key, mayBeUnsealed: false });
  const image = await withHighestNumber((await readImage(place, seal, storeId)).bytes, backups);
  putStore({ place, seal, image, base: backups.seen.read().change + 1, generation: nextEpoch(newestOwn(place, seal)) });
}

async function adoptCopy(place: StorePlace, known: KnownStores, { storeId, entry }: FoundBoard): Promise<void> {
  const image = await readImage(place, createStoreSeal({ storeId, key: entry.key, mayBeUnsealed: false }), createNodeIds().token());
  const made = known.add(image.storeId, place);
  const seal = createStoreSeal({ storeId: image.storeId, key: made.key, mayBeUnsealed: false });
  putStore({ place, seal, image: image.bytes, base: 0, generation: nextEpoch(0), replaces: storeId });
  known.save(image.storeId, { ...made, ...seenAt(place), state: 'sealed' });
}

/** The database of the newest state in a folder, under another name. */
async function readImage(place: StorePlace, seal: StoreSeal, storeId: string): Promise<{ storeId: string; bytes: Uint8Array }> {
  const { folder } = place;
  const engine = await restore(folder, loadGeneration(nodeStoreFiles, folder, newestOwn(place, seal), seal));
  try {
    engine.transact([{ sql: `UPDATE meta SET value = ? WHERE key = 'store'`, params: [storeId] }]);
    return { storeId, bytes: engine.image() };
  } finally {
    engine.close();
  }
}

/** The newest generation in the folder that this machine wrote. */
function newestOwn({ folder }: StorePlace, seal: StoreSeal): number {
  const [newest] = lookIntoFolder(nodeStoreFiles, folder, seal).own;
  if (newest) return newest.generation;
  throw new UserError(
    'refused',
    l10n.t('Nothing in {0} proves that this machine wrote it, so it is not taken into use. `rota import` takes its cards over.', folder),
  );
}
