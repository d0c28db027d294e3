import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import * as l10n from '@vscode/l10n';
import { UserError } from '../core/base/errors.ts';
import type { Backup } from '../core/model/backup.ts';
import { Backups } from './backups.ts';
import { boardOfElsewhere, findNearbyBoards, leftBoards, type FoundBoard } from './foundBoards.ts';
import { claimStoreId, KnownStores, readStoreId, type KnownStore } from './knownStores.ts';
import { createNodeIds } from './nodeIds.ts';
import { resolved } from './paths.ts';
import { newestProven, sealOf } from './provenFiles.ts';
import { accessProblem } from './storeAccess.ts';
import { assertRealFolders, hasStoreFiles, isUnusedFolder, makeStoreFolder, type StorePlace } from './storePlace.ts';

/** A store, and what this machine knows of it. */
export interface Identified {
  readonly storeId: string;
  readonly entry: KnownStore;
}

/**
 * Says which store is to be opened in a place, before anything of it is read, or makes the folder of a new one. Throws a `UserError` where it is not known
 * to be this machine's.
 */
export function identifyStore(
  place: StorePlace,
  known: KnownStores,
  options: { readonly create: boolean | 'anew'; readonly dataFolder: string },
): Identified {
  if (place.exists) assertRealFolders(place);
  const claimed = place.exists ? readStoreId(place.folder) : undefined;
  if (claimed !== undefined) {
    const entry = known.find(claimed);
    if (!entry) throw strangeStore(place);
    assertBelongsHere(place, known);
    return { storeId: claimed, entry };
  }
  const gone = known.findAt(resolved(place.folder));
  if (place.exists && hasStoreFiles(place.folder)) {
    if (!gone || !isProven(place.folder, gone)) throw namelessStore(place);
    claimStoreId(place.folder, gone.storeId);
    return gone;
  }
  if (!options.create) throw missingBoard(place, options.dataFolder);
  const lost = options.create === 'anew' ? undefined : lostBoard(place, options.dataFolder);
  if (lost) throw lost.error;
  const made = makeStore(place, known);
  if (gone) known.save(gone.storeId, { ...gone.entry, where: '' });
  return made;
}

function makeStore(place: StorePlace, known: KnownStores): Identified {
  if (place.exists && !isUnusedFolder(place.folder)) throw strangeFolder(place);
  const wanted = createNodeIds().token();
  makeStoreFolder(place);
  known.add(wanted, place);
  const storeId = claimStoreId(place.folder, wanted);
  const entry = known.find(storeId);
  if (!entry) throw strangeStore(place);
  return { storeId, entry };
}

/** The name of a store may be lost: its files say whose they are, too. */
function isProven(folder: string, store: Identified): boolean {
  const isNameLost = lstatSync(join(folder, 'store.json'), { throwIfNoEntry: false }) === undefined;
  return isNameLost && newestProven(folder, sealOf(store)) !== undefined;
}

/**
 * Why a place whose folder is not there has no board, where one was or may be: `shut`, this user may not see it; `gone`, its files were removed; `left`, it lies in the
 * user's data folder under the former name of this workspace.
 */
export interface LostBoard {
  readonly kind: 'shut' | 'gone' | 'left';
  readonly error: UserError;
}

/** `undefined` where no board was made. */
export function lostBoard(place: StorePlace, dataFolder: string): LostBoard | undefined {
  const shut = accessProblem(place);
  if (shut) return { kind: 'shut', error: shut };
  const known = new KnownStores(dataFolder);
  const gone = known.findAt(resolved(place.folder));
  if (gone) return { kind: 'gone', error: boardIsGone(place, gone, dataFolder) };
  const left = leftBoards(place, known, dataFolder).find(({ isLikely }) => isLikely);
  return left && { kind: 'left', error: boardIsLeft(place, left) };
}

/** Why there is no board to open in a place. */
export function missingBoard(place: StorePlace, dataFolder: string): UserError {
  const lost = lostBoard(place, dataFolder);
  if (lost) return lost.error;
  const none = l10n.t(
    'There is no board in {0} yet. `rota init` makes one, and so does the first card (`rota task add "TITLE"`).',
    place.root,
  );
  return new UserError('not-found', [none, ...nearbyTexts(place, dataFolder)].join(' '));
}

