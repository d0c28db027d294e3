import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseJson } from '../core/base/json.ts';
import { Board } from '../core/model/board.ts';
import { readStoreId } from './knownStores.ts';

/**
 * The columns and rules of a board as they were last read whole, in the user's data folder: while `.rota/board.json` cannot be read they go on
 * holding. Known by the store's id, so that a renamed workspace keeps them. Nothing in it allows anything.
 */
export class LastLayout {
  readonly #dataFolder: string;
  readonly #store: string;
  #written: string | undefined;

  constructor(dataFolder: string, storeFolder: string) {
    this.#dataFolder = dataFolder;
    this.#store = storeFolder;
  }

  read(): Board | undefined {
    const text = this.#text();
    return text === undefined ? undefined : parseJson(Board, text);
  }

  /** Remembers a layout that was read whole, or with `undefined` that there is no file. What cannot be written is not remembered. */
  keep(board: Board | undefined): void {
    const text = board === undefined ? '' : JSON.stringify(board);
    if (text === (this.#written ?? this.#text() ?? '')) return;
    const file = this.#file();
    if (file === undefined) return;
    try {
      if (board === undefined) rmSync(file, { force: true });
      else {
        mkdirSync(join(this.#dataFolder, 'layouts'), { recursive: true, mode: 0o700 });
        const temporary = `${file}.${randomBytes(6).toString('hex')}`;
        writeFileSync(temporary, text, { mode: 0o600, flag: 'wx' });
        renameSync(temporary, file);
      }
      this.#written = text;
    } catch {
      // Without it, a file that breaks holds moves up until it is mended.
    }
  }

  #text(): string | undefined {
    const file = this.#file();
    try {
      return file === undefined ? undefined : readFileSync(file, 'utf8');
    } catch {
      return undefined;
    }
  }

  /** A board that is not made yet has no id, and no cards to hold up. */
  #file(): string | undefined {
    try {
      const id = readStoreId(this.#store);
      return id === undefined ? undefined : join(this.#dataFolder, 'layouts', `${id}.json`);
    } catch {
      return undefined;
    }
  }
}
