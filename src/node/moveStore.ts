import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync } from 'node:fs';
import { copyFile, lstat, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as l10n from '@vscode/l10n';
import { UserError } from '../core/base/errors.ts';
import { KnownStores, readStoreId, seenAt } from './knownStores.ts';
import { createNodeIds } from './nodeIds.ts';
import { nodeStoreFiles } from './nodeStoreFiles.ts';
import { OwnerLock } from './ownerLock.ts';
import { assertRealFolders, makeStoreParents, type StorePlace } from './storePlace.ts';

/**
 * Moves a board that nobody has open to another place; it stays the same board, with the consents that were given for it. The whole copy is on disk
 * before it appears at its new place in one step, and only then the old one goes. A `UserError` says why it stays where it is.
 */
export async function moveStore(from: StorePlace, to: StorePlace, dataFolder: string): Promise<void> {
  if (!from.exists) throw new UserError('not-found', l10n.t('There is no board in {0} yet.', from.folder));
  if (to.exists)
    throw new UserError(
      'refused',
      l10n.t('There is a board in {0} already, so nothing was moved. Move that folder away first.', to.folder),
    );
  assertRealFolders(from);
  const left = await orSay(
    (code) => l10n.t('The board was not moved ({0}): it is still in {1}.', code, from.folder),
    () => copyUnderLock(from, to, new KnownStores(dataFolder)),
  );
  await orSay(
    (code) => l10n.t('The board is in {0} now, but {1} could not be removed ({2}). Remove it by hand.', to.folder, left, code),
    () => rm(left, { recursive: true, force: true }),
  );
}

/** Answers the folder that is left over. */
async function copyUnderLock(from: StorePlace, to: StorePlace, known: KnownStores): Promise<string> {
  const { lock } = await OwnerLock.tryAcquire(from.folder, { token: createNodeIds().token() });
  if (!lock)
    throw new UserError(
      'unavailable',
      l10n.t('The board was not moved: another window or command has it open. Close it there and try again.'),
    );
  const copy = `${to.folder}.${randomBytes(6).toString('hex')}`;
  try {
    makeStoreParents(to);
    await copyFolder(from.folder, copy);
    await rename(copy, to.folder);
    nodeStoreFiles.syncFolder(dirname(to.folder));
    tellPlace(known, to);
    if (from.location === 'workspace') return from.folder;
    // A place in the user's data folder counts before one in the workspace, so this one has to go in one step.
    await rename(from.folder, `${from.folder}.moved`);
    return `${from.folder}.moved`;
  } finally {
    await rm(copy, { recursive: true, force: true });
    lock.release();
  }
}

/** The board is expected at its new place from now on. */
function tellPlace(known: KnownStores, place: StorePlace): void {
  const storeId = readStoreId(place.folder);
  const entry = storeId === undefined ? undefined : known.find(storeId);
  if (storeId !== undefined && entry) known.save(storeId, { ...entry, ...seenAt(place) });
}

/** What the disk refuses is said in a sentence. */
async function orSay<T>(sentence: (code: string) => string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
    throw error instanceof UserError || code === undefined ? error : new UserError('unavailable', sentence(code), { cause: error });
  }
}

/** Plain files and folders only, each on disk when this resolves; the lock stays behind. */
async function copyFolder(from: string, to: string): Promise<void> {
  await mkdir(to, { mode: 0o700 });
  for (const name of await readdir(from)) {
    if (name.startsWith('owner.lock')) continue;
    const kind = await lstat(join(from, name));
    if (kind.isDirectory()) await copyFolder(join(from, name), join(to, name));
    else if (kind.isFile()) await copyDurably(join(from, name), join(to, name));
  }
  nodeStoreFiles.syncFolder(to);
}

async function copyDurably(from: string, to: string): Promise<void> {
  await copyFile(from, to);
  const file = openSync(to, 'r+');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
