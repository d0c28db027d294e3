import { accessSync, constants, lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import * as l10n from '@vscode/l10n';
import { UserError } from '../core/base/errors.ts';
import type { StorePlace } from './storePlace.ts';
import { chownCommand, otherOwner, systemFailure } from './systemErrors.ts';

/** So many files of a store are looked at. */
const MOST_FILES = 1000;

/** What this user cannot do with a path of a store. */
interface Refused {
  readonly path: string;
  readonly deed: 'read' | 'write';
  readonly code: string;
}

/**
 * Why the files of a board cannot be used by this user, where rights are the reason: it was made by another one, or by this one as root. Asked when
 * something has failed, and where a board seems to be missing. `undefined` when rights are not the reason.
 */
export function accessProblem(place: StorePlace): UserError | undefined {
  try {
    accessSync(place.root, constants.X_OK);
  } catch (error) {
    return systemFailure(error);
  }
  const refused = findRefused(place);
  if (!refused) return undefined;
  const folder = place.location === 'user' ? place.folder : join(place.root, '.rota');
  const what =
    refused.deed === 'read'
      ? l10n.t('The board in {0} cannot be opened: {1} cannot be read ({2}).', place.root, refused.path, refused.code)
      : l10n.t('The board in {0} cannot be opened: {1} cannot be written ({2}).', place.root, refused.path, refused.code);
  return new UserError('read-only', `${what} ${wayOut(refused.path, folder)}`);
}

function wayOut(path: string, folder: string): string {
  const owner = otherOwner(path);
  if (owner === undefined) return l10n.t('Give yourself the right to read and write all of {0}: chmod -R u+rwX {0}', folder);
  return l10n.t(
    'It belongs to {0}. Work as {0}; or, if it is yours and was only made as {0} (sudo), take it: {1}. If Rota then says that it was not made here, `rota import` takes its cards over.',
    owner,
    chownCommand(folder),
  );
}

/** From the outside in: what cannot be entered hides what lies in it. */
function findRefused({ root, location, folder }: StorePlace): Refused | undefined {
  const above = location === 'user' ? [] : [join(root, '.rota')];
  for (const each of [...above, folder]) {
    const code = refusalOf(() => lstatSync(each));
    if (code !== undefined) return { path: each, deed: 'read', code };
    if (lstatSync(each, { throwIfNoEntry: false })?.isFile()) return undefined; // no right would make a folder of it
  }
  return lstatSync(folder, { throwIfNoEntry: false })?.isDirectory() ? findWithin(folder, { left: MOST_FILES }) : undefined;
}

function findWithin(folder: string, count: { left: number }): Refused | undefined {
  const own = refusedBy(folder, constants.X_OK);
  if (own) return own;
  for (const entry of listed(folder)) {
    const path = join(folder, entry.name);
    if (--count.left < 0) return undefined;
    const refused = entry.isDirectory() ? findWithin(path, count) : entry.isFile() ? refusedBy(path, 0) : undefined;
    if (refused) return refused;
  }
  return undefined;
}

function listed(folder: string): ReturnType<typeof list> {
  try {
    return list(folder);
  } catch {
    return [];
  }
}

function list(folder: string) {
  return readdirSync(folder, { withFileTypes: true });
}

function refusedBy(path: string, more: number): Refused | undefined {
  const read = refusalOf(() => accessSync(path, constants.R_OK | more));
  if (read !== undefined) return { path, deed: 'read', code: read };
  const write = refusalOf(() => accessSync(path, constants.W_OK));
  return write === undefined || write === 'EROFS' ? undefined : { path, deed: 'write', code: write };
}

/** The code of a refusal for want of rights; `undefined` when there was none. */
function refusalOf(look: () => unknown): string | undefined {
  try {
    look();
    return undefined;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'EACCES' || code === 'EPERM' || code === 'EROFS' ? code : undefined;
  }
}
