import { mkdirSync, realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join, relative, resolve } from 'node:path';
import * as l10n from '@vscode/l10n';
import { UserError } from '../core/base/errors.ts';

/**
 * The folder for what lets effects pass: consents, keys, settings, the list of this machine's stores. One path for editor and command line.
 * `ROTA_DATA_DIR`, else the platform's place. Made with mode 0700. Refused inside a workspace: what lies there could be written by an agent.
 */
export function openUserData(environment: Readonly<Record<string, string | undefined>>, workspaceRoots: readonly string[]): string {
  const folder = resolve(environment['ROTA_DATA_DIR'] ?? platformFolder(environment));
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const real = realpathSync(folder);
  const inside = workspaceRoots.find((root) => contains(realpathSync(root), real));
  if (inside !== undefined) {
    throw new UserError('refused', l10n.t('Rota\'s data folder {0} lies inside the workspace {1}. Set ROTA_DATA_DIR to a folder outside.', folder, inside));
  }
  return real;
}

function platformFolder(environment: Readonly<Record<string, string | undefined>>): string {
  if (process.platform === 'win32') return join(environment['APPDATA'] ?? join(homedir(), 'AppData', 'Roaming'), 'Rota');
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Rota');
  const stated = environment['XDG_DATA_HOME'];
  return join(stated !== undefined && isAbsolute(stated) ? stated : join(homedir(), '.local', 'share'), 'rota');
}

function contains(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way === '' || (!way.startsWith('..') && !isAbsolute(way));
}
