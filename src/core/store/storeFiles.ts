/** An open file. */
export type FileHandle = number;

/**
 * The file operations under the store, as a port: the real one is `node:fs`, tests record, fail or cut them.
 * Synchronous but for `datasync`, because the store has a thread of its own. Names are absolute paths. Errors carry `code` (`ENOSPC`).
 */
export interface StoreFiles {
  /** Its parent must exist: what was removed or moved is not made again. Does nothing when the folder is there. */
  makeFolder(path: string): void;
  listFolder(path: string): string[];
  exists(path: string): boolean;
  /** Whether the name itself is that of a plain file: no link, folder, pipe or device. */
  isFile(path: string): boolean;
  /** Whether the name itself is that of a folder. */
  isFolder(path: string): boolean;
  /** `create` truncates; `update` must exist; `append` creates. Files are made with mode 0600. */
  open(path: string, how: 'read' | 'create' | 'update' | 'append'): FileHandle;
  close(file: FileHandle): void;
  read(path: string): Uint8Array;
  /** CRC-32 of a large file's bytes, by the fastest means there is. */
  checksum(bytes: Uint8Array): number;
  /** SHA-256 as 64 hex digits. */
  digest(bytes: Uint8Array): string;
  /** At most `length` bytes from `position`; less only at the end of the file. */
  readPart(file: FileHandle, position: number, length: number): Uint8Array;
  /** May write less than it was given (a full disk does): callers loop. `position` null continues. */
  write(file: FileHandle, bytes: Uint8Array, position: number | null): number;
  size(file: FileHandle): number;
  /** Whether the name leads to this open file, not to another one or to none. */
  isAt(file: FileHandle, path: string): boolean;
  truncate(file: FileHandle, length: number): void;
  sync(file: FileHandle): void;
  datasync(file: FileHandle): Promise<void>;
  rename(from: string, to: string): void;
  /** Does nothing when there is no such file. */
  remove(path: string): void;
  /** Makes renames and removals in the folder durable; does nothing where the system has no such call. */
  syncFolder(path: string): void;
}
