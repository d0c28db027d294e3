import { randomBytes } from 'node:crypto';
import { existsSync, linkSync, lstatSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { parseJson } from '../core/base/json.ts';

const StoreId = z.string().regex(/^[0-9a-f]{64}$/);
const Identity = z.strictObject({ store: StoreId });

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

/** Gives the folder its id, unless another process was first: the answer is the id that counts. */
export function claimStoreId(folder: string, wanted: string): string {
  const path = identityFile(folder);
  const temporary = `${path}.${randomBytes(6).toString('hex')}`;
  writeFileSync(temporary, `${JSON.stringify({ store: wanted })}\n`, { mode: 0o600, flag: 'wx' });
  try {
    linkSync(temporary, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(temporary);
  }
  return readStoreId(folder) ?? wanted;
}

function identityFile(folder: string): string {
  return join(folder, 'store.json');
}
