import { randomBytes, randomInt } from 'node:crypto';
import { monotonicFactory } from 'ulid';
import type { Ids } from '../core/base/ids.ts';

const PRECISION = 2 ** 47;

function random(): number {
  return randomInt(PRECISION) / PRECISION;
}

/** Identifiers from the machine's secure random source; ids of one process sort in the order they were made, even when the clock is set back. */
export function createNodeIds(): Ids {
  const next = monotonicFactory(random);
  return {
    next: () => next(),
    token: () => randomBytes(32).toString('hex'),
    random,
  };
}
