import { constants, existsSync } from 'node:fs';
import { lstat, mkdir, open, readlink, realpath, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { ToolError } from '../../core/base/errors.ts';
import { codeOf, refusal } from './fileErrors.ts';

/** Linux names an open folder as a path, so names below it resolve from that very folder whatever becomes of its path meanwhile. */
export const hasDescriptorPaths = process.platform === 'linux' && existsSync('/proc/self/fd');

const FOLDER = constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW;

/**
 * A folder that was reached without following a link, and is held: what is opened, made or renamed by `path` happens in it and nowhere else.
 * Where the system cannot hold folders, `verify` after an access tells whether the path still was the folder.
 */
export class HeldFolder {
  readonly #handle: FileHandle | undefined;
  readonly #real: string;

  private constructor(real: string, handle: FileHandle | undefined) {
    this.#real = real;
    this.#handle = handle;
  }

  /** Holds a folder whose path has no links. */
  static async open(real: string, descriptors = hasDescriptorPaths): Promise<HeldFolder> {
    if (descriptors) return new HeldFolder(real, await open(real, FOLDER));
    const held = new HeldFolder(real, undefined);
    await held.verify(real);
    return held;
  }

  /** Holds a folder in this one; `undefined` when there is none. Throws `ToolError` for a link or a file. */
  async child(name: string, create: boolean, mode = 0o777): Promise<HeldFolder | undefined> {
    try {
      return await this.#openChild(name);
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') throw refusal(error, name);
      if (!create) return undefined;
      await mkdir(this.path(name), { mode }).catch(ignoreExisting);
      return this.#openChild(name);
    }
  }

  async #openChild(name: string): Promise<HeldFolder> {
    const real = path.join(this.#real, name);
    if (this.#handle) return new HeldFolder(real, await open(this.path(name), FOLDER));
    const found = await lstat(real);
    if (!found.isDirectory()) throw new ToolError(`${name} is a link or a file, not a folder.`);
    const child = new HeldFolder(real, undefined);
    await child.verify(name);
    return child;
  }

  /** A path for one access to an entry of this folder. */
  path(name: string): string {
    return path.join(this.#handle ? `/proc/self/fd/${this.#handle.fd}` : this.#real, name);
  }

  /** Throws `ToolError` when the folder's path leads elsewhere by now, or a held folder was moved away. `name` is for the message. */
  async verify(name: string): Promise<void> {
    const real = this.#handle ? await readlink(`/proc/self/fd/${this.#handle.fd}`) : await realpath(this.#real);
    if (real !== this.#real) throw new ToolError(`The folder of ${name} was moved or replaced by a link meanwhile. Try again.`);
  }

  /** Throws `ToolError` unless an opened file is what this path leads to: where folders cannot be held, a link may have led elsewhere. */
  async confirm(file: FileHandle, name: string, shown: string): Promise<void> {
    await this.verify(shown);
    if (this.#handle) return;
    const [opened, found] = [await file.stat({ bigint: true }), await lstat(this.path(name), { bigint: true })];
    if (opened.ino !== found.ino || opened.dev !== found.dev) throw new ToolError(`${shown} was replaced while it was used. Try again.`);
    await this.verify(shown);
  }

  /** Makes renames and removals in it durable, where the system can. */
  async sync(): Promise<void> {
    await this.#handle?.sync();
  }

  async close(): Promise<void> {
    await this.#handle?.close();
  }
}

function ignoreExisting(error: unknown): void {
  if (codeOf(error) !== 'EEXIST') throw error;
}

export interface FolderOptions {
  /** Whether folders are made that are missing. */
  readonly create: boolean;
  /** Only those below so many of the names. */
  readonly below?: number;
  /** Of those that are made. */
  readonly mode?: number;
  readonly descriptors?: boolean;
}

/** Does something in the folder along `names` below a root, and lets all go. `undefined` when a folder is missing and not to be made. */
export async function inFolder<T>(
  root: string,
  names: readonly string[],
  options: FolderOptions,
  work: (folder: HeldFolder) => Promise<T>,
): Promise<T | undefined> {
  let held: HeldFolder | undefined = await HeldFolder.open(root, options.descriptors);
  try {
    for (const [index, name] of names.entries()) {
      const create = options.create && index >= (options.below ?? 0);
      const next: HeldFolder | undefined = await held.child(name, create, options.mode);
      await held.close();
      held = next;
      if (!held) return undefined;
    }
    await held.verify(names.join('/') || 'the workspace');
    return await work(held);
  } finally {
    await held?.close();
  }
}
