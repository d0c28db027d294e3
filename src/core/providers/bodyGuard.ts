import type { Clock } from '../base/clock.ts';

/** Sees each piece of a body before the SDK does; returns what may pass, throws what ends the stream. */
export interface BodyInspector {
  piece(bytes: Uint8Array): Uint8Array;
  /** The body ended. Returns what was held back and may still pass. */
  end(): Uint8Array | undefined;
}

type Body = ReadableStream<Uint8Array<ArrayBufferLike>>;

const DRAIN_PIECES = 16;
const DRAIN_MS = 1000;

/** A response body on its way through an inspector. */
export class GuardedBody {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array<ArrayBufferLike>>;
  readonly #inspector: BodyInspector;
  #ended = false;

  constructor(body: Body, inspector: BodyInspector) {
    this.#reader = body.getReader();
    this.#inspector = inspector;
  }

  /** True once the server ended the body. */
  get ended(): boolean {
    return this.#ended;
  }

  /** What the SDK reads. */
  stream(): Body {
    return new ReadableStream<Uint8Array>({ pull: (controller) => this.#pull(controller) }, { highWaterMark: 0 });
  }

  /**
   * Reads what little follows a whole reply, so that the connection can serve the next request; SDKs stop before the end and so
   * close it. Gives up soon and then calls `close`. Never rejects.
   */
  async drain(clock: Clock, close: () => void): Promise<void> {
    if (this.#ended) return;
    const timer = clock.after(DRAIN_MS, close);
    try {
      for (let piece = 0; piece < DRAIN_PIECES; piece += 1) {
        if ((await this.#reader.read()).done) return;
      }
      close();
    } catch {
      // The connection broke. Nothing of it was needed any more.
    } finally {
      timer.dispose();
    }
  }

  async #pull(controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> {
    // A pull that enqueues nothing is not repeated, so this goes on until something passes.
    for (let passed = false; !passed && !this.#ended; ) {
      const { done, value } = await this.#reader.read();
      this.#ended = done;
      const piece = done ? this.#inspector.end() : this.#inspector.piece(value);
      passed = piece !== undefined && piece.length > 0;
      if (piece !== undefined && passed) controller.enqueue(piece);
    }
    if (this.#ended) controller.close();
  }
}
