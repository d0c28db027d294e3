import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { link, lstat, open, realpath, rename, rm, unlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ToolError } from '../../core/base/errors.ts';
import { codeOf } from './fileErrors.ts';
import { inFolder, type HeldFolder } from './heldFolder.ts';
import { readRegular, sha256, type RegularFile } from './readRegular.ts';

const CREATE = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
/** File systems without hard links say so in many ways. */
const NO_LINKS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EXDEV', 'EINVAL']);

/** One entry of a held folder, with its path for messages. */
export interface Entry {
  readonly folder: HeldFolder;
  readonly name: string;
  readonly shown: string;
}

/**
 * Puts new bytes in the place of the content that has `baseHash` (`null`: of no file). Whole or not at all, also when the machine stops
 * midway: a new file beside it takes its name. The mode is kept. Answers the hash of what is there now.
 */
export async function putFile(entry: Entry, baseHash: string | null, after: Uint8Array): Promise<string> {
  const { folder, name } = entry;
  const current = await assertBase(entry, baseHash);
  if (current && (current.mode & 0o222) === 0) throw new ToolError(`${entry.shown} is marked read-only.`);
  const draft = `.rota-${randomBytes(8).toString('hex')}.tmp`;
  const temporary = folder.path(draft);
  try {
    await writeDraft(entry, draft, after, current?.mode);
    await folder.verify(entry.shown);
    await assertBase(entry, baseHash);
    if (current) await rename(temporary, folder.path(name));
    else await takeFreeName(temporary, entry);
  } finally {
    await rm(temporary, { force: true });
  }
  await folder.sync();
  return sha256(after);
}

/** Moves the file with `baseHash` to `trash/<when>/<its path>`. It leaves its place only once it is there. */
export async function trashFile(entry: Entry, baseHash: string | null, trash: string): Promise<void> {
  const current = await assertBase(entry, baseHash);
  if (!current) return;
  await inTrash(trash, entry.shown, async (kept) => {
    await assertBase(entry, baseHash);
    const place = entry.folder.path(entry.name);
    await entry.folder.verify(entry.shown);
    try {
      await rename(place, kept);
    } catch (error) {
      if (codeOf(error) !== 'EXDEV') throw error;
      await writeFile(kept, current.bytes, { flag: 'wx', mode: 0o600, flush: true });
      await assertBase(entry, baseHash);
      await unlink(place);
    }
  });
  await entry.folder.sync();
}

/** Keeps a copy of a file that somebody else deletes. */
export async function keepInTrash(trash: string, shown: string, bytes: Uint8Array): Promise<void> {
  await inTrash(trash, shown, (kept) => writeFile(kept, bytes, { flag: 'wx', mode: 0o600, flush: true }));
}

/**
 * Does something with the place of a file in the trash, in folders that are held: a link among them leads nowhere, and a board's folder that is gone is
 * not made again.
 */
async function inTrash(trash: string, shown: string, work: (place: string) => Promise<void>): Promise<void> {
  const store = path.dirname(trash);
  const known = [path.basename(path.dirname(store)), path.basename(store)];
  const time = new Date().toISOString().replaceAll(':', '-');
  const [name = '', ...folders] = shown.split(/[/\\]/).reverse();
  const names = [...known, path.basename(trash), `${time}-${randomBytes(4).toString('hex')}`, ...folders.reverse()];
  const base = await realpath(path.dirname(path.dirname(store))).catch(() => undefined);
  const keep = async (folder: HeldFolder): Promise<true> => {
    await work(folder.path(name));
    await folder.sync();
    return true;
  };
  const done = base !== undefined && (await inFolder(base, names, { create: true, below: known.length, mode: 0o700 }, keep));
  if (!done) throw new ToolError(`${shown} stays: the folder of the board, where a copy would be kept, is gone. Tell the person.`);
}

async function assertBase({ folder, name, shown }: Entry, baseHash: string | null): Promise<RegularFile | undefined> {
  const current = await readRegular(folder, name, shown);
  if ((current?.hash ?? null) === baseHash) return current;
  if (!current) throw new ToolError(`${shown} is gone. List the folder to see what is there now.`);
  throw new ToolError(baseHash === null ? `${shown} exists already. Read it first.` : `${shown} changed since it was read. Read it again.`);
}

async function writeDraft({ folder, shown }: Entry, draft: string, bytes: Uint8Array, mode: number | undefined): Promise<void> {
  const file = await open(folder.path(draft), CREATE, mode === undefined ? 0o666 : 0o600);
  try {
    await folder.confirm(file, draft, shown); // no byte is written before it is certain where
    await file.writeFile(bytes);
    if (mode !== undefined) await file.chmod(mode & 0o777);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** A hard link never replaces a file that appeared meanwhile; a rename would. */
async function takeFreeName(temporary: string, { folder, name, shown }: Entry): Promise<void> {
  try {
    await link(temporary, folder.path(name));
  } catch (error) {
    const code = codeOf(error);
    if (code === 'EEXIST') throw new ToolError(`${shown} exists already. Read it first.`, { cause: error });
    if (code === undefined || !NO_LINKS.has(code)) throw error;
    if (await lstat(folder.path(name)).catch(() => undefined))
      throw new ToolError(`${shown} exists already. Read it first.`, { cause: error });
    await rename(temporary, folder.path(name));
  }
}
