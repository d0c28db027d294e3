import type { Ids } from '../../src/core/base/ids.ts';

/** Ids that count, in the form of ULIDs: the same in every run of a test. */
export function countingIds(): Ids {
  let count = 0;
  const next = (): string => (++count).toString().padStart(26, '0');
  return { next, token: () => next().padStart(64, '0'), random: () => 0.5 };
}
