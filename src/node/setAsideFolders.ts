import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Whether a folder within that of a store keeps files that were put out of the way: foreign ones, a former state, damaged ones. */
export function isAsideName(name: string): boolean {
  return /^(set-aside|set-aside-\d+|damaged-[\w.-]+)$/.test(name);
}

/** Such folders of a store. */
export function listAsideFolders(store: string): string[] {
  try {
    const names = readdirSync(store).filter(isAsideName);
    return names.map((name) => join(store, name)).filter((path) => lstatSync(path).isDirectory());
  } catch {
    return []; // no store, or none that may be looked into
  }
}
