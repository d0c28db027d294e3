import * as l10n from '@vscode/l10n';
import { journalsIn, namesOfData, type JournalKind } from '../folderContent.ts';
import { fits, journalName, type ReadJournalHead } from '../generation.ts';
import { scanJournal, sealedFrames, type Frame } from '../journalFrame.ts';
import type { StoreFiles } from '../storeFiles.ts';
import type { StoreSeal } from '../storeSeal.ts';

/** An image, and the journals that go on from it without a gap. */
export interface SalvageSource {
  readonly generation: number;
  readonly image: Uint8Array;
  /** Whether the image is the one that was written. */
  readonly isProven: boolean;
  /** Whether a journal of this board names the image. Else only the image itself can say whose it is. */
  readonly isNamed: boolean;
  readonly journals: readonly ReadJournal[];
  /** Names of all its files. */
  readonly files: readonly string[];
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

/** More were never left beside each other by anything that Rota does. */
const mostSources = 6;

/** What there is to read a board from, newest first; `unread` gets a sentence for each file that cannot be read, or not whole. */
export function listSources(place: SalvagePlace, unread: string[]): SalvageSource[] {
  const { files, folder, seal } = place;
  const kinds = journalsIn(files, folder, seal);
  const journals = kinds.flatMap((kind) => readJournal(place, kind, unread) ?? []);
  const named = journals.flatMap((journal): SalvageSource[] => {
    const { generation, snapshot } = journal.head;
    const image = readBounded(place, snapshot.file, unread);
    if (!image) return [];
    const isProven = fits(files, image, snapshot);
    if (!isProven) unread.push(l10n.t('{0}: its checksum does not fit ({1} bytes of {2}).', snapshot.file, image.length, snapshot.bytes));
    const chain = chainFrom(journal, journals);
    const names = [snapshot.file, ...chain.map(({ head }) => journalName(head.generation))];
    return [{ generation, image, isProven, isNamed: true, journals: chain, files: names }];
  });
  const known = new Set(journals.map(({ head }) => head.snapshot.file));
  const others = namesOfData(files, folder).filter((name) => !known.has(name));
  const unnamed = others.flatMap((name): SalvageSource[] => {
    const digits = /^snap-(\d{1,15})\.db$/.exec(name)?.[1];
    const image = digits === undefined ? undefined : readBounded(place, name, unread);
    return image ? [{ generation: Number(digits), image, isProven: false, isNamed: false, journals: [], files: [name] }] : [];
  });
  return [...named, ...unnamed].sort((a, b) => b.generation - a.generation).slice(0, mostSources);
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
