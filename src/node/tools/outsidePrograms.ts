import { statSync } from 'node:fs';
import { findProgram, trustedFolders, type ProgramPlaces } from '../processes/programs.ts';
import { namesIn } from './folderPrograms.ts';

/** The programs of this machine that commands get without any tools of the workspace. Folders are read again when they change. */
export class OutsidePrograms {
  readonly #places: ProgramPlaces;
  readonly #names = new Map<string, { readonly changed: number; readonly names: ReadonlySet<string> }>();
  #folders: readonly string[] | undefined;

  constructor(places: ProgramPlaces) {
    this.#places = places;
  }

  /** The program of this name; `undefined` when there is none. */
  find(name: string): string | undefined {
    this.#folders ??= trustedFolders(this.#places);
    return this.#folders.some((folder) => this.#namesOf(folder).has(name)) ? findProgram(name, this.#places) : undefined;
  }

  #namesOf(folder: string): ReadonlySet<string> {
    const changed = statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    const known = this.#names.get(folder);
    if (known?.changed === changed) return known.names;
    const names = namesIn(folder);
    this.#names.set(folder, { changed, names });
    return names;
  }
}
