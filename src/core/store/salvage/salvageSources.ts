import * as l10n from '@vscode/l10n';
import { journalsIn, namesOfData, type JournalKind } from '../folderContent.ts';
import { fits, journalName, type ReadJournalHead, type StoredFile } from '../generation.ts';
import { scanJournal, sealedFrames, type Frame } from '../journalFrame.ts';
import type { StoreFiles } from '../storeFiles.ts';
import type { StoreSeal } from '../storeSeal.ts';

/** An image, and the journals that go on from it without a gap. */
export interface SalvageSource {
  /** The name of the file with the image. */
  readonly snapshot: string;
  /** What a journal of this board says of the image. Without one only the image itself can say whose it is. */
  readonly stored: StoredFile | undefined;
  readonly journals: readonly ReadJournal[];
}

/** An image as it is. */
export interface ReadImage {
  readonly image: Uint8Array;
  /** Whether it is the one that was written. */
  readonly isProven: boolean;
}

/** What a journal of this board adds to an image. */
export interface ReadJournal {
  readonly head: ReadJournalHead;
  /** Proven to be this board's, in order, up to the first that cannot be read. */
  readonly frames: readonly Frame[];
  /** Nothing that was acknowledged is missing. */
  readonly isWhole: boolean;
}

export interface SalvagePlace {
  readonly files: StoreFiles;
  readonly folder: string;
  readonly seal: StoreSeal;
  /** Larger files are not read. */
  readonly mostBytes: number;
}

/** More of a kind were never left beside each other by anything that Rota does. */
const mostSources = 6;

/**
 * What there is to read a board from: first what journals of this board name, the newest first, then what is named by none. `unread` gets a sentence for
 * each journal that cannot be read, or not whole.
 */
export function listSources(place: SalvagePlace, unread: string[]): SalvageSource[] {
  const { files, folder, seal } = place;
  const journals = journalsIn(files, folder, seal).flatMap((kind) => readJournal(place, kind, unread) ?? []);
  const named = journals.map((journal): SalvageSource => {
    const { snapshot } = journal.head;
    return { snapshot: snapshot.file, stored: snapshot, journals: chainFrom(journal, journals) };
  });
  const known = new Set(named.map(({ snapshot }) => snapshot));
  const unnamed = namesOfData(files, folder)
    .filter((name) => numberOf(name) !== undefined && !known.has(name))
    .sort((a, b) => (numberOf(b) ?? 0) - (numberOf(a) ?? 0))
    .map((snapshot): SalvageSource => ({ snapshot, stored: undefined, journals: [] }));
  return [...named.slice(0, mostSources), ...unnamed.slice(0, mostSources)];
}

function numberOf(name: string): number | undefined {
  const digits = /^snap-(\d{1,15})\.db$/.exec(name)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** The image of a source; `unread` says what is wrong with it. */
export function readImage(place: SalvagePlace, { snapshot, stored }: SalvageSource, unread: string[]): ReadImage | undefined {
  const image = readBounded(place, snapshot, unread);
  if (!image || !stored) return image && { image, isProven: false };
  const isProven = fits(place.files, image, stored);
  if (!isProven) unread.push(l10n.t('{0}: its checksum does not fit ({1} bytes of {2}).', snapshot, image.length, stored.bytes));
  return { image, isProven };
}

/** A journal with those that go on from its last change. */
function chainFrom(first: ReadJournal, all: readonly ReadJournal[]): ReadJournal[] {
  const chain: ReadJournal[] = [];
  for (let next: ReadJournal | undefined = first; next; next = nextOf(next, all)) chain.push(next);
  return chain;
}

function nextOf({ head, frames, isWhole }: ReadJournal, all: readonly ReadJournal[]): ReadJournal | undefined {
  const end = frames.at(-1)?.seq ?? head.base;
  return isWhole ? all.findLast((other) => other.head.generation > head.generation && other.head.base === end) : undefined;
}

function readJournal(place: SalvagePlace, { kind, generation, head }: JournalKind, unread: string[]): ReadJournal | undefined {
  const { seal } = place;
  const name = journalName(generation);
  if (kind === 'unreadable' || kind === 'newer') unread.push(l10n.t('{0}: its first record is not readable.', name));
  if (!head || (kind !== 'own' && !(kind === 'unsealed' && seal.mayBeUnsealed))) return undefined;
  const bytes = readBounded(place, name, unread);
  if (!bytes) return undefined;
  const scan = scanJournal(bytes);
  const frames = kind === 'own' ? sealedFrames(bytes, scan, seal) : scan.frames;
  if (scan.damage) unread.push(l10n.t('{0}: changes {1} to {2} were saved and cannot be read.', name, scan.damage.from, scan.damage.to));
  const isWhole = !scan.damage && frames.length === scan.frames.length;
  if (frames.length < scan.frames.length)
    unread.push(l10n.t('{0}: changes after {1} were not written by Rota.', name, frames.at(-1)?.seq ?? head.base));
  return { head, frames, isWhole };
}

/** The file as far as it may be read; `unread` says why not. */
export function readBounded({ files, folder, mostBytes }: SalvagePlace, name: string, unread: string[]): Uint8Array | undefined {
  const path = `${folder}/${name}`;
  if (!files.isFile(path)) {
    unread.push(files.exists(path) ? l10n.t('{0}: it is no plain file.', name) : l10n.t('{0}: the file is missing.', name));
    return undefined;
  }
  const handle = files.open(path, 'read');
  try {
    const size = files.size(handle);
    if (size <= mostBytes) return files.readPart(handle, 0, size);
    unread.push(l10n.t('{0}: it is larger than {1} MB.', name, Math.floor(mostBytes / 2 ** 20)));
    return undefined;
  } finally {
    files.close(handle);
  }
}
