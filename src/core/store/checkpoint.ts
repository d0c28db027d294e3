import { describeFile, journalName, removeOlder, snapshotName, type JournalHead, type StoredFile } from './generation.ts';
import { JournalFile } from './journalFile.ts';
import { encodeFrame } from './journalFrame.ts';
import type { StoreFiles } from './storeFiles.ts';
import { prepareWhole, putInPlace, writeWhole } from './wholeFile.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** Where a store keeps its files. */
export interface StorePlace {
  readonly files: StoreFiles;
  readonly folder: string;
}

/** Writes an image durably. Until its journal exists nothing refers to it: after a failure it is as if nothing had happened. */
export function writeSnapshot({ files, folder }: StorePlace, generation: number, image: Uint8Array): StoredFile {
  const name = snapshotName(generation);
  writeWhole(files, `${folder}/${name}`, image);
  return describeFile(files, name, image);
}

/** Writes the journal that continues a snapshot, beside its final name: like `writeSnapshot` it may fail without consequence. */
export function prepareJournal({ files, folder }: StorePlace, head: JournalHead, acked: number): void {
  const frame = encodeFrame(0, acked, new TextEncoder().encode(JSON.stringify(head)));
  prepareWhole(files, `${folder}/${journalName(head.generation)}`, frame);
}

/** Makes the prepared journal the store's newest. From the call on the disk may hold either generation: after a failure only reopening tells. */
export function enterGeneration({ files, folder }: StorePlace, head: JournalHead): JournalFile {
  const path = `${folder}/${journalName(head.generation)}`;
  putInPlace(files, path);
  const journal = new JournalFile(files, path);
  removeOlder(files, folder, head);
  return journal;
}

/** The head of the generation after `previous`. Once a day the image that it replaces is kept. */
export function headAfter(previous: JournalHead, generation: number, snapshot: StoredFile, now: number): JournalHead {
  const replaced = snapshot.file !== previous.snapshot.file;
  const due = replaced && Math.abs(now - previous.backedUpAt) >= DAY_MS;
  return { ...previous, generation, snapshot, ...(due && { backup: previous.snapshot, backedUpAt: now }) };
}
