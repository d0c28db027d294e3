/** Updates come at most this often, and one carries at most this much: the newest. */
const UPDATE_INTERVAL = 100;
const UPDATE_BYTES = 64 * 1024;

/** Hands output on in few, bounded updates, however fast it arrives. */
export class LiveOutput {
  readonly #listener: (text: string) => void;
  #pending: Buffer[] = [];
  #size = 0;
  #skipped = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(listener: (text: string) => void) {
    this.#listener = listener;
  }

  append(chunk: Buffer): void {
    this.#pending.push(chunk);
    this.#size += chunk.length;
    while (this.#size > UPDATE_BYTES && this.#pending.length > 1) {
      const oldest = this.#pending.shift()!;
      this.#size -= oldest.length;
      this.#skipped += oldest.length;
    }
    this.#timer ??= setTimeout(() => this.flush(), UPDATE_INTERVAL);
  }

  /** Hands on what is pending now. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#size === 0) return;
    const note = this.#skipped > 0 ? `\n[${this.#skipped} bytes of output not shown]\n` : '';
    const text = note + Buffer.concat(this.#pending).toString('utf8');
    this.#pending = [];
    this.#size = 0;
    this.#skipped = 0;
    this.#listener(text);
  }
}
