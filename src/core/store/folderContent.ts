import * as l10n from '@vscode/l10n';
import { UserError } from '../base/errors.ts';
import { damaged, decodeHead, journalName, snapshotName, type ReadJournalHead } from './generation.ts';
import { isSealed, readHead } from './journalFrame.ts';
import type { StoreFiles } from './storeFiles.ts';
import type { StoreSeal } from './storeSeal.ts';

/** A head is some hundred bytes; more is read of no file before it is known whose it is. */
const mostHeadBytes = 16 * 1024;

/** What lies in the folder of a store, told apart by the first record of each journal: nothing is executed, written or removed for it. */
export interface FolderContent {
  /** Generations that this store wrote, newest first. */
  readonly own: readonly ReadJournalHead[];
  /** Generations from before there were seals, newest first; not yet known whose they are. Only where no sealed one is. */
  readonly unsealed: readonly ReadJournalHead[];
  /** Names of files that look like a store's, but were not written for this one. */
  readonly foreign: readonly string[];
}

/** Throws `damaged` when a journal that may be this store's newest cannot be read, and `read-only` when a newer Rota wrote it. */
export function lookIntoFolder(files: StoreFiles, folder: string, seal: StoreSeal): FolderContent {
  const names = namesOfData(files, folder);
  const heads = journalsIn(files, folder, seal);
  const own = heads.filter(({ kind }) => kind === 'own');
  const newest = own[0]?.generation ?? -1;
  for (const { kind, generation } of heads) {
    const path = `${folder}/${journalName(generation)}`;
    if (kind === 'unreadable' && generation > newest) throw damaged(path, l10n.t('its first record is not readable.'));
    if (kind === 'newer' && generation > newest)
      throw new UserError('read-only', l10n.t('{0} was written by a newer Rota. Update Rota to open this board.', path));
  }
  const unsealed = own.length === 0 && seal.mayBeUnsealed ? heads.filter(({ kind }) => kind === 'unsealed') : [];
  const ours = [...own, ...unsealed].flatMap(({ head }) => head ?? []);
  const known = new Set([...ours.flatMap((head) => head.names)]);
  const foreign = names.filter((name) => !known.has(name) && !isOwnDraft(name, seal));
  if (heads.length === 0) assertNoJournalIsMissing(folder, foreign);
  return {
    own: own.flatMap(({ head }) => head ?? []),
    unsealed: unsealed.flatMap(({ head }) => head ?? []),
    foreign,
  };
}

/** All journals in a folder, newest first, by what their first records say. */
export function journalsIn(files: StoreFiles, folder: string, seal: StoreSeal): JournalKind[] {
  return namesOfData(files, folder)
    .flatMap((name) => journalOf(files, folder, name, seal) ?? [])
    .sort((a, b) => b.generation - a.generation);
}

/** What looks like a store's files of data. */
export function namesOfData(files: StoreFiles, folder: string): string[] {
  return files.exists(folder) ? files.listFolder(folder).filter((name) => /^(?:snap|wal)-/.test(name)) : [];
}

/** A file that is being written has the store in its name: what a crash leaves of it may be removed. */
export function draftName(name: string, { storeId }: StoreSeal): string {
  return `${name}.${storeId.slice(0, 16)}.tmp`;
}

/** Whether a name is that of a file that this store was writing. */
export function isOwnDraft(name: string, { storeId }: StoreSeal): boolean {
  return name.endsWith(`.${storeId.slice(0, 16)}.tmp`);
}

/** A journal, told apart from others by its first record. */
export interface JournalKind {
  readonly kind: 'own' | 'unsealed' | 'foreign' | 'newer' | 'unreadable';
  readonly generation: number;
  readonly head?: ReadJournalHead;
}

function journalOf(files: StoreFiles, folder: string, name: string, seal: StoreSeal): JournalKind | undefined {
  const digits = /^wal-(0|[1-9]\d{0,14})\.tsj$/.exec(name)?.[1];
  if (digits === undefined) return undefined;
  const generation = Number(digits);
  const path = `${folder}/${name}`;
  // A link, a folder or a pipe is never one of our files.
  if (!files.isFile(path)) return { kind: 'foreign', generation };
  const start = readStart(files, path);
  const frame = readHead(start);
  if (!frame) return { kind: 'unreadable', generation };
  if (frame.seal && !isSealed(start, frame, seal)) return { kind: 'foreign', generation };
  const head = decodeHead(frame);
  if (head === 'newer') return { kind: 'newer', generation };
  if (head?.generation !== generation) return { kind: 'unreadable', generation };
  return { kind: frame.seal ? 'own' : 'unsealed', generation, head };
}

function readStart(files: StoreFiles, path: string): Uint8Array {
  const handle = files.open(path, 'read');
  try {
    return files.readPart(handle, 0, mostHeadBytes);
  } finally {
    files.close(handle);
  }
}

/** The first generation's snapshot is empty and may be left over from a start that was cut short. A later one holds data. */
function assertNoJournalIsMissing(folder: string, names: readonly string[]): void {
  const numbers = names.flatMap((name) => /^snap-(\d{1,15})\.db$/.exec(name)?.[1] ?? []).map(Number);
  const newest = Math.max(0, ...numbers);
  if (newest === 0) return;
  throw damaged(`${folder}/${journalName(newest)}`, l10n.t('the journal that belongs to {0} is missing.', snapshotName(newest)));
}
