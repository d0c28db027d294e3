import type { FileHandle, StoreFiles } from './storeFiles.ts';

/** The folder part of an absolute path, with either separator. */
function folderOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')));
}

/** Writes all of `bytes`. A full disk first takes a part without complaint; the error comes with the next call. */
export function writeFully(files: StoreFiles, file: FileHandle, bytes: Uint8Array, position: number | null): void {
  for (let done = 0; done < bytes.length; ) {
    const written = files.write(file, done === 0 ? bytes : bytes.subarray(done), position === null ? null : position + done);
    if (written <= 0) throw new Error('the disk takes no more bytes');
    done += written;
  }
}

/** Makes a complete, synced file beside `path`, to be put in place by `putInPlace`. Leaves nothing behind when it fails. */
export function prepareWhole(files: StoreFiles, path: string, bytes: Uint8Array): void {
  const file = files.open(`${path}.tmp`, 'create');
  try {
    writeFully(files, file, bytes, null);
    files.sync(file);
  } finally {
    files.close(file);
  }
}

/** Puts a prepared file in place, durably: after a crash there is either the old state or the whole new file. */
export function putInPlace(files: StoreFiles, path: string): void {
  files.rename(`${path}.tmp`, path);
  files.syncFolder(folderOf(path));
}

/** Both steps: the file is whole and durable when the call returns. */
export function writeWhole(files: StoreFiles, path: string, bytes: Uint8Array): void {
  prepareWhole(files, path, bytes);
  putInPlace(files, path);
}
