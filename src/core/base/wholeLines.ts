/** Text held back for longer than this is passed on, lines or not. */
const MAX_HELD = 16 * 1024;

/**
 * Cuts a stream where a filter can look at each piece alone: at ends of lines, and never within the block of a private key. The rest waits for
 * more text or for `end`.
 */
export class WholeLines {
  #held = '';
  readonly #emit: (text: string) => void;

  constructor(emit: (text: string) => void) {
    this.#emit = emit;
  }

  push(text: string): void {
    this.#held += text;
    const block = openBlock(this.#held);
    const cut = this.#held.length > MAX_HELD ? this.#held.length : this.#held.lastIndexOf('\n', block ?? undefined) + 1;
    if (cut > 0) this.#pass(cut);
  }

  /** Passes on what is left. */
  end(): void {
    if (this.#held !== '') this.#pass(this.#held.length);
  }

  #pass(length: number): void {
    const piece = this.#held.slice(0, length);
    this.#held = this.#held.slice(length);
    this.#emit(piece);
  }
}

/** Where a key block begins that is not closed yet. */
function openBlock(text: string): number | undefined {
  const begin = text.lastIndexOf('-----BEGIN ');
  return begin >= 0 && text.indexOf('-----END ', begin) < 0 ? begin : undefined;
}
