import * as l10n from '@vscode/l10n';
import { UserError } from '../core/base/errors.ts';
import type { Backup } from '../core/model/backup.ts';
import { nextEpoch } from '../core/store/generation.ts';
import { Backups } from './backups.ts';
import { assertNoCopy } from './identifyStore.ts';
import { KnownStores, readStoreId, seenAt, type KnownStore } from './knownStores.ts';
import { resolved } from './paths.ts';
import { sealOf } from './provenFiles.ts';
import { putStore, type PutStoreOptions } from './putStore.ts';
import { withHighestNumber } from './sharing/storeKeeper.ts';
import type { StorePlace } from './storePlace.ts';

/** The board that belongs to a place, whether it can be opened or not, and the copies that this machine keeps of it. */
export interface KeptBoard {
  readonly storeId: string;
  readonly entry: KnownStore;
  readonly backups: Backups;
}

/** `undefined` when no board was ever made or opened there. */
export function findKeptBoard(place: StorePlace, dataFolder: string): KeptBoard | undefined {
  const known = new KnownStores(dataFolder);
  const claimed = readStoreId(place.folder);
  const entry = claimed === undefined ? undefined : known.find(claimed);
  const found = claimed !== undefined && entry ? { storeId: claimed, entry } : known.findAt(resolved(place.folder));
  return found && { ...found, backups: new Backups({ dataFolder, storeId: found.storeId, root: place.root }) };
}

/** Puts a copy in the place of a board that nobody has open, and that may be damaged or gone. Without a name the newest one. */
export async function restoreBackup(place: StorePlace, dataFolder: string, name?: string): Promise<Backup> {
  assertNoCopy(place, dataFolder);
  const board = findKeptBoard(place, dataFolder);
  const chosen = name ?? board?.backups.list()[0]?.name;
  if (!board || chosen === undefined) throw new UserError('not-found', l10n.t('There is no backup of a board in {0}.', place.root));
  const { backups } = board;
  const { backup, image } = backups.read(chosen);
  putState(place, dataFolder, board, { image: await withHighestNumber(image, backups), generation: nextEpoch(0) });
  return backup;
}

type State = Pick<PutStoreOptions, 'image' | 'generation' | 'asideName' | 'isSameBoard'>;

/** Puts another state of a board in its place, as the newest that this machine has seen of it. */
export function putState(place: StorePlace, dataFolder: string, board: KeptBoard, state: State): void {
  const { storeId, entry, backups } = board;
  putStore({ place, seal: sealOf(board), base: backups.seen.read().change + 1, ...state });
  new KnownStores(dataFolder).save(storeId, { ...entry, ...seenAt(place), state: 'sealed' });
}
