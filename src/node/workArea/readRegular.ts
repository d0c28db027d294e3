import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { lstat, open, type FileHandle } from 'node:fs/promises';
import { ToolError } from '../../core/base/errors.ts';
import type { FileSnapshot } from '../../core/tools/workArea.ts';
import { codeOf } from './fileErrors.ts';
import type { HeldFolder } from './heldFolder.ts';

export const MAX_FILE = 10 * 1024 * 1024;

/** A regular file as it is. */
export interface RegularFile extends FileSnapshot {
  readonly mode: number;
}

/**
 * Reads a regular file of a held folder; `undefined` when there is none. Throws `ToolError` for folders, links, pipes, devices and what is
 * bigger than `limit`. Never waits for the other end of a pipe.
 */
export async function readRegular(folder: HeldFolder, name: string, shown: string, limit = MAX_FILE): Promise<RegularFile | undefined> {
  const place = folder.path(name);
  try {
    assertRegular(await lstat(place), shown);
    const file = await open(
      place,
      constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0) | (constants.O_NOCTTY ?? 0),
    );
    try {
      const found = await file.stat();
      assertRegular(found, shown);
      if (found.size > limit) throw tooBig(shown, limit);
      const bytes = await readAll(file, limit, shown);
      await folder.confirm(file, name, shown);
      return { bytes, hash: sha256(bytes), mode: found.mode };
    } finally {
      await file.close();
    }
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

interface Kind {
  isFile(): boolean;
  isDirectory(): boolean;
  isSymbolicLink(): boolean;
}

function assertRegular(found: Kind, shown: string): void {
  if (found.isFile()) return;
  if (found.isDirectory()) throw new ToolError(`${shown} is a folder. Use list_files to see what is in it.`);
  if (found.isSymbolicLink()) throw new ToolError(`${shown} is a link now, and links are not followed here.`);
  throw new ToolError(`${shown} is a pipe, socket or device, not an ordinary file.`);
}

/** The size that was told may be wrong: the limit holds for what is really read. */
async function readAll(file: FileHandle, limit: number, shown: string): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const part = new Uint8Array(64 * 1024);
    const { bytesRead } = await file.read(part, 0, part.length, null);
    if (bytesRead === 0) return new Uint8Array(Buffer.concat(parts, length));
    length += bytesRead;
    if (length > limit) throw tooBig(shown, limit);
    parts.push(part.subarray(0, bytesRead));
  }
}

function tooBig(shown: string, limit: number): ToolError {
  return new ToolError(`${shown} is bigger than ${Math.round(limit / 1024 / 1024)} MiB. Use run_command to look at a part of it.`);
}
