import { createHash } from 'node:crypto';
import { crc32 } from '../../src/core/store/crc32.ts';
import type { StoreFiles } from '../../src/core/store/storeFiles.ts';

/** The bytes of one file, whatever its name is at the moment. */
export interface DiskFile {
  readonly id: number;
  bytes: Uint8Array;
}

/** Gives the operations of a disk to whoever records them. `at` is where a write went. */
export type DiskOperation =
  | { readonly type: 'create' | 'remove' | 'makeFolder'; readonly path: string; readonly id: number }
  | { readonly type: 'rename'; readonly path: string; readonly to: string }
  | { readonly type: 'write'; readonly id: number; readonly at: number; readonly bytes: Uint8Array }
  | { readonly type: 'truncate'; readonly id: number; readonly length: number }
  /** What was written before `sync-begin` is durable from `sync` on. */
  | { readonly type: 'sync-begin' | 'sync'; readonly id: number; readonly sync: number }
  | { readonly type: 'syncFolder'; readonly path: string };

/** A disk in memory, with the errors of a real one that the store may meet. */
export class MemoryDisk implements StoreFiles {
  readonly files = new Map<string, DiskFile>();
  readonly folders = new Set<string>(['']);
  readonly #open = new Map<number, { file: DiskFile; append: boolean; position: number }>();
  readonly #told: (operation: DiskOperation) => void;
  #lastId = 0;

  constructor(told: (operation: DiskOperation) => void = () => undefined) {
    this.#told = told;
  }

  /** Puts a file there without any call. */
  place(path: string, bytes: Uint8Array): void {
    this.folders.add(folderOf(path));
    this.files.set(path, { id: ++this.#lastId, bytes: bytes.slice() });
  }

  /** A copy that changes by itself. */
  copy(): MemoryDisk {
    const copy = new MemoryDisk();
    for (const folder of this.folders) copy.folders.add(folder);
    for (const [path, { bytes }] of this.files) copy.place(path, bytes);
    return copy;
  }

  makeFolder(path: string): void {
    this.folders.add(path);
    this.#told({ type: 'makeFolder', path, id: 0 });
  }

  listFolder(path: string): string[] {
    if (!this.folders.has(path)) throw diskError('ENOENT', path);
    return [...this.files.keys()].filter((name) => folderOf(name) === path).map((name) => name.slice(path.length + 1));
  }

  exists(path: string): boolean {
    return this.files.has(path) || this.folders.has(path);
  }

  isFolder(path: string): boolean {
    return this.folders.has(path);
  }

  isAt(handle: number, path: string): boolean {
    return this.files.get(path) === this.#get(handle).file;
  }

  isFile(path: string): boolean {
    return this.files.has(path);
  }

  open(path: string, how: 'read' | 'create' | 'update' | 'append'): number {
    let file = this.files.get(path);
    if (!file) {
      if (how === 'read' || how === 'update' || !this.folders.has(folderOf(path))) throw diskError('ENOENT', path);
      file = { id: ++this.#lastId, bytes: new Uint8Array() };
      this.files.set(path, file);
      this.#told({ type: 'create', path, id: file.id });
    } else if (how === 'create') this.#setLength(file, 0);
    const handle = ++this.#lastId;
    this.#open.set(handle, { file, append: how === 'append', position: 0 });
    return handle;
  }

  close(handle: number): void {
    this.#get(handle);
    this.#open.delete(handle);
  }

  read(path: string): Uint8Array {
    const file = this.files.get(path);
    if (!file) throw diskError('ENOENT', path);
    return file.bytes.slice();
  }

  checksum(bytes: Uint8Array): number {
    return crc32(bytes);
  }

  digest(bytes: Uint8Array): string {
    return createHash('sha256').update(bytes).digest('hex');
  }

  readPart(handle: number, position: number, length: number): Uint8Array {
    return this.#get(handle).file.bytes.slice(position, position + length);
  }

  write(handle: number, bytes: Uint8Array, position: number | null): number {
    const open = this.#get(handle);
    const at = open.append ? open.file.bytes.length : (position ?? open.position);
    open.file.bytes = overlay(open.file.bytes, at, bytes);
    if (position === null) open.position = at + bytes.length;
    this.#told({ type: 'write', id: open.file.id, at, bytes: bytes.slice() });
    return bytes.length;
  }

  size(handle: number): number {
    return this.#get(handle).file.bytes.length;
  }

  truncate(handle: number, length: number): void {
    this.#setLength(this.#get(handle).file, length);
  }

  sync(handle: number): void {
    this.#beginSync(handle)();
  }

  async datasync(handle: number): Promise<void> {
    const end = this.#beginSync(handle);
    await new Promise(setImmediate);
    end();
  }

  rename(from: string, to: string): void {
    const file = this.files.get(from);
    if (!file) throw diskError('ENOENT', from);
    this.files.delete(from);
    this.files.set(to, file);
    this.#told({ type: 'rename', path: from, to });
  }

  remove(path: string): void {
    const file = this.files.get(path);
    if (!file) return;
    this.files.delete(path);
    this.#told({ type: 'remove', path, id: file.id });
  }

  syncFolder(path: string): void {
    this.#told({ type: 'syncFolder', path });
  }

  #beginSync(handle: number): () => void {
    const { id } = this.#get(handle).file;
    const sync = ++this.#lastId;
    this.#told({ type: 'sync-begin', id, sync });
    return () => this.#told({ type: 'sync', id, sync });
  }

  #setLength(file: DiskFile, length: number): void {
    file.bytes = resized(file.bytes, length);
    this.#told({ type: 'truncate', id: file.id, length });
  }

  #get(handle: number): { file: DiskFile; append: boolean; position: number } {
    const open = this.#open.get(handle);
    if (!open) throw diskError('EBADF', String(handle));
    return open;
  }
}

export function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/'));
}

/** The bytes with others written over them at an offset; a gap reads as zeros. */
export function overlay(bytes: Uint8Array, at: number, over: Uint8Array): Uint8Array {
  const whole = at + over.length > bytes.length ? resized(bytes, at + over.length) : bytes;
  whole.set(over, at);
  return whole;
}

export function resized(bytes: Uint8Array, length: number): Uint8Array {
  const other = new Uint8Array(length);
  other.set(bytes.subarray(0, length));
  return other;
}

/** An error as the system gives it. */
export function diskError(code: string, what: string): Error {
  return Object.assign(new Error(`${code}: ${what}`), { code });
}
