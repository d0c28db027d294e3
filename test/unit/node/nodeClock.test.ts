import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sleep } from '../../../src/core/base/clock.ts';
import { nodeClock } from '../../../src/node/nodeClock.ts';

test('a timer never fires before its time', async () => {
  for (let round = 0; round < 20; round++) {
    const start = nodeClock.monotonic();
    await sleep(nodeClock, 3, new AbortController().signal);
    assert.ok(nodeClock.monotonic() - start >= 3);
  }
});

test('a timer of a month does not fire at once', async () => {
  let fired = false;
  const timer = nodeClock.after(31 * 24 * 3600 * 1000, () => (fired = true));
  await sleep(nodeClock, 30, new AbortController().signal);
  timer.dispose();
  assert.equal(fired, false);
});

test('a disposed timer does not fire', async () => {
  let fired = false;
  nodeClock.after(1, () => (fired = true)).dispose();
  await sleep(nodeClock, 20, new AbortController().signal);
  assert.equal(fired, false);
});
