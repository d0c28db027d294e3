import * as l10n from '@vscode/l10n';
import { UserError } from '../base/errors.ts';
import { BlobHash } from '../model/scalars.ts';
import type { StoreFiles } from './storeFiles.ts';
import type { BlobFiles } from './storeParts.ts';
import { makeDurableFolder, writeWhole } from './wholeFile.ts';

export interface BlobOptions {
  readonly files: StoreFiles;
  /** Absolute path; made when it is missing. */
  readonly folder: string;
  /** SHA-256 as lower-case hex. */
  readonly sha256: (bytes: Uint8Array) => string;
  /** Throws the reason for people when this process may not write the store any more. */
  readonly assertOwner?: (() => void) | undefined;
}

/** Bytes under their hash: `blobs/ab/abcd...`. The same content is kept once, and what is read is what was put. */
export function createBlobs({ files, folder, sha256, assertOwner }: BlobOptions): BlobFiles {
  const placeOf = (hash: BlobHash): { shelf: string; path: string } => {
    const shelf = `${folder}/${hash.slice(0, 2)}`;
    return { shelf, path: `${shelf}/${hash}` };
  };

  return {
    /** Durable when it resolves. A damaged copy is replaced. */
    async put(bytes) {
      const hash = BlobHash.parse(sha256(bytes));
      const { shelf, path } = placeOf(hash);
      assertOwner?.();
      makeDurableFolder(files, folder);
      makeDurableFolder(files, shelf);
      const intact = files.exists(path) && sha256(files.read(path)) === hash;
      if (intact)
        files.syncFolder(shelf); // whoever wrote it may have been killed just before this
      else writeWhole(files, path, bytes);
      assertOwner?.(); // the folder may have gone meanwhile
      return hash;
    },

    /** `undefined`: no such blob. Throws `damaged` when the bytes are not those that were put. */
    async read(hash) {
      const { path } = placeOf(hash);
      if (!files.exists(path)) return undefined;
      const bytes = files.read(path);
      if (sha256(bytes) === hash) return bytes;
      throw new UserError(
        'damaged',
        l10n.t('{0} is damaged: its content does not fit its name. Put it back from a backup; what it held cannot be restored here.', path),
      );
    },
  };
}
