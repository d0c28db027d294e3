import { mkdirSync, realpathSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import * as l10n from '@vscode/l10n';
import { UserError } from '../core/base/errors.ts';
import { isInside, resolved } from './paths.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The folder for what lets effects pass: consents, keys, settings, the list of this machine's stores. One path for editor and command line.
 * `ROTA_DATA_DIR`, else the platform's place. Made with mode 0700. Refused inside a workspace, where an agent could write what lies in it,
 * and where other users may write.
 */
export function openUserData(environment: Environment, workspaceRoots: readonly string[]): string {
  const folder = userDataFolder(environment);
  const inside = workspaceRoots.find((root) => isInside(resolved(root), resolved(folder)));
  if (inside !== undefined) {
    throw new UserError(
      'refused',
      l10n.t("Rota's data folder {0} lies inside the workspace {1}. Set ROTA_DATA_DIR to a folder outside.", folder, inside),
    );
  }
  makeFolder(folder);
  const { mode, uid } = statSync(folder);
  const user = process.getuid?.();
  if (user !== undefined && uid !== user)
    throw new UserError('refused', l10n.t("Rota's data folder {0} belongs to another user. Set ROTA_DATA_DIR to one of your own.", folder));
  if (user !== undefined && (mode & 0o022) !== 0)
    throw new UserError('refused', l10n.t("Others may write in Rota's data folder {0}, so it is not used. Run: chmod 700 {0}", folder));
  return realpathSync(folder);
}

/** The path of that folder, whether it is there or not. */
export function userDataFolder(environment: Environment): string {
  const folder = environment['ROTA_DATA_DIR'] || platformFolder(environment);
  if (!isAbsolute(folder)) throw new UserError('refused', l10n.t('ROTA_DATA_DIR is "{0}", but it must be an absolute path.', folder));
  return folder;
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    throw new UserError(
      'unavailable',
      l10n.t("Rota's data folder {0} cannot be made ({1}). Set ROTA_DATA_DIR to a folder that can.", folder, code),
      { cause: error },
    );
  }
}

function platformFolder(environment: Environment): string {
  if (process.platform === 'win32') return join(environment['APPDATA'] || join(homedir(), 'AppData', 'Roaming'), 'Rota');
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Rota');
  const stated = environment['XDG_DATA_HOME'];
  return join(stated !== undefined && isAbsolute(stated) ? stated : join(homedir(), '.local', 'share'), 'rota');
}
