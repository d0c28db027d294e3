import type { Disposable } from './disposable.ts';

/** Time, as a port: core never asks the machine. */
export interface Clock {
  /** Milliseconds since the epoch; may jump. For records that people read. */
  now(): number;
  /** Milliseconds that only grow. For limits and leases within one process. */
  monotonic(): number;
  /** Calls back once after at least `ms`; disposing the result cancels it. */
  after(ms: number, callback: () => void): Disposable;
}

/** Resolves after `ms`, or rejects with the signal's reason as soon as it aborts. */
export function sleep(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = (): void => {
      timer.dispose();
      reject(signal.reason as Error);
    };
    const timer = clock.after(ms, () => {
      signal.removeEventListener('abort', abort);
      resolve();
    });
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
  });
}
