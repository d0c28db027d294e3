import * as l10n from '@vscode/l10n';
import { UserError } from '../core/base/errors.ts';
import { loadGeneration, nextEpoch } from '../core/store/generation.ts';
import { restore } from '../core/store/restoreEngine.ts';
import type { StoreSeal } from '../core/store/storeSeal.ts';
import { Backups } from './backups.ts';
import type { FoundBoard } from './foundBoards.ts';
import { KnownStores, seenAt } from './knownStores.ts';
import { moveStore } from './moveStore.ts';
import { createNodeIds } from './nodeIds.ts';
import { nodeStoreFiles } from './nodeStoreFiles.ts';
import { newestProven, sealOf } from './provenFiles.ts';
import { putStore } from './putStore.ts';
import { putState } from './restoreBackup.ts';
import { withHighestNumber } from './sharing/storeKeeper.ts';
import { assertRealFolders, userPlaceOf, type StorePlace } from './storePlace.ts';

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

function adoptMoved(place: StorePlace, known: KnownStores, board: FoundBoard): void {
  newestOwn(place, sealOf(board));
  known.save(board.storeId, { ...board.entry, ...seenAt(place) });
}

async function adoptLeft({ root }: StorePlace, dataFolder: string, { folder, belongedTo }: FoundBoard): Promise<StorePlace> {
  const to = userPlaceOf(root, dataFolder);
  await moveStore({ root: belongedTo ?? root, location: 'user', folder, exists: true }, to, dataFolder);
  return { ...to, exists: true };
}

/** Goes on from the older state: what came after it keeps its numbers, and whatever was kept of it stays kept. */
async function adoptOlder(place: StorePlace, dataFolder: string, board: FoundBoard): Promise<void> {
  const { storeId } = board;
  const backups = new Backups({ dataFolder, storeId, root: place.root });
  const generation = nextEpoch(newestOwn(place, sealOf(board)));
  const image = await withHighestNumber(await readImage(place, sealOf(board), storeId), backups);
  putState(place, dataFolder, { ...board, backups }, { image, generation });
}

async function adoptCopy(place: StorePlace, known: KnownStores, board: FoundBoard): Promise<void> {
  const storeId = createNodeIds().token();
  const image = await readImage(place, sealOf(board), storeId);
  const entry = known.add(storeId, place);
  putStore({ place, seal: sealOf({ storeId, entry }), image, base: 0, generation: nextEpoch(0), replaces: board.storeId });
  known.save(storeId, { ...entry, ...seenAt(place), state: 'sealed' });
}

/** The database of the newest state in a folder, under another name. */
async function readImage(place: StorePlace, seal: StoreSeal, storeId: string): Promise<Uint8Array> {
  const { folder } = place;
  const engine = await restore(folder, loadGeneration(nodeStoreFiles, folder, newestOwn(place, seal), seal));
  try {
    engine.transact([{ sql: `UPDATE meta SET value = ? WHERE key = 'store'`, params: [storeId] }]);
    return engine.image();
  } finally {
    engine.close();
  }
}

/** The newest generation in the folder that this machine wrote. */
function newestOwn({ folder }: StorePlace, seal: StoreSeal): number {
  const newest = newestProven(folder, seal);
  if (newest !== undefined) return newest;
  throw new UserError(
    'refused',
    l10n.t('Nothing in {0} proves that this machine wrote it, so it is not taken into use. `rota import` takes its cards over.', folder),
  );
}
