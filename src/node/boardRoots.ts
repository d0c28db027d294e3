import { sep } from 'node:path';
import { lostBoard } from './identifyStore.ts';
import { findStorePlace, type StoreHomes, type StorePlace } from './storePlace.ts';

/** A folder that is open in the editor, by the name that tells it from the others. */
export interface NamedRoot {
  readonly name: string;
  readonly folder: string;
}

/**
 * Folders as cards see them. The first is the one with the board, or that had one, wherever it stands in the editor: a folder that is dragged before it
 * must not hide the board, and cards that name no folder stay with it. Folders of one name are told apart by a folder above.
 */
export function boardRoots(roots: readonly NamedRoot[], homes: StoreHomes): NamedRoot[] {
  if (roots.length < 2) return [...roots];
  const distinct = roots.map((root) => ({ folder: root.folder, name: nameAmong(root, roots) }));
  const places = distinct.map((root) => ({ root, place: placeOf(root, homes) }));
  const home = places.find(({ place }) => place?.exists) ?? places.find(({ place }) => place && lostBoard(place, homes.userData));
  return home ? [home.root, ...distinct.filter((root) => root !== home.root)] : distinct;
}

/** The nearest folder above that tells all of one name apart says which one it is. */
function nameAmong({ name, folder }: NamedRoot, roots: readonly NamedRoot[]): string {
  const same = roots.filter((other) => other.name === name).map((other) => other.folder.split(sep).reverse());
  if (same.length === 1) return name;
  const own = folder.split(sep).reverse();
  const at = own.findIndex((part, depth) => depth > 0 && part !== '' && new Set(same.map((names) => names[depth])).size === same.length);
  return `${name} (${own[at] ?? own.slice(1).reverse().join(' ')})`;
}

/** `undefined` for a folder that is not there now. */
function placeOf({ folder }: NamedRoot, homes: StoreHomes): StorePlace | undefined {
  try {
    return findStorePlace(folder, homes);
  } catch {
    return undefined;
  }
}