/** One sentence for each board that somebody may have meant instead of the one here. */
export function nearbyTexts(place: StorePlace, dataFolder: string): string[] {
  return findNearbyBoards(place, dataFolder).map(({ root, relation }) =>
    relation === 'above'
      ? l10n.t('There is a board further up, in {0}: `rota -C` with that folder uses it.', root)
      : l10n.t('This is a worktree of {0}, which has a board: `rota -C` with that folder uses it.', root),
  );
}

/** A second board would hide the first one for good. */
function boardIsLeft({ root }: StorePlace, { belongedTo = '' }: FoundBoard): UserError {
  return new UserError(
    'refused',
    l10n.t(
      'A board belonged to {0}, which is not there any more, and {1} looks like the same folder. Use that board here with `rota adopt`, or in the editor with "Rota: Use the Board Found Here". `rota init --anew` makes a new one instead.',
      belongedTo,
      root,
    ),
  );
}

/** An empty board in its place would hide that it is gone. */
function boardIsGone({ root, folder }: StorePlace, { storeId }: Identified, dataFolder: string): UserError {
  const [newest] = new Backups({ dataFolder, storeId, root }).list();
  const gone = l10n.t('The board that was in {0} is gone: its folder was removed, moved or replaced.', folder);
  const kept = newest ? keptText(newest) : l10n.t('There is no backup of it.');
  const anew = l10n.t('`rota init --anew`, or "Rota: Initialize Board" in the editor, makes a new board instead.');
  return new UserError('damaged', `${gone} ${kept} ${anew}`);
}

function keptText({ madeAt, cards }: Backup): string {
  const when = new Date(madeAt).toLocaleString();
  return cards === 1
    ? l10n.t('A backup of {0} has 1 card: `rota backup restore` brings it back.', when)
    : l10n.t('A backup of {0} has {1} cards: `rota backup restore` brings it back.', when, cards);
}

/** A folder that was only renamed is the same one; a copy, or one that came back from elsewhere, may be anybody's: people say whether it is theirs. */
function assertBelongsHere(place: StorePlace, known: KnownStores): void {
  const elsewhere = boardOfElsewhere(place, known);
  if (elsewhere) throw belongsElsewhere(place, elsewhere);
}

/** Throws where the files in a place are a copy of a board that is still at its own. */
export function assertNoCopy(place: StorePlace, dataFolder: string): void {
  const elsewhere = boardOfElsewhere(place, new KnownStores(dataFolder));
  if (elsewhere?.way === 'copied') throw belongsElsewhere(place, elsewhere);
}

function belongsElsewhere({ root }: StorePlace, { belongedTo, way }: FoundBoard): UserError {
  const other = belongedTo ?? l10n.t('another folder');
  const what =
    way === 'copied'
      ? l10n.t('The board in {0} is a copy of the one of {1}, so it is not opened by itself.', root, other)
      : l10n.t('The board in {0} belonged to {1}, so it is not opened by itself.', root, other);
  const remedy = l10n.t('Use it here with `rota adopt`, or in the editor with "Rota: Use the Board Found Here".');
  return new UserError('refused', `${what} ${remedy}`);
}

function strangeStore(place: StorePlace): UserError {
  return new UserError(
    'refused',
    l10n.t('The board in {0} was not made on this machine, so it is not opened. {1}', place.root, remedyFor(place)),
  );
}

/** What lies there may have come with a repository, links to other places among it. */
function strangeFolder({ folder }: StorePlace): UserError {
  return new UserError(
    'refused',
    l10n.t('{0} holds files that Rota did not write, so no board is made there. Move that folder away and try again.', folder),
  );
}

/** Its own store without its name, or a stranger's: nothing tells. */
function namelessStore(place: StorePlace): UserError {
  const missing = l10n.t(
    'The board in {0} is not opened: its file store.json is missing or damaged, and only that says that the board was made on this machine. Nothing was changed. Put the file back from a backup, or let `rota salvage` see whether the other files are those of a board of this machine.',
    place.folder,
  );
  return new UserError('refused', l10n.t('{0} If there is none: {1}', missing, remedyFor(place)));
}

function remedyFor({ folder }: StorePlace): string {
  return l10n.t(
    'Move {0} to another place and make a new board ("Rota: Initialize Board" in the editor, or `rota init`); then `rota import` takes the cards over from there.',
    folder,
  );
}
