import { lstatSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, resolve } from 'node:path';
import { lastChange, loadGeneration } from '../core/store/generation.ts';
import { isSameFolder, KnownStores, readStoreId, type KnownStore } from './knownStores.ts';
import { nodeStoreFiles } from './nodeStoreFiles.ts';
import { resolved } from './paths.ts';
import { newestProven, sealOf } from './provenFiles.ts';
import { SeenState } from './seenState.ts';
import { storePlacesAt, type StorePlace } from './storePlace.ts';

/** A board that belonged to another folder, and that may be taken into use in this one. */
export interface FoundBoard {
  readonly storeId: string;
  readonly entry: KnownStore;
  /** Where its files are. */
  readonly folder: string;
  /** The workspace that it was last used in; `undefined` where an earlier version did not note it. */
  readonly belongedTo: string | undefined;
  /**
   * `moved`: its files lie here, and no more where they were. `copied`: they lie there as well. `left`: they are in the user's data folder, and the
   * workspace that they are about is gone. `older`: they are where they belong, and older than what this machine saw of them.
   */
  readonly way: 'moved' | 'copied' | 'left' | 'older';
  /** Whether that workspace seems to be this one under its former name. */
  readonly isLikely: boolean;
}

/** The boards that may be taken into use in a place, the likely ones first. */
export function findBoards(place: StorePlace, dataFolder: string): FoundBoard[] {
  const known = new KnownStores(dataFolder);
  const here = boardOfElsewhere(place, known) ?? olderBoard(place, known, dataFolder);
  return [...(here ? [here] : []), ...leftBoards(place, known, dataFolder)];
}

/** The board whose files lie in a place and that belonged to another one. */
export function boardOfElsewhere(place: StorePlace, known: KnownStores): FoundBoard | undefined {
  const { folder } = place;
  const storeId = place.exists ? readStoreId(folder) : undefined;
  const entry = storeId === undefined ? undefined : known.find(storeId);
  if (storeId === undefined || !entry || entry.where === resolved(folder) || isSameFolder(entry.folder, folder)) return undefined;
  const isCopy = entry.where !== '' && readStoreId(entry.where) === storeId;
  return { storeId, entry, folder, belongedTo: workspaceOf(entry), way: isCopy ? 'copied' : 'moved', isLikely: true };
}

/** The board of this place, if it was set back by other means than Rota's. */
function olderBoard({ root, folder, exists }: StorePlace, known: KnownStores, dataFolder: string): FoundBoard | undefined {
  const storeId = exists ? readStoreId(folder) : undefined;
  const entry = storeId === undefined ? undefined : known.find(storeId);
  if (storeId === undefined || !entry) return undefined;
  const seal = sealOf({ storeId, entry });
  try {
    const newest = newestProven(folder, seal);
    if (newest === undefined) return undefined;
    const last = lastChange(loadGeneration(nodeStoreFiles, folder, newest, seal));
    const isOlder = last < new SeenState({ dataFolder, storeId }).read().change;
    return isOlder ? { storeId, entry, folder, belongedTo: resolved(root), way: 'older', isLikely: true } : undefined;
  } catch {
    return undefined; // damaged, which is another matter
  }
}

/** The boards in the user's data folder whose workspace was renamed, moved or removed. */
export function leftBoards({ root }: StorePlace, known: KnownStores, dataFolder: string): FoundBoard[] {
  const boards = join(resolved(dataFolder), 'boards');
  const found = [...known.list()].flatMap(([storeId, entry]): FoundBoard[] => {
    const { where, workspace } = entry;
    if (dirname(where) !== boards || readStoreId(where) !== storeId) return [];
    if (workspace && statSync(workspace.root, { throwIfNoEntry: false })?.isDirectory()) return [];
    const isLikely =
      workspace !== null && (isSameFolder(workspace.folder, resolved(root)) || basename(workspace.root) === basename(resolved(root)));
    return [{ storeId, entry, folder: where, belongedTo: workspace?.root, way: 'left', isLikely }];
  });
  return found.sort((one, other) => Number(other.isLikely) - Number(one.isLikely));
}

function workspaceOf({ workspace, where }: KnownStore): string | undefined {
  if (workspace) return workspace.root;
  return where.endsWith(join('.rota', 'local')) ? dirname(dirname(where)) : undefined;
}

/** A board that is not the one of this folder, but that somebody in it may mean. */
export interface NearbyBoard {
  readonly root: string;
  /** `above`: further up than boards are looked for. `main-worktree`: this is another worktree of that repository. */
  readonly relation: 'above' | 'main-worktree';
}

/** The boards of this machine that somebody may look for here. */
export function findNearbyBoards({ root }: StorePlace, dataFolder: string): NearbyBoard[] {
  const known = new KnownStores(dataFolder);
  const hasBoard = (folder: string): boolean =>
    storePlacesAt(folder, dataFolder).some((place) => place.exists && isKnown(known, place.folder));
  const main = mainWorktreeOf(resolved(root));
  const nearby: NearbyBoard[] = main !== undefined && hasBoard(main) ? [{ root: main, relation: 'main-worktree' }] : [];
  const above = parentsOf(resolved(root)).find((folder) => folder !== main && hasBoard(folder));
  return above === undefined ? nearby : [...nearby, { root: above, relation: 'above' }];
}

function isKnown(known: KnownStores, folder: string): boolean {
  const storeId = readStoreId(folder);
  return storeId !== undefined && known.find(storeId)?.where === resolved(folder);
}

function parentsOf(folder: string): string[] {
  const parent = dirname(folder);
  return parent === folder ? [] : [parent, ...parentsOf(parent)];
}

/** Where a `.git` file leads; what it says may come from anybody, and is only looked for as a folder. */
function mainWorktreeOf(start: string): string | undefined {
  for (const folder of [start, ...parentsOf(start)]) {
    const link = join(folder, '.git');
    const kind = lstatSync(link, { throwIfNoEntry: false });
    if (!kind) continue;
    const [, to] = (kind.isFile() && kind.size < 5000 && /^gitdir: (.+)$/m.exec(readFileSync(link, 'utf8'))) || [];
    if (to === undefined) return undefined;
    const gitFolder = resolve(folder, to.trim());
    if (!isAbsolute(gitFolder) || basename(dirname(gitFolder)) !== 'worktrees') return undefined;
    return resolved(dirname(dirname(dirname(gitFolder))));
  }
  return undefined;
}
