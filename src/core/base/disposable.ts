/** Something with a lifetime. Structural, so the editor's own disposables fit. */
export interface Disposable {
  dispose(): void;
}

/** Owns disposables and disposes them in reverse order; what is added after that is disposed at once. */
export class Scope implements Disposable {
  readonly #owned: Disposable[] = [];
  #disposed = false;

  add<T extends Disposable>(disposable: T): T {
    if (this.#disposed) disposable.dispose();
    else this.#owned.push(disposable);
    return disposable;
  }

  dispose(): void {
    this.#disposed = true;
    for (let last = this.#owned.pop(); last; last = this.#owned.pop()) last.dispose();
  }
}
