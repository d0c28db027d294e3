import { readdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { isSameFolder, type KnownStore } from './knownStores.ts';

/** So many neighbours of a folder are looked at: a look must not take long. */
const MOST_NEIGHBOURS = 2000;
/** `.rota/local` in a workspace: it, the folder around it or the workspace may have been renamed. */
const LEVELS = 3;

/** Where a folder is now that was renamed, or one of the folders right around it; `undefined` where it is not found among their neighbours. */
export function findRenamed(path: string, folder: KnownStore['folder']): string | undefined {
  if (isSameFolder(folder, path)) return undefined;
  let renamed = path;
  for (let level = 0; level < LEVELS; level++, renamed = dirname(renamed)) {
    const rest = relative(renamed, path);
    const found = neighboursOf(renamed)
      .map((neighbour) => join(neighbour, rest))
      .find((candidate) => isSameFolder(folder, candidate));
    if (found !== undefined) return found;
  }
  return undefined;
}

function neighboursOf(path: string): string[] {
  const above = dirname(path);
  try {
    return readdirSync(above)
      .slice(0, MOST_NEIGHBOURS)
      .map((name) => join(above, name));
  } catch {
    return [];
  }
}
