import type { StoreSeal } from '../../src/core/store/storeSeal.ts';
import { createStoreSeal } from '../../src/node/storeSeal.ts';

/** The seal of a store of tests; another digit is another store. */
export function testSeal(digit = 'a'): StoreSeal {
  return createStoreSeal({ storeId: digit.repeat(64), key: digit.repeat(64), mayBeUnsealed: false });
}
