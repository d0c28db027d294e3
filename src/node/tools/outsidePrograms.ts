import { statSync } from 'node:fs';
import { findProgram, trustedFolders, type ProgramPlaces } from '../processes/programs.ts';
import { filesIn } from './folderPrograms.ts';

/** The programs of this machine that commands get without any tools of the workspace. Folders are read again when they change. */
export class OutsidePrograms {
  readonly #places: ProgramPlaces;
  #folders: readonly string[] | undefined;
  #names: ReadonlySet<string> = new Set();
  /** When the folders had last changed as they were read. */
  #changed = '';

  constructor(places: ProgramPlaces) {
    this.#places = places;
  }

  /** Names that may be those of programs there. */
  names(): ReadonlySet<string> {
    const folders = (this.#folders ??= trustedFolders(this.#places));
    const changed = folders.map((folder) => statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? 0).join(' ');
    if (changed !== this.#changed) {
      this.#names = new Set(folders.flatMap((folder) => [...filesIn(folder).keys()]));
      this.#changed = changed;
    }
    return this.#names;
  }

  /** The program of this name; `undefined` when there is none. */
  find(name: string): string | undefined {
    return this.names().has(name) ? findProgram(name, this.#places) : undefined;
  }
}
