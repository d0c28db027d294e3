import { existsSync, lstatSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { parseJson } from '../core/base/json.ts';

const StoreId = z.string().regex(/^[0-9a-f]{64}$/);
const Identity = z.strictObject({ store: StoreId });

/** The user's own folder for what no workspace may hold: the same for editor and command line. */
export function userDataFolder(environment: NodeJS.ProcessEnv, platform: NodeJS.Platform = process.platform): string {
  const own = environment['ROTA_DATA_DIR'];
  if (own !== undefined && own !== '') return own;
  if (platform === 'win32') return join(environment['LOCALAPPDATA'] ?? join(homedir(), 'AppData', 'Local'), 'rota');
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'rota');
  return join(environment['XDG_DATA_HOME'] ?? join(homedir(), '.local', 'share'), 'rota');
}

/** The ids of stores made on this machine, one file each. A store that is not among them came from somewhere else. */
export class KnownStores {
  readonly #folder: string;

  constructor(dataFolder: string) {
    this.#folder = join(dataFolder, 'stores');
  }

  has(storeId: string): boolean {
    return StoreId.safeParse(storeId).success && existsSync(join(this.#folder, storeId));
  }

  /** Remembers a store and, for people, where it was made. */
  add(storeId: string, where: string): void {
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    writeFileSync(join(this.#folder, StoreId.parse(storeId)), `${where}\n`, { mode: 0o600 });
  }
}

/** The id that a store's folder claims to have; `undefined` when it claims none. */
export function readStoreId(folder: string): string | undefined {
  const path = identityFile(folder);
  const file = lstatSync(path, { throwIfNoEntry: false });
  if (!file?.isFile() || file.size > 1000) return undefined;
  return parseJson(Identity, readFileSync(path, 'utf8'))?.store;
}

export function writeStoreId(folder: string, storeId: string): void {
  writeFileSync(identityFile(folder), `${JSON.stringify({ store: storeId })}\n`, { mode: 0o600 });
}

function identityFile(folder: string): string {
  return join(folder, 'store.json');
}
