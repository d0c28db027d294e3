import type { Terminal } from './terminal.ts';
import { cut } from './textLayout.ts';

const CLEAR_LINE = '\r\u001b[2K';

/** Lines that stay, and below them one line that changes in place. Elsewhere than on a terminal only the lines. */
export class LiveScreen {
  readonly #stream: Terminal['stderr'];
  readonly #moving: boolean;
  #status = '';
  #paused = false;

  constructor(stream: Terminal['stderr'], env: Terminal['env']) {
    this.#stream = stream;
    this.#moving = stream.isTTY === true && env['TERM'] !== 'dumb';
  }

  /** `status` is what the moving line says from then on. */
  print(line: string, status = this.#status): void {
    this.#erase();
    this.#status = status;
    this.#stream.write(`${line}\n`);
    this.#draw();
  }

  /** Plain text: it is cut to the terminal's width. Empty takes the line away. */
  status(text: string): void {
    if (text === this.#status) return;
    this.#erase();
    this.#status = text;
    this.#draw();
  }

  /** Leaves the terminal to a prompt. */
  pause(): void {
    this.#erase();
    this.#paused = true;
  }

  resume(): void {
    this.#paused = false;
    this.#draw();
  }

  #erase(): void {
    if (this.#moving && !this.#paused && this.#status !== '') this.#stream.write(CLEAR_LINE);
  }

  #draw(): void {
    if (this.#moving && !this.#paused && this.#status !== '') this.#stream.write(cut(this.#status, (this.#stream.columns || 80) - 1));
  }
}
