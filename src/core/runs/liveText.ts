import type { Clock } from '../base/clock.ts';
import type { Disposable } from '../base/disposable.ts';
import type { TextFilter } from './textFilter.ts';

/** Milliseconds that text is gathered: an eye sees no difference, and a view gets a few dozen updates a second at most. */
const GATHER = 30;
/** Words held back at the end, so that a key that arrives in pieces ("Bearer" and what follows it) meets the filter whole. */
const HELD_WORDS = 2;
/** A word longer than this is passed on in pieces. */
const MAX_HELD = 8_192;

/** Text as it streams in, filtered and in readable portions. `end` passes on what is held back. */
export class LiveText {
  readonly #clock: Clock;
  readonly #filter: TextFilter;
  readonly #emit: (text: string) => void;
  #held = '';
  #timer: Disposable | undefined;

  constructor(options: { clock: Clock; filter: TextFilter; emit: (text: string) => void }) {
    this.#clock = options.clock;
    this.#filter = options.filter;
    this.#emit = options.emit;
  }

  push(text: string): void {
    this.#held += text;
    this.#timer ??= this.#clock.after(GATHER, () => {
      this.#timer = undefined;
      this.#pass(this.#held.length > MAX_HELD ? this.#held.length : startOfHeld(this.#held));
    });
  }

  end(): void {
    this.#timer?.dispose();
    this.#timer = undefined;
    this.#pass(this.#held.length);
  }

  #pass(length: number): void {
    if (length === 0) return;
    const text = this.#filter(this.#held.slice(0, length));
    this.#held = this.#held.slice(length);
    this.#emit(text);
  }
}

/** Where the last words begin, and no later than a private key that is not closed yet. */
function startOfHeld(text: string): number {
  let end = text.length;
  for (let word = 0; word < HELD_WORDS; word++) {
    while (end > 0 && isSpace(text[end - 1])) end--;
    while (end > 0 && !isSpace(text[end - 1])) end--;
  }
  const key = text.lastIndexOf('-----BEGIN ');
  return key >= 0 && text.indexOf('-----END ', key) < 0 ? Math.min(end, key) : end;
}

function isSpace(character: string | undefined): boolean {
  return character === ' ' || character === '\n' || character === '\t' || character === '\r';
}
