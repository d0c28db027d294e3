import type { Clock } from '../core/base/clock.ts';

/** Longer timers fire at once in Node, so they are taken in parts. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** The machine's own time. */
export const nodeClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after(ms, callback) {
    const due = performance.now() + ms;
    let timer: NodeJS.Timeout;
    const wait = (): void => {
      const left = due - performance.now();
      if (left <= 0) callback();
      else timer = setTimeout(wait, Math.min(Math.ceil(left), LONGEST_TIMER));
    };
    timer = setTimeout(wait, Math.min(Math.max(Math.ceil(ms), 0), LONGEST_TIMER));
    return { dispose: () => clearTimeout(timer) };
  },
};
