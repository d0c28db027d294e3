import { openBytes } from './outputBuffer.ts';

/** Passes on whole UTF-8 characters only, so that two streams can be merged without tearing one. */
export class CharacterStream {
  readonly #target: (bytes: Buffer) => void;
  #open: Buffer = Buffer.alloc(0);

  constructor(target: (bytes: Buffer) => void) {
    this.#target = target;
  }

  append(chunk: Buffer): void {
    const bytes = this.#open.length > 0 ? Buffer.concat([this.#open, chunk]) : chunk;
    const whole = bytes.length - openBytes(bytes);
    this.#open = Buffer.from(bytes.subarray(whole));
    if (whole > 0) this.#target(bytes.subarray(0, whole));
  }

  /** The stream has ended: half a character is passed on as it is. */
  end(): void {
    if (this.#open.length > 0) this.#target(this.#open);
    this.#open = Buffer.alloc(0);
  }
}
