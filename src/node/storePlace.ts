import { existsSync, lstatSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import * as l10n from '@vscode/l10n';
import { UserError } from '../core/base/errors.ts';

/** Where a board is, or would be made. */
export interface StorePlace {
  /** The folder that has, or gets, the `.rota` folder. */
  readonly root: string;
  /** `.rota/local`: store, logs, blobs and lock; never shared. */
  readonly folder: string;
  /** False: nothing was written yet. */
  readonly exists: boolean;
}

/** Looks in the workspace folder, then upward to the root of the git repository, never past it. */
export function findStorePlace(workspace: string): StorePlace {
  const start = resolve(workspace);
  const place = (root: string): StorePlace => ({ root, folder: localFolder(root), exists: existsSync(localFolder(root)) });
  if (!statSync(start, { throwIfNoEntry: false })?.isDirectory()) {
    throw new UserError('not-found', l10n.t('There is no folder {0}.', start));
  }
  const gitRoot = findGitRoot(start);
  for (let folder = start; gitRoot !== undefined; folder = dirname(folder)) {
    if (place(folder).exists) return place(folder);
    if (folder === gitRoot) break;
  }
  return place(start);
}

/** Makes the store's folder, readable by its owner only, and keeps it out of git. */
export function makeStoreFolder({ root, folder }: StorePlace): void {
  const shared = join(root, '.rota');
  mkdirSync(shared, { recursive: true });
  assertRealFolder(shared);
  const ignore = join(shared, '.gitignore');
  if (!existsSync(ignore)) writeFileSync(ignore, 'local/\n');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  assertRealFolder(folder);
}

/** A link in a repository could lead writes anywhere. */
export function assertRealFolder(folder: string): void {
  if (lstatSync(folder).isDirectory()) return;
  throw new UserError('refused', l10n.t('{0} is not a plain folder (a link?), so no board is opened there. Remove it and start again.', folder));
}

/** Whether the folder holds a store, or parts of one. */
export function hasStoreFiles(folder: string): boolean {
  return readdirSync(folder).some((name) => /^(snap|wal)-/.test(name));
}

function localFolder(root: string): string {
  return join(root, '.rota', 'local');
}

function findGitRoot(start: string): string | undefined {
  for (let folder = start; ; folder = dirname(folder)) {
    if (existsSync(join(folder, '.git'))) return folder;
    if (dirname(folder) === folder) return undefined;
  }
}
