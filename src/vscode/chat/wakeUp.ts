import type { Disposable } from '../../core/base/disposable.ts';

/** Calls that come together (ms) wake up once. */
const GATHER = 50;

/** Lets a loop sleep until there is something to look at. A call between two waits is not lost. */
export class WakeUp implements Disposable {
  readonly #signal: AbortSignal;
  #called = false;
  #wake: (() => void) | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(signal: AbortSignal) {
    this.#signal = signal;
    signal.addEventListener('abort', this.#stop, { once: true });
  }

  call(): void {
    this.#called = true;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#wake?.();
    }, GATHER);
  }

  /** Resolves after the next call, at once when there was one since the last wait, and when the signal aborts. */
  async wait(): Promise<void> {
    if (!this.#called && !this.#signal.aborted) await new Promise<void>((resolve) => (this.#wake = resolve));
    this.#called = false;
    this.#wake = undefined;
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#signal.removeEventListener('abort', this.#stop);
    this.#wake?.();
  }

  readonly #stop = (): void => this.#wake?.();
}
