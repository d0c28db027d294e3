import { folderOf, MemoryDisk, overlay, resized, type DiskOperation } from './memoryDisk.ts';

/** What was promised to a caller, among the operations of the disk. */
export interface Promised {
  readonly type: 'promised';
  readonly what: string;
  readonly value: string | number;
}

type NameOperation = Extract<DiskOperation, { path: string }>;
type DataOperation = Extract<DiskOperation, { type: 'write' | 'truncate' }>;

const SECTOR = 512;

/** Everything that happened on a disk, in order. */
export class PowerLog {
  readonly entries: (DiskOperation | Promised)[] = [];
  /** The disk as it looks while there is power. */
  readonly disk: MemoryDisk;

  /** `syncs` false forgets every sync: the control that shows that the test can fail. */
  constructor(syncs = true) {
    this.disk = new MemoryDisk((operation) => {
      if (syncs || (operation.type !== 'sync' && operation.type !== 'syncFolder')) this.entries.push(operation);
    });
  }

  promise(what: string, value: string | number): void {
    this.entries.push({ type: 'promised', what, value });
  }

  /** What had been promised when the power went. */
  promisedBefore(cut: number): Promised[] {
    return this.entries.slice(0, cut).filter((entry) => entry.type === 'promised');
  }

  /**
   * One of the disks that a power loss after `cut` entries may leave. What was synced is there. Of later operations on names a prefix
   * is (file systems keep their order); later writes may be there, missing, or torn into sectors, in any combination.
   */
  diskAfterLoss(cut: number, random: () => number): MemoryDisk {
    const log = this.entries.slice(0, cut).filter((entry) => entry.type !== 'promised');
    const after = new MemoryDisk();
    for (const [path, id] of survivingNames(log, after, random)) after.place(path, survivingBytes(log, id, random));
    return after;
  }
}

function survivingNames(log: readonly DiskOperation[], after: MemoryDisk, random: () => number): Map<string, number> {
  const syncedAt = new Map<string, number>();
  log.forEach((entry, at) => entry.type === 'syncFolder' && syncedAt.set(entry.path, at));
  const isSynced = (operation: NameOperation, at: number): boolean => at < (syncedAt.get(folderOf(operation.path)) ?? -1);
  const unsynced = log.filter((entry, at) => isNameOperation(entry) && !isSynced(entry, at));
  let kept = Math.floor(random() * (unsynced.length + 1));
  const names = new Map<string, number>();
  log.forEach((entry, at) => {
    if (isNameOperation(entry) && (isSynced(entry, at) || kept-- > 0)) applyName(entry, names, after);
  });
  return new Map([...names].filter(([path]) => after.folders.has(folderOf(path))));
}

function isNameOperation(entry: DiskOperation): entry is NameOperation {
  return entry.type === 'create' || entry.type === 'remove' || entry.type === 'rename' || entry.type === 'makeFolder';
}

function applyName(operation: NameOperation, names: Map<string, number>, after: MemoryDisk): void {
  if (operation.type === 'makeFolder') after.folders.add(operation.path);
  else if (operation.type === 'create') names.set(operation.path, operation.id);
  else if (operation.type === 'remove') names.delete(operation.path);
  else if (operation.type === 'rename') {
    const id = names.get(operation.path);
    names.delete(operation.path);
    if (id !== undefined) names.set(operation.to, id);
  }
}

function survivingBytes(log: readonly DiskOperation[], id: number, random: () => number): Uint8Array {
  const last = log.findLast((entry) => entry.type === 'sync' && entry.id === id);
  const synced = last?.type === 'sync' ? log.findIndex((entry) => entry.type === 'sync-begin' && entry.sync === last.sync) : -1;
  const survives = survival(random);
  let bytes: Uint8Array = new Uint8Array();
  log.forEach((entry, at) => {
    if ((entry.type !== 'write' && entry.type !== 'truncate') || entry.id !== id) return;
    bytes = at < synced ? apply(bytes, entry, () => true) : apply(bytes, entry, survives);
  });
  return bytes;
}

/** How the unsynced writes of one file fare: all, none, each by chance, or each of their sectors by chance. */
function survival(random: () => number): (newWrite: boolean) => boolean {
  const manner = random();
  if (manner < 0.2) return () => true;
  if (manner < 0.3) return () => false;
  let whole = true;
  return (newWrite) => {
    if (newWrite) whole = random() < 0.5;
    return manner < 0.6 ? whole : random() < 0.5;
  };
}

function apply(bytes: Uint8Array, operation: DataOperation, survives: (newWrite: boolean) => boolean): Uint8Array {
  if (operation.type === 'truncate') return survives(true) ? resized(bytes, operation.length) : bytes;
  let next = bytes;
  survives(true);
  for (let from = 0; from < operation.bytes.length; from += SECTOR) {
    if (survives(false)) next = overlay(next, operation.at + from, operation.bytes.subarray(from, from + SECTOR));
  }
  return next;
}
