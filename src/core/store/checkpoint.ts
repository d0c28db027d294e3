import * as l10n from '@vscode/l10n';
import { UserError } from '../base/errors.ts';
import { draftName, isOwnDraft } from './folderContent.ts';
import {
  damaged,
  describeFile,
  encodeHead,
  journalName,
  loadImage,
  snapshotName,
  type JournalHead,
  type StoredFile,
} from './generation.ts';
import { JournalFile } from './journalFile.ts';
import { encodeFrame, isSealed, scanJournal } from './journalFrame.ts';
import type { StoreFiles } from './storeFiles.ts';
import type { SealChain, StoreSeal } from './storeSeal.ts';
import { prepareWhole, putInPlace, removeQuietly } from './wholeFile.ts';

/** Where a store keeps its files, and the proof that they are its own. */
export interface StorePlace {
  readonly files: StoreFiles;
  readonly folder: string;
  readonly seal: StoreSeal;
}

/** A generation that is on disk under names that nothing refers to yet: after a failure it is as if nothing had happened. */
export interface PreparedGeneration {
  readonly head: JournalHead;
  /** The last transaction in the snapshot. */
  readonly acked: number;
  readonly chain: SealChain;
}

/** Writes an image durably, beside its final name. */
export function prepareSnapshot({ files, folder, seal }: StorePlace, generation: number, image: Uint8Array): StoredFile {
  const name = snapshotName(generation);
  prepareWhole(files, `${folder}/${draftName(name, seal)}`, image);
  return describeFile(files, name, image);
}

/** Writes the journal that continues a snapshot, beside its final name. */
export function prepareJournal({ files, folder, seal }: StorePlace, head: JournalHead, acked: number): PreparedGeneration {
  const chain = seal.begin();
  const frame = encodeFrame(chain, { seq: 0, acked, body: encodeHead(head, seal.storeId) });
  prepareWhole(files, `${folder}/${draftName(journalName(head.generation), seal)}`, frame);
  return { head, acked, chain };
}

/**
 * Makes what was prepared the store's newest generation and reads it back once. From the call on the disk may hold either generation: after a failure
 * only reopening tells.
 */
export function enterGeneration(place: StorePlace, { head, chain }: PreparedGeneration): JournalFile {
  const { files, folder, seal } = place;
  const ownSnapshot = snapshotName(head.generation) === head.snapshot.file;
  const names = ownSnapshot ? [head.snapshot.file, journalName(head.generation)] : [journalName(head.generation)];
  for (const name of names) putInPlace(files, `${folder}/${draftName(name, seal)}`, `${folder}/${name}`);
  if (ownSnapshot) loadImage(files, folder, head);
  const path = `${folder}/${journalName(head.generation)}`;
  const bytes = files.read(path);
  const read = scanJournal(bytes).head;
  if (!read || !isSealed(bytes, read, seal)) throw damaged(path, l10n.t('what was written is not what is read.'));
  return new JournalFile(files, { journal: path, snapshot: `${folder}/${head.snapshot.file}` }, chain);
}

/** Removes the files of generations that this store wrote and does not use any more, and what it was writing when it was killed. */
export function removeReplaced({ files, folder, seal }: StorePlace, names: Iterable<string>, head: JournalHead): void {
  const used = new Set([journalName(head.generation), head.snapshot.file]);
  for (const name of new Set(names)) if (!used.has(name)) removeQuietly(files, `${folder}/${name}`);
  for (const name of files.listFolder(folder)) if (isOwnDraft(name, seal)) removeQuietly(files, `${folder}/${name}`);
}

/** Puts files that this store did not write out of its way, unread and whole. Answers the folder that they are in then. */
export function setAside({ files, folder }: StorePlace, names: readonly string[], now: number): string {
  const aside = `${folder}/set-aside-${now}`;
  try {
    files.makeFolder(aside);
    for (const name of names) files.rename(`${folder}/${name}`, `${aside}/${name}`);
    files.syncFolder(aside);
    files.syncFolder(folder);
  } catch (error) {
    throw new UserError(
      'unavailable',
      l10n.t('Files that this board does not know lie in {0} and cannot be moved: {1}. Move them away by hand.', folder, named(names)),
      { cause: error },
    );
  }
  return aside;
}

/** Some names for a sentence. */
export function named(names: readonly string[]): string {
  const shown = names.slice(0, 4).map((name) => (name.length > 60 ? `${name.slice(0, 60)}…` : name));
  return shown.join(', ') + (names.length > shown.length ? l10n.t(' and {0} more', names.length - shown.length) : '');
}
