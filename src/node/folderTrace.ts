import * as fs from 'node:fs';
import { folderOf, type KnownStore } from './knownStores.ts';
import { resolved } from './paths.ts';
import { findRenamed } from './renamedFolder.ts';

/** Follows a folder under whatever name it gets later: anywhere where the system tells it (Linux), else among the neighbours of its former place. Never throws. */
export class FolderTrace {
  readonly #path: string;
  readonly #identity: KnownStore['folder'];
  readonly #handle: number | undefined;
  #isOver = false;

  constructor(folder: string) {
    this.#path = resolved(folder);
    this.#identity = folderOf(folder);
    this.#handle = process.platform === 'linux' ? openFolder(folder) : undefined;
  }

  /** Where the folder went; `undefined` while it is where it was, after it was removed, and where nobody knows. */
  whereTo(): string | undefined {
    if (this.#isOver) return undefined;
    if (this.#handle === undefined) return findRenamed(this.#path, this.#identity);
    try {
      // Of a folder that was removed the system answers a name that leads nowhere.
      const path = fs.readlinkSync(`/proc/self/fd/${this.#handle}`);
      const [own, there] = [fs.fstatSync(this.#handle, { bigint: true }), fs.lstatSync(path, { bigint: true, throwIfNoEntry: false })];
      return there?.ino === own.ino && there.dev === own.dev && path !== this.#path ? path : undefined;
    } catch {
      return undefined;
    }
  }

  close(): void {
    if (this.#handle !== undefined && !this.#isOver) fs.closeSync(this.#handle);
    this.#isOver = true;
  }
}

function openFolder(folder: string): number | undefined {
  try {
    return fs.openSync(folder, fs.constants.O_RDONLY | fs.constants.O_DIRECTORY);
  } catch {
    return undefined;
  }
}
