import { randomBytes } from 'node:crypto';
import { lstatSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import * as l10n from '@vscode/l10n';
import { UserError } from '../core/base/errors.ts';
import { enterGeneration, prepareJournal, prepareSnapshot } from '../core/store/checkpoint.ts';
import type { StoreSeal } from '../core/store/storeSeal.ts';
import { writeStoreId, readStoreId } from './knownStores.ts';
import { nodeStoreFiles } from './nodeStoreFiles.ts';
import { readLivingOwner } from './ownerLock.ts';
import { isAsideName } from './setAsideFolders.ts';
import { hideFromGit, makeStoreParents, type StorePlace } from './storePlace.ts';

/** What lies beside the database and belongs to the board: logs of runs, kept bytes of files, deleted files. */
const belongings = ['runs', 'blobs', 'trash'];

export interface PutStoreOptions {
  readonly place: StorePlace;
  readonly seal: StoreSeal;
  readonly image: Uint8Array;
  readonly generation: number;
  /** The transaction that it is the state after. */
  readonly base: number;
  /** The store that is in the place, if that is another one. */
  readonly replaces?: string;
  /** What the folder is called that keeps what was there. */
  readonly asideName?: string;
  /** What is there is proven to be another state of this board, although it may not say so. */
  readonly isSameBoard?: boolean;
}

/**
 * Makes the folder of a store anew from a copy of its database, whole, and puts it in place in one step. What has the name already is kept inside, under
 * `set-aside`; of another state of the same board the logs and kept files are taken over. A `UserError` says why nothing was changed.
 */
export function putStore(options: PutStoreOptions): void {
  const { place, seal } = options;
  const there = options.replaces ?? seal.storeId;
  assertRoot(place);
  finishPutting(place, seal.storeId);
  const isThere = lstatSync(place.folder, { throwIfNoEntry: false }) !== undefined;
  if (isThere) assertReplaceable(place, there, options.replaces !== undefined);
  makeStoreParents(place);
  const draft = `${place.folder}.${randomBytes(6).toString('hex')}`;
  try {
    writeStore(draft, options);
    if (isThere) takeOver(draft, options);
    renameSync(draft, place.folder);
    nodeStoreFiles.syncFolder(dirname(place.folder));
  } catch (error) {
    if (!holdsFormer(draft)) rmSync(draft, { recursive: true, force: true });
    const { code } = error as NodeJS.ErrnoException;
    if (error instanceof UserError || code === undefined) throw error;
    throw new UserError('unavailable', l10n.t('The board cannot be put back in {0} ({1}).', place.folder, code), { cause: error });
  }
  hideFromGit(place);
  removeDrafts(place, seal.storeId);
}

/**
 * Ends what a process began that died when the former folder had gone and the new one had not come yet: true when there was such a thing. The new one is
 * whole before the former is touched.
 */
export function finishPutting(place: StorePlace, storeId: string): boolean {
  const { folder } = place;
  if (lstatSync(folder, { throwIfNoEntry: false }) !== undefined) return false;
  const draft = listDrafts(place, storeId).find(holdsFormer);
  if (draft === undefined) return false;
  renameSync(draft, folder);
  nodeStoreFiles.syncFolder(dirname(folder));
  return true;
}

/** Removes what processes left that died before they touched the former folder. */
function removeDrafts(place: StorePlace, storeId: string): void {
  for (const draft of listDrafts(place, storeId)) {
    const isOld = Date.now() - lstatSync(draft).mtimeMs > oldMs;
    if (isOld && !holdsFormer(draft)) rmSync(draft, { recursive: true, force: true });
  }
}

/** No process takes so long to write one. */
const oldMs = 60 * 60_000;

/** Folders that were to become that of the store. */
function listDrafts({ folder }: StorePlace, storeId: string): string[] {
  const [parent, start] = [dirname(folder), `${basename(folder)}.`];
  const names = nodeStoreFiles.isFolder(parent) ? readdirSync(parent) : [];
  return names
    .filter((name) => name.startsWith(start) && /^[0-9a-f]{12}$/.test(name.slice(start.length)))
    .map((name) => join(parent, name))
    .filter((path) => readStoreId(path) === storeId);
}

function holdsFormer(draft: string): boolean {
  return namesIn(draft).some(isAsideName);
}

/** The files of the store in a folder that nobody knows yet. */
function writeStore(folder: string, { seal, image, generation, base }: PutStoreOptions): void {
  mkdirSync(folder, { mode: 0o700 });
  writeStoreId(folder, seal.storeId);
  writeFileSync(join(folder, '.gitignore'), '*\n');
  const target = { files: nodeStoreFiles, folder, seal };
  const snapshot = prepareSnapshot(target, generation, image);
  enterGeneration(target, prepareJournal(target, { generation, snapshot }, base)).close();
}

/** Keeps what was in the place inside of what comes there. */
function takeOver(draft: string, { place: { folder }, seal, replaces, asideName, ...known }: PutStoreOptions): void {
  const isSameBoard = known.isSameBoard ?? readStoreId(folder) === (replaces ?? seal.storeId);
  const aside = join(draft, asideName ?? `set-aside-${Date.now()}`);
  renameSync(folder, aside);
  // What was put aside before stays beside this, not within it.
  const earlier = namesIn(aside).filter(isAsideName);
  for (const name of isSameBoard ? [...belongings, ...earlier] : earlier) {
    if (nodeStoreFiles.isFolder(join(aside, name))) renameSync(join(aside, name), join(draft, name));
  }
}

function namesIn(folder: string): string[] {
  return nodeStoreFiles.isFolder(folder) ? readdirSync(folder) : [];
}

/** A workspace that was renamed or removed is not made again: a board in it would be found by nobody. */
function assertRoot({ root, location }: StorePlace): void {
  if (location === 'user' || nodeStoreFiles.isFolder(root)) return;
  throw new UserError('refused', l10n.t('There is no folder {0} any more, so the board cannot be put back there.', root));
}

/** What another board, or another process, has there is not taken from it. */
function assertReplaceable({ folder }: StorePlace, storeId: string, isCopy: boolean): void {
  const there = nodeStoreFiles.isFolder(folder) ? readStoreId(folder) : undefined;
  if (there !== undefined && there !== storeId)
    throw new UserError('refused', l10n.t('Another board is in {0} now. Move that folder away first; then put the board back.', folder));
  if (isCopy) return; // nobody opens one, and its lock was copied with it
  const owner = nodeStoreFiles.isFolder(folder) ? readLivingOwner(folder) : undefined;
  if (owner && owner.pid !== process.pid)
    throw new UserError('unavailable', l10n.t('Process {0} has what is in {1} open. Close it there first.', owner.pid, folder));
}
