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
  if (!statSync(start, { throwIfNoEntry: false })?.isDirectory()) {
    throw new UserError('not-found', l10n.t('There is no folder {0}.', start));
  }
  const gitRoot = findGitRoot(start);
  for (let folder = start; gitRoot !== undefined; folder = dirname(folder)) {
    if (storePlaceAt(folder).exists) return storePlaceAt(folder);
    if (folder === gitRoot) break;
  }
  return storePlaceAt(start);
}

/** The place in this very folder, whatever lies above it. */
export function storePlaceAt(root: string): StorePlace {
  return { root, folder: localFolder(root), exists: existsSync(localFolder(root)) };
}

const cannotWrite: ReadonlySet<string | undefined> = new Set(['EROFS', 'EACCES', 'EPERM', 'ENOSPC', 'EDQUOT']);

/** Makes the store's folder, readable by its owner only, and keeps it out of git. Where that is not possible a `UserError` says why. */
export function makeStoreFolder(place: StorePlace): void {
  try {
    makeFolders(place);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (!cannotWrite.has(code)) throw error;
    throw new UserError('read-only', l10n.t('No board can be made in {0}: the folder cannot be written ({1}). Open a folder of your own, or give yourself the right to write there.', place.root, code ?? ''), { cause: error });
  }
}

function makeFolders({ root, folder }: StorePlace): void {
  const shared = join(root, '.rota');
  makeRealFolder(shared, 0o777);
  unlessThere(() => writeFileSync(join(shared, '.gitignore'), 'local/\n', { flag: 'wx' }));
  makeRealFolder(folder, 0o700);
}

function makeRealFolder(folder: string, mode: number): void {
  unlessThere(() => mkdirSync(folder, { mode }));
  assertRealFolder(folder);
}

/** Makes something new; leaves alone what has the name already, a link that leads nowhere too. */
function unlessThere(make: () => void): void {
  try {
    make();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

/** A link in a repository could lead writes anywhere, or to another board whose grants were not given for this repository. */
export function assertRealFolders({ root, folder }: StorePlace): void {
  assertRealFolder(join(root, '.rota'));
  assertRealFolder(folder);
}

function assertRealFolder(folder: string): void {
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
