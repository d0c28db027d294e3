import { randomBytes } from 'node:crypto';
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readBoundedText } from './boundedFile.ts';
import { isHolderGone } from './holders.ts';

const mostBytes = 1000;

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
    const draft = `${this.#file}.${randomBytes(6).toString('hex')}.tmp`;
    try {
      // What came with a repository may be a link: a new file takes the name, nothing is written through it.
      writeFileSync(draft, this.#holder, { mode: 0o600, flag: 'wx' });
      renameSync(draft, this.#file);
    } catch {
      rmSync(draft, { force: true }); // the folder is gone or full: then every window counts as the one in front
    }
  }

  /** Whether this is the window; also when none is, so that somebody tells. */
  get isInFront(): boolean {
    const holder = this.#read();
    return holder === undefined || holder === this.#holder || isHolderGone(holder);
  }

  #read(): string | undefined {
    return readBoundedText(this.#file, mostBytes)?.text;
  }
}
