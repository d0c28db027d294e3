import { createHash } from 'node:crypto';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import * as l10n from '@vscode/l10n';
import { UserError } from '../core/base/errors.ts';
import type { BoardHome } from '../core/health/boardHealth.ts';
import type { StoreLocation } from '../core/model/settings.ts';
import { resolved } from './paths.ts';

/** Where a board is, or would be made. */
export interface StorePlace {
  /** The folder that the board is about; it has, or may get, the `.rota` folder. */
  readonly root: string;
  readonly location: StoreLocation;
  /** Store, logs, blobs and lock; never shared. `.rota/local`, or a folder of the user's data folder. */
  readonly folder: string;
  /** False: nothing was written yet. */
  readonly exists: boolean;
}

/** Keeps git away from a folder, itself included: `git clean -d`, `stash -u` and `add -A` pass over what is ignored. */
const ignoreName = '.gitignore';

/** Of the user's data folder: holds the boards that lie there. */
const boards = 'boards';

/** Where boards of this user may be. */
export interface StoreHomes {
  /** `userDataFolder`. */
  readonly userData: string;
  /** Where a new board is made. */
  readonly location: StoreLocation;
}

/**
 * Looks in the workspace folder, then upward to the root of the git repository, never past it. A board in the user's data folder comes before one in
 * the folder itself: what lies there may have come with a repository.
 */
export function findStorePlace(workspace: string, homes?: StoreHomes): StorePlace {
  const start = resolve(workspace);
  if (!statSync(start, { throwIfNoEntry: false })?.isDirectory()) {
    throw new UserError('not-found', l10n.t('There is no folder {0}.', start));
  }
  const gitRoot = findGitRoot(start);
  const mayBeUser = homes !== undefined && existsSync(join(homes.userData, boards));
  for (let folder = start; ; folder = dirname(folder)) {
    const found = (mayBeUser ? storePlacesAt(folder, homes.userData) : [storePlaceAt(folder)]).find(({ exists }) => exists);
    if (found) return found;
    if (gitRoot === undefined || folder === gitRoot) break;
  }
  return homes?.location === 'user' ? userPlaceOf(start, homes.userData) : storePlaceAt(start);
}

/** Both places that a board of this very folder can be in, the one that counts first. */
export function storePlacesAt(root: string, userData: string): StorePlace[] {
  return [userPlaceOf(root, userData), storePlaceAt(root)];
}

/** The place in this very folder, whatever lies above it. */
export function storePlaceAt(root: string): StorePlace {
  const folder = join(root, '.rota', 'local');
  return { root, location: 'workspace', folder, exists: existsSync(folder) };
}

/** The place for this very folder in the user's data folder: named for people, told apart by the folder's path. */
export function userPlaceOf(root: string, userData: string): StorePlace {
  const path = resolved(root);
  const name = `${basename(path)
    .replace(/[^\w-]+/g, '-')
    .slice(0, 40)}-${createHash('sha256').update(path).digest('hex').slice(0, 16)}`;
  const folder = join(userData, boards, name);
  return { root, location: 'user', folder, exists: existsSync(folder) };
}

/** The same as the checks of health are told it. */
export function homeOf({ root, folder, location }: StorePlace): BoardHome {
  return { folder: root, store: folder, location };
}

/** Where the board of the same folder would be otherwise. */
export function otherPlaceOf({ root, location }: StorePlace, userData: string): StorePlace {
  return location === 'user' ? storePlaceAt(root) : userPlaceOf(root, userData);
}

const cannotWrite: ReadonlySet<string | undefined> = new Set(['EROFS', 'EACCES', 'EPERM', 'ENOSPC', 'EDQUOT']);

/** Makes the store's folder, readable by its owner only, and keeps it out of git. Where that is not possible a `UserError` says why. */
export function makeStoreFolder(place: StorePlace): void {
  orSayWhy(place, () => {
    makeParents(place);
    makeRealFolder(place.folder, 0o700);
    chmodSync(place.folder, 0o700);
    hideFromGit(place);
  });
}

/** Makes all that lies above the store's folder. */
export function makeStoreParents(place: StorePlace): void {
  orSayWhy(place, () => makeParents(place));
}

function orSayWhy({ folder }: StorePlace, make: () => void): void {
  try {
    make();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (!cannotWrite.has(code)) throw error;
    throw new UserError(
      'read-only',
      l10n.t(
        'No board can be made in {0}: the folder cannot be written ({1}). Open a folder of your own, give yourself the right to write there, or let new boards be made in your user data folder (setting "storeLocation").',
        folder,
        code ?? '',
      ),
      { cause: error },
    );
  }
}

function makeParents({ root, location, folder }: StorePlace): void {
  if (location === 'user') {
    mkdirSync(dirname(folder), { recursive: true, mode: 0o700 });
    return;
  }
  const shared = join(root, '.rota');
  makeRealFolder(shared, 0o777);
}

/**
 * Writes again what keeps the board out of git, where it is missing: git takes away what it does not know, ignore files too. The one in the board's own
 * folder may have come with a repository, to let the board be published: whatever else it says, or a link (which git does not follow), is replaced.
 */
export function hideFromGit({ root, location, folder }: StorePlace): void {
  if (location === 'user') return;
  const inner = join(folder, ignoreName);
  if (!ignoresAll(inner)) replaceFile(inner, ignoreAll);
  unlessThere(() => writeFileSync(join(root, '.rota', ignoreName), 'local/\n', { flag: 'wx' }));
}

const ignoreAll = '*\n';

function ignoresAll(file: string): boolean {
  const stats = lstatSync(file, { throwIfNoEntry: false });
  return stats?.isFile() === true && stats.size === ignoreAll.length && readFileSync(file, 'utf8') === ignoreAll;
}

/** Nothing is written through a link that has the name. */
function replaceFile(file: string, text: string): void {
  const draft = `${file}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    writeFileSync(draft, text, { flag: 'wx' });
    renameSync(draft, file);
  } finally {
    rmSync(draft, { force: true });
  }
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
export function assertRealFolders({ root, location, folder }: StorePlace): void {
  if (location === 'workspace') assertRealFolder(join(root, '.rota'));
  assertRealFolder(folder);
}

function assertRealFolder(folder: string): void {
  if (lstatSync(folder).isDirectory()) return;
  throw new UserError(
    'refused',
    l10n.t('{0} is not a plain folder (a link?), so no board is opened there. Remove it and start again.', folder),
  );
}

/** Whether the folder holds a store, or parts of one. */
export function hasStoreFiles(folder: string): boolean {
  return readdirSync(folder).some((name) => /^(snap|wal)-/.test(name));
}

/** Whether nothing lies in the folder but what Rota puts there before it makes a store. */
export function isUnusedFolder(folder: string): boolean {
  return readdirSync(folder).every((name) => name === ignoreName && lstatSync(join(folder, name)).isFile());
}

function findGitRoot(start: string): string | undefined {
  for (let folder = start; ; folder = dirname(folder)) {
    if (existsSync(join(folder, '.git'))) return folder;
    if (dirname(folder) === folder) return undefined;
  }
}
