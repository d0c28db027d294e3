import { mkdirSync, realpathSync, statSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import * as l10n from '@vscode/l10n';
import { UserError } from '../core/base/errors.ts';
import { isInside, resolved } from './paths.ts';
import { chownCommand, otherOwner } from './systemErrors.ts';
import { findAccountHome, findHome, ownerName } from './thisUser.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The folder for what lets effects pass: consents, keys, settings, the list of this machine's stores. One path for editor and command line.
 * `ROTA_DATA_DIR`, else the platform's place. Made with mode 0700. Refused where other users may write, and inside a workspace: what lies there may
 * have come with a repository, as may the variable that names it (terminals of the editor take some from a workspace's settings). The place in the
 * home that the system itself names for this user is neither, so a workspace may hold it; the tools of agents never reach it (`NodeWorkAreaOptions.hidden`).
 */
export function openUserData(
  environment: Environment,
  workspaceRoots: readonly string[],
  accountHome: string | undefined = findAccountHome(),
): string {
  const folder = userDataFolder(environment);
  const inside = workspaceRoots.find((root) => isInside(resolved(root), resolved(folder)));
  if (inside !== undefined && !mayHold(inside, folder, accountHome)) throw liesInside(folder, inside);
  makeFolder(folder);
  assertOwn(folder);
  return realpathSync(folder);
}

/** The path of that folder, whether it is there or not. */
export function userDataFolder(environment: Environment): string {
  const stated = environment['ROTA_DATA_DIR'];
  if (!stated) return platformFolder(environment);
  if (!isAbsolute(stated)) throw new UserError('refused', l10n.t('ROTA_DATA_DIR is "{0}", but it must be an absolute path.', stated));
  return stated;
}

function mayHold(root: string, folder: string, accountHome: string | undefined): boolean {
  return accountHome !== undefined && resolved(folder) === resolved(placeIn(accountHome)) && resolved(root) !== resolved(folder);
}

function liesInside(folder: string, root: string): UserError {
  return new UserError(
    'refused',
    l10n.t(
      "Rota's data folder {0} lies inside the workspace {1}, and what it holds lets commands run: it must not come with a workspace. Open a folder below {1} instead, or set ROTA_DATA_DIR to a folder outside, for the editor in the environment that it is started with.",
      folder,
      root,
    ),
  );
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    statSync(folder);
  } catch (error) {
    const { code = '', path = folder } = error as NodeJS.ErrnoException;
    const owner = otherOwner(path);
    const why = owner === undefined ? code : l10n.t('{0}, the folder above it belongs to {1}', code, owner);
    throw new UserError(
      'unavailable',
      l10n.t("Rota's data folder {0} cannot be made ({1}). Set ROTA_DATA_DIR to a folder that can.", folder, why),
      { cause: error },
    );
  }
}

/** It must be this user's, and closed to others. */
function assertOwn(folder: string): void {
  const { mode, uid } = statSync(folder);
  const user = process.getuid?.();
  if (user === undefined) return;
  if (uid !== user)
    throw new UserError(
      'damaged',
      l10n.t(
        "Rota's data folder {0} belongs to {1}, so it is not used. If Rota was once started as {1} (sudo), make it yours again: {2}. Else set ROTA_DATA_DIR to a folder of your own.",
        folder,
        ownerName(uid),
        chownCommand(folder),
      ),
    );
  if ((mode & 0o022) !== 0)
    throw new UserError('damaged', l10n.t("Others may write in Rota's data folder {0}, so it is not used. Run: chmod 700 {0}", folder));
}

function platformFolder(environment: Environment): string {
  if (process.platform === 'win32' && environment['APPDATA']) return join(environment['APPDATA'], 'Rota');
  const stated = environment['XDG_DATA_HOME'];
  if (process.platform !== 'darwin' && process.platform !== 'win32' && stated !== undefined && isAbsolute(stated))
    return join(stated, 'rota');
  const home = findHome();
  if (home !== undefined && isAbsolute(home)) return placeIn(home);
  throw new UserError(
    'unavailable',
    l10n.t(
      "Nothing tells where this user's home folder is, so there is no place for Rota's data. Set ROTA_DATA_DIR to a folder of your own.",
    ),
  );
}

function placeIn(home: string): string {
  if (process.platform === 'win32') return join(home, 'AppData', 'Roaming', 'Rota');
  if (process.platform === 'darwin') return join(home, 'Library', 'Application Support', 'Rota');
  return join(home, '.local', 'share', 'rota');
}
