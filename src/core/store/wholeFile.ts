import * as l10n from '@vscode/l10n';
import { UserError } from '../base/errors.ts';
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

/** Makes a complete, synced file, to be put in place by `putInPlace`. Leaves nothing behind when it fails. */
export function prepareWhole(files: StoreFiles, draft: string, bytes: Uint8Array): void {
  try {
    const file = files.open(draft, 'create');
    try {
      writeFully(files, file, bytes, null);
      files.sync(file);
    } finally {
      files.close(file);
    }
  } catch (error) {
    removeQuietly(files, draft);
    throw error;
  }
}

/** Makes a folder whose name survives a power loss. What else has its name, a link among it, is refused: it may lead anywhere. */
export function makeDurableFolder(files: StoreFiles, path: string): void {
  if (files.isFolder(path)) return;
  if (files.exists(path) || files.isFile(path))
    throw new UserError('refused', l10n.t('{0} is not a plain folder (a link?), so nothing is written there. Remove it.', path));
  files.makeFolder(path);
  files.syncFolder(folderOf(path));
}

/** For files that nothing refers to. One that is open in a viewer (Windows) stays behind and does no harm. */
export function removeQuietly(files: StoreFiles, path: string): void {
  try {
    files.remove(path);
  } catch {
    // The next start removes what is left of older generations; a `.tmp` is overwritten by the next of its name.
  }
}

/** Puts a prepared file in place, durably: after a crash there is either the old state or the whole new file. */
export function putInPlace(files: StoreFiles, draft: string, path: string): void {
  files.rename(draft, path);
  files.syncFolder(folderOf(path));
}

/** Both steps: the file is whole and durable when the call returns. */
export function writeWhole(files: StoreFiles, path: string, bytes: Uint8Array): void {
  prepareWhole(files, `${path}.tmp`, bytes);
  putInPlace(files, `${path}.tmp`, path);
}
