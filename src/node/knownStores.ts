import { randomBytes } from 'node:crypto';
import { linkSync, lstatSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { parseJson } from '../core/base/json.ts';
import { listNames } from './folderNames.ts';
import { resolved } from './paths.ts';
import { readPrivateFile } from './privateFile.ts';
import type { StorePlace } from './storePlace.ts';

const Hex64 = z.string().regex(/^[0-9a-f]{64}$/);
const Identity = z.strictObject({ store: Hex64 });
const Folder = z.strictObject({ device: z.string(), inode: z.string() });
const Workspace = z.strictObject({ root: z.string(), folder: Folder.nullable() });

const KnownStore = z.strictObject({
  /** The store's folder, with all links resolved. */
  where: z.string(),
  /** That folder as the file system tells it apart from others, whatever its name is. */
  folder: Folder.nullable(),
  /** What the board is about, told in the same way; `null` until a board of an earlier version is opened again. */
  workspace: Workspace.nullable(),
  /** With it the store's files are sealed. */
  key: Hex64,
  /** `new`: nothing was written yet. `unsealed`: written by a version that knew no seals. */
  state: z.enum(['new', 'unsealed', 'sealed']),
});

/** What this machine knows of a store that it made. */
export type KnownStore = z.infer<typeof KnownStore>;

/** The stores made on this machine, one private file each, named by the store's id. A store that is not among them came from somewhere else. */
export class KnownStores {
  readonly #folder: string;

  constructor(dataFolder: string) {
    this.#folder = join(dataFolder, 'stores');
  }

  find(storeId: string): KnownStore | undefined {
    if (!Hex64.safeParse(storeId).success) return undefined;
    const text = readPrivateFile(join(this.#folder, storeId));
    if (text === undefined) return undefined;
    const known = parseJson(KnownStore, text);
    if (known) return known;
    // Earlier versions kept the path alone.
    const where = text.trim();
    if (where === '' || where.startsWith('{')) return undefined;
    const upgraded: KnownStore = {
      where,
      folder: folderOf(where),
      workspace: null,
      key: randomBytes(32).toString('hex'),
      state: 'unsealed',
    };
    this.save(storeId, upgraded);
    return upgraded;
  }

  /** Remembers a store that is about to be made in a place. */
  add(storeId: string, place: StorePlace): KnownStore {
    const known: KnownStore = { ...seenAt(place), key: randomBytes(32).toString('hex'), state: 'new' };
    this.save(storeId, known);
    return known;
  }

  save(storeId: string, known: KnownStore): void {
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    const path = join(this.#folder, Hex64.parse(storeId));
    const draft = `${path}.${randomBytes(6).toString('hex')}.tmp`;
    writeFileSync(draft, `${JSON.stringify(known)}\n`, { mode: 0o600, flag: 'wx', flush: true });
    renameSync(draft, path);
  }

  /** The store that was made, or last seen, in a folder. */
  findAt(where: string): { readonly storeId: string; readonly entry: KnownStore } | undefined {
    for (const [storeId, entry] of this.list()) if (entry.where === where && entry.state !== 'new') return { storeId, entry };
    return undefined;
  }

  /** All of them, by id. */
  list(): Map<string, KnownStore> {
    const ids = listNames(this.#folder).filter((name) => Hex64.safeParse(name).success);
    return new Map(
      ids.flatMap((id) => {
        const known = this.find(id);
        return known ? [[id, known] as const] : [];
      }),
    );
  }
}

/** What is remembered of the place of a store. */
export function seenAt({ root, folder }: StorePlace): Pick<KnownStore, 'where' | 'folder' | 'workspace'> {
  return { where: resolved(folder), folder: folderOf(folder), workspace: { root: resolved(root), folder: folderOf(resolved(root)) } };
}

/** Whether the two are one folder, under whatever name. */
export function isSameFolder(folder: KnownStore['folder'], path: string): boolean {
  const there = folderOf(path);
  return folder !== null && there !== null && there.inode === folder.inode && there.device === folder.device;
}

/** How the file system tells the folder with this name apart from others; `null` where there is none, or no such thing. */
export function folderOf(path: string): KnownStore['folder'] {
  const stats = lstatSync(path, { throwIfNoEntry: false, bigint: true });
  return stats?.isDirectory() && stats.ino !== 0n ? { device: String(stats.dev), inode: String(stats.ino) } : null;
}

/** The id that a store's folder claims to have; `undefined` when it claims none. */
export function readStoreId(folder: string): string | undefined {
  const path = identityFile(folder);
  if (folderOf(folder) === null) return undefined;
  const file = lstatSync(path, { throwIfNoEntry: false });
  if (!file?.isFile() || file.size > 1000) return undefined;
  return parseJson(Identity, readFileSync(path, 'utf8'))?.store;
}

/** Names a folder that nobody else knows yet. */
export function writeStoreId(folder: string, storeId: string): void {
  writeFileSync(identityFile(folder), identityText(storeId), { mode: 0o600, flag: 'wx', flush: true });
}

/** Gives the folder its id, unless another process was first: the answer is the id that counts. */
export function claimStoreId(folder: string, wanted: string): string {
  const path = identityFile(folder);
  const temporary = `${path}.${randomBytes(6).toString('hex')}`;
  writeFileSync(temporary, identityText(wanted), { mode: 0o600, flag: 'wx', flush: true });
  try {
    linkSync(temporary, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(temporary);
  }
  return readStoreId(folder) ?? wanted;
}

function identityText(storeId: string): string {
  return `${JSON.stringify({ store: storeId })}\n`;
}

function identityFile(folder: string): string {
  return join(folder, 'store.json');
}
