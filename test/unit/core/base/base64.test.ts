import assert from 'node:assert/strict';
import { test } from 'node:test';
import { base64Of } from '../../../../src/core/base/base64.ts';

test('bytes of any length and value become base64', () => {
  for (const length of [0, 1, 2, 3, 0x8000, 0x8001, 200_000]) {
    const bytes = Uint8Array.from({ length }, (_, index) => (index * 31) % 256);
    assert.equal(base64Of(bytes), Buffer.from(bytes).toString('base64'));
  }
});
