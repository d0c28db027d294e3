import type { Clock } from '../base/clock.ts';
import type { Disposable } from '../base/disposable.ts';
import type { StreamLimits } from './limits.ts';

export type SilentPhase = 'first' | 'idle' | 'tail';

/**
 * Calls back once when the server was silent for longer than the limit of the phase it is in.
 * Marking an event costs one look at the clock; a single timer compares, instead of one per event.
 */
export class SilenceWatch implements Disposable {
  readonly #clock: Clock;
  readonly #limits: StreamLimits;
  readonly #onSilence: (phase: SilentPhase) => void;
  #phase: SilentPhase = 'first';
  #last: number;
  #waiting = true;
  #timer: Disposable;

  constructor(clock: Clock, limits: StreamLimits, onSilence: (phase: SilentPhase) => void) {
    this.#clock = clock;
    this.#limits = limits;
    this.#onSilence = onSilence;
    this.#last = clock.monotonic();
    this.#timer = this.#arm(limits.first);
  }

  /** An event came and is being handled by us: the server's time stands still. */
  pause(): void {
    this.#waiting = false;
  }

  /** We wait for the next event. */
  resume(): void {
    if (this.#phase === 'first') this.#enter('idle');
    this.#waiting = true;
    this.#last = this.#clock.monotonic();
  }

  /** The reply is whole; only counts may follow. */
  expectEnd(): void {
    if (this.#phase !== 'tail') this.#enter('tail');
  }

  dispose(): void {
    this.#timer.dispose();
  }

  #enter(phase: SilentPhase): void {
    this.#phase = phase;
    this.#timer.dispose();
    this.#timer = this.#arm(this.#limits[phase]);
  }

  #arm(delay: number): Disposable {
    return this.#clock.after(delay, () => this.#check());
  }

  #check(): void {
    const limit = this.#limits[this.#phase];
    const left = this.#waiting ? this.#last + limit - this.#clock.monotonic() : limit;
    if (left <= 0) this.#onSilence(this.#phase);
    else this.#timer = this.#arm(left);
  }
}
