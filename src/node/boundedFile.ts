import { closeSync, constants, fstatSync, openSync, readSync, realpathSync } from 'node:fs';
import * as l10n from '@vscode/l10n';
import { isInside } from './paths.ts';

/** Bytes of a file, or in a few words what is wrong with it. */
export type BoundedBytes =
  | { readonly bytes: Uint8Array; readonly problem?: undefined }
  | { readonly bytes?: undefined; readonly problem: string };

export type BoundedText = { readonly text: string; readonly problem?: undefined } | { readonly text?: undefined; readonly problem: string };

/**
 * The text of a file that may be hostile or broken; `undefined` when there is none. A device, a pipe, a file
 * over `maxBytes`, what is not UTF-8, and a link that leads out of the folder `within` are problems, each said in a few words.
 */
export function readBoundedText(file: string, maxBytes: number, within?: string): BoundedText | undefined {
  const read = readBoundedBytes(file, maxBytes, within);
  if (read?.bytes === undefined) return read;
  try {
    return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(read.bytes) };
  } catch {
    return { problem: l10n.t('it is not UTF-8 text') };
  }
}

/** The same for bytes that need not be text. */
export function readBoundedBytes(file: string, maxBytes: number, within?: string): BoundedBytes | undefined {
  let open: number;
  try {
    const real = realpathSync(file);
    if (within !== undefined && !isInside(realpathSync(within), real)) return { problem: l10n.t('it is a link that leads elsewhere') };
    // Opening a pipe would otherwise wait for a writer.
    open = openSync(real, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOFOLLOW ?? 0));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT') return undefined;
    return { problem: l10n.t('it cannot be read ({0})', code ?? '') };
  }
  try {
    return readOpen(open, maxBytes);
  } finally {
    closeSync(open);
  }
}

function readOpen(open: number, maxBytes: number): BoundedBytes {
  if (!fstatSync(open).isFile()) return { problem: l10n.t('it is not a regular file') };
  const bytes = Buffer.alloc(maxBytes + 1);
  let size = 0;
  for (let read = -1; read !== 0 && size < bytes.length; size += read) read = readSync(open, bytes, size, bytes.length - size, null);
  if (size > maxBytes) return { problem: l10n.t('it is longer than {0} bytes', maxBytes) };
  return { bytes: bytes.subarray(0, size) };
}
