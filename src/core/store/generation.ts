import * as l10n from '@vscode/l10n';
import * as z from 'zod';
import { UserError } from '../base/errors.ts';
import { parseJson } from '../base/json.ts';
import { scanJournal, type Frame } from './journalFrame.ts';
import type { StoreFiles } from './storeFiles.ts';
import { removeQuietly } from './wholeFile.ts';

const EPOCH = 1_000_000;

const StoredFile = z.strictObject({ file: z.string().regex(/^snap-\d+\.db$/), bytes: z.number().int(), crc32: z.number().int() });

/** Names a whole database image and proves it undamaged: SQLite's own check misses silent changes. */
export type StoredFile = z.infer<typeof StoredFile>;

/** The first record of a journal: which image it continues. */
export const JournalHead = z.strictObject({
  format: z.literal(1),
  generation: z.number().int().nonnegative(),
  snapshot: StoredFile,
  /** An older image that is kept, renewed once a day, and when that last happened (at first: when the store was made). */
  backup: StoredFile.nullable(),
  backedUpAt: z.number(),
});
export type JournalHead = z.infer<typeof JournalHead>;

/** The newest state on disk: an intact image and what the journal adds to it. */
export interface Generation {
  readonly head: JournalHead;
  readonly image: Uint8Array;
  /** The last transaction in the image. */
  readonly base: number;
  readonly frames: readonly Frame[];
}

/** Names within a store folder. Generations count up; each owner starts a new epoch, so that a former one writes only to older files. */
export const journalName = (generation: number): string => `wal-${generation}.tsj`;
export const snapshotName = (generation: number): string => `snap-${generation}.db`;
export const nextEpoch = (generation: number): number => (Math.floor(generation / EPOCH) + 1) * EPOCH;

/** Describes an image for the head of its journal. */
export function describeFile(files: StoreFiles, file: string, bytes: Uint8Array): StoredFile {
  return { file, bytes: bytes.length, crc32: files.checksum(bytes) };
}

/** The generation to load: a journal exists only once its snapshot is durable. `undefined`: no store here. */
export function findGeneration(files: StoreFiles, folder: string): number | undefined {
  if (!files.exists(folder)) return undefined;
  const names = files.listFolder(folder);
  const journals = numbersIn(names, /^wal-(\d+)\.tsj$/);
  if (journals.length > 0) return Math.max(...journals);
  // The first generation's snapshot is empty and may be left over from a start that was cut short. A later one holds data.
  const snapshots = numbersIn(names, /^snap-(\d+)\.db$/);
  const newest = Math.max(0, ...snapshots);
  if (newest > 0)
    throw damaged(`${folder}/${journalName(newest)}`, l10n.t('the journal that belongs to {0} is missing.', snapshotName(newest)));
  return undefined;
}

/** Reads and verifies a generation. Throws `damaged` and changes nothing when something acknowledged is not readable. */
export function loadGeneration(files: StoreFiles, folder: string, generation: number): Generation {
  const path = `${folder}/${journalName(generation)}`;
  const journal = scanJournal(files.read(path));
  const head = journal.head && parseJson(JournalHead, new TextDecoder().decode(journal.head.body));
  if (!journal.head || head?.generation !== generation) throw damaged(path, l10n.t('its first record is not readable.'));
  if (journal.damage) {
    const { from, to } = journal.damage;
    throw damaged(path, l10n.t('changes {0} to {1}, at byte {2}, were saved but are not readable.', from, to, journal.end));
  }
  return { head, image: loadImage(files, folder, head), base: journal.head.acked, frames: journal.frames };
}

function loadImage(files: StoreFiles, folder: string, { snapshot, backup }: JournalHead): Uint8Array {
  const path = `${folder}/${snapshot.file}`;
  const hint = backup ? ' ' + l10n.t('An older copy is kept in {0}.', backup.file) : '';
  if (!files.exists(path)) throw damaged(path, l10n.t('the file is missing.') + hint);
  const image = files.read(path);
  if (image.length === snapshot.bytes && files.checksum(image) === snapshot.crc32) return image;
  throw damaged(path, l10n.t('its checksum does not fit ({0} bytes of {1}).', image.length, snapshot.bytes) + hint);
}

/** The error for a file that must not be used, cut or overwritten. */
export function damaged(path: string, what: string, cause?: unknown): UserError {
  const remedy = l10n.t('Nothing was changed. Put back the folder from a backup, or move it away to start with an empty store.');
  return new UserError('damaged', l10n.t('The store is damaged: {0}: {1} {2}', path, what, remedy), { cause });
}

/** Removes files of older generations that the current one does not use. Never touches a newer owner's. */
export function removeOlder(files: StoreFiles, folder: string, { generation, snapshot, backup }: JournalHead): void {
  for (const name of files.listFolder(folder)) {
    const of = /^(?:snap|wal)-(\d+)\.(?:db|tsj)(?:\.tmp)?$/.exec(name)?.[1];
    const used = name === snapshot.file || name === backup?.file;
    if (of !== undefined && Number(of) < generation && !used) removeQuietly(files, `${folder}/${name}`);
  }
}

function numbersIn(names: readonly string[], pattern: RegExp): number[] {
  return names.flatMap((name) => pattern.exec(name)?.[1] ?? []).map(Number);
}
