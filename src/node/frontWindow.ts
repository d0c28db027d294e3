import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isHolderGone } from './holders.ts';

/**
 * Which of the windows on one board a person used last, as a file beside the store: what happens on the board is told in that one only,
 * not in all at once.
 */
export class FrontWindow {
  readonly #file: string;
  readonly #holder: string;

  /** `holder` names this window as `createHolder` does. */
  constructor(folder: string, holder: string) {
    this.#file = join(folder, 'front-window');
    this.#holder = holder;
  }

  /** The person uses this window now. */
  stepForward(): void {
    writeFileSync(this.#file, this.#holder, { mode: 0o600 });
  }

  /** Whether this is the window; also when none is, so that somebody tells. */
  get isInFront(): boolean {
    const holder = this.#read();
    return holder === undefined || holder === this.#holder || isHolderGone(holder);
  }

  #read(): string | undefined {
    try {
      return readFileSync(this.#file, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  }
}
