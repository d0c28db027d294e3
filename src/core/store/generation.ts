import * as l10n from '@vscode/l10n';
import * as z from 'zod';
import { UserError } from '../base/errors.ts';
import { parseJson } from '../base/json.ts';
import { isSealed, scanJournal, type Frame } from './journalFrame.ts';
import type { StoreFiles } from './storeFiles.ts';
import type { StoreSeal } from './storeSeal.ts';

const EPOCH = 1_000_000;

const file = z.string().regex(/^snap-\d{1,15}\.db$/);
const bytes = z.number().int();
const UnsealedFile = z.strictObject({ file, bytes, crc32: z.number().int() });
const SealedFile = z.strictObject({ file, bytes, sha256: z.string() });

/** Names a whole database image and proves it unchanged: SQLite's own check misses silent changes. */
export type StoredFile = z.infer<typeof UnsealedFile> | z.infer<typeof SealedFile>;

const generation = z.number().int().nonnegative();

/** The first record of a journal. Version 1 was written before there were seals. */
const StoredHead = z.discriminatedUnion('format', [
  z.strictObject({
    format: z.literal(1),
    generation,
    snapshot: UnsealedFile,
    backup: UnsealedFile.nullable(),
    backedUpAt: z.number(),
  }),
  z.strictObject({ format: z.literal(2), store: z.string(), generation, snapshot: z.union([SealedFile, UnsealedFile]) }),
]);

/** Which image a journal continues. */
export interface JournalHead {
  readonly generation: number;
  readonly snapshot: StoredFile;
}

/** What the first record of a journal says. */
export interface ReadJournalHead extends JournalHead {
  /** `undefined` in journals of versions that knew no seals. */
  readonly store: string | undefined;
  /** The last transaction in its snapshot. */
  readonly base: number;
  /** All files that belong to this generation. */
  readonly names: readonly string[];
}

/** The newest state on disk: an intact image and what the journal adds to it. */
export interface Generation {
  readonly head: JournalHead;
  readonly image: Uint8Array;
  /** The last transaction in the image. */
  readonly base: number;
  readonly frames: readonly Frame[];
  /** Files that it is made of. */
  readonly names: readonly string[];
}

/** The last change that image and journal have. */
export function lastChange({ base, frames }: Pick<Generation, 'base' | 'frames'>): number {
  return frames.at(-1)?.seq ?? base;
}

/** Names within a store folder. Generations count up; each owner starts a new epoch, so that a former one writes only to older files. */
export const journalName = (generation: number): string => `wal-${generation}.tsj`;
export const snapshotName = (generation: number): string => `snap-${generation}.db`;
export const nextEpoch = (generation: number): number => (Math.floor(generation / EPOCH) + 1) * EPOCH;

/** Describes an image for the head of its journal. */
export function describeFile(files: StoreFiles, name: string, image: Uint8Array): StoredFile {
  return { file: name, bytes: image.length, sha256: files.digest(image) };
}

/** The body of a journal's first record. */
export function encodeHead(head: JournalHead, storeId: string): Uint8Array {
  const { generation: number, snapshot } = head;
  return new TextEncoder().encode(JSON.stringify({ format: 2, store: storeId, generation: number, snapshot }));
}

/** Reads such a record; `newer` when only a later version of Rota can, `undefined` when it makes no sense. */
export function decodeHead({ body, acked: base }: Pick<Frame, 'body' | 'acked'>): ReadJournalHead | 'newer' | undefined {
  const text = new TextDecoder().decode(body);
  const head = parseJson(StoredHead, text);
  if (!head) return (parseJson(z.object({ format: z.number() }), text)?.format ?? 0) > 2 ? 'newer' : undefined;
  const own = [journalName(head.generation), head.snapshot.file];
  if (head.format === 2) return { ...head, base, names: own };
  return { ...head, base, store: undefined, names: head.backup ? [...own, head.backup.file] : own };
}

/** Reads and verifies a generation. Throws `damaged` and changes nothing when something acknowledged is not readable or was not written by this store. */
export function loadGeneration(files: StoreFiles, folder: string, number: number, seal: StoreSeal): Generation {
  const path = `${folder}/${journalName(number)}`;
  const bytesOfFile = files.read(path);
  const journal = scanJournal(bytesOfFile);
  const head = journal.head && decodeHead(journal.head);
  if (!journal.head || head === 'newer' || head?.generation !== number) throw damaged(path, l10n.t('its first record is not readable.'));
  if (journal.damage) {
    const { from, to } = journal.damage;
    throw damaged(path, l10n.t('changes {0} to {1}, at byte {2}, were saved but are not readable.', from, to, journal.end));
  }
  if (head.store !== undefined && !isSealed(bytesOfFile, journal.frames.at(-1) ?? journal.head, seal))
    throw damaged(path, l10n.t('it holds changes that Rota did not write.'));
  const { acked } = journal.head;
  return { head, image: loadImage(files, folder, head), base: acked, frames: journal.frames, names: head.names };
}

/** The image that a journal continues, verified. */
export function loadImage(files: StoreFiles, folder: string, { snapshot }: JournalHead): Uint8Array {
  const path = `${folder}/${snapshot.file}`;
  if (!files.exists(path)) throw damaged(path, l10n.t('the file is missing.'));
  const image = files.read(path);
  if (fits(files, image, snapshot)) return image;
  throw damaged(path, l10n.t('its checksum does not fit ({0} bytes of {1}).', image.length, snapshot.bytes));
}

/** Whether an image is the one that was written. */
export function fits(files: StoreFiles, image: Uint8Array, stored: StoredFile): boolean {
  if (image.length !== stored.bytes) return false;
  return 'sha256' in stored ? files.digest(image) === stored.sha256 : files.checksum(image) === stored.crc32;
}

/** The error for a file that must not be used, cut or overwritten. */
export function damaged(path: string, what: string, cause?: unknown): UserError {
  const remedy = l10n.t(
    'Nothing was changed. `rota backup list` shows what can be restored, `rota salvage` takes over what is still readable.',
  );
  return new UserError('damaged', l10n.t('The store is damaged: {0}: {1} {2}', path, what, remedy), { cause });
}
