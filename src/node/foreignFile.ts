import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import * as l10n from '@vscode/l10n';
import { UserError } from '../core/base/errors.ts';
import { assertImage, readForeignStore, type ForeignStore } from '../core/store/foreignStore.ts';
import { SqlEngine } from '../core/store/sqlEngine.ts';

/** Reads the cards of a store file that somebody else made. To be called in a thread that can be ended. */
export async function readForeignFile(file: string, mostBytes: number): Promise<ForeignStore> {
  const image = readRegularFile(file, mostBytes);
  assertImage(image, mostBytes);
  const engine = await openEngine(file, image);
  try {
    return readForeignStore(engine);
  } finally {
    engine.close();
  }
}

/** Follows no link and reads no device: the name comes from a stranger's folder. */
function readRegularFile(file: string, mostBytes: number): Uint8Array {
  let handle: number;
  try {
    handle = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK | (constants.O_NOFOLLOW ?? 0));
  } catch (error) {
    throw unreadable(file, error);
  }
  try {
    const { size } = fstatSync(handle);
    if (!fstatSync(handle).isFile()) throw unreadable(file);
    if (size > mostBytes)
      throw new UserError('invalid', l10n.t('{0} is larger than {1} MB: too large to import.', file, Math.floor(mostBytes / 2 ** 20)));
    return new Uint8Array(readFileSync(handle));
  } finally {
    closeSync(handle);
  }
}

async function openEngine(file: string, image: Uint8Array): Promise<SqlEngine> {
  try {
    return await SqlEngine.open(image);
  } catch (error) {
    throw unreadable(file, error);
  }
}

function unreadable(file: string, cause?: unknown): UserError {
  return new UserError('invalid', l10n.t('{0} cannot be read as a board. Nothing was taken from it.', file), { cause });
}
