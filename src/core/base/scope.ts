import type { Disposable } from './disposable.ts';

/** Owns what must end together: each is added at the line where it is made, and disposed in reverse order. */
export class Scope implements Disposable {
  readonly #owned: Disposable[] = [];
  #ended = false;

  /** Owns it from now on; a scope that has ended disposes it at once. */
  add<T extends Disposable>(owned: T): T {
    if (this.#ended) owned.dispose();
    else this.#owned.push(owned);
    return owned;
  }

  dispose(): void {
    this.#ended = true;
    for (let next = this.#owned.pop(); next; next = this.#owned.pop()) next.dispose();
  }
}
