import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TaskId } from '../../../src/core/model/scalars.ts';
import { createNodeIds } from '../../../src/node/nodeIds.ts';

test('ids are ULIDs that sort in the order they were made and never repeat', () => {
  const ids = createNodeIds();
  const made = Array.from({ length: 2000 }, () => ids.next());
  assert.deepEqual([...made].sort(), made);
  assert.equal(new Set(made).size, made.length);
  assert.ok(TaskId.safeParse(made[0]).success);
});

test('ids keep their order when the clock is set back', (t) => {
  t.mock.timers.enable({ apis: ['Date'], now: 1_800_000_000_000 });
  const ids = createNodeIds();
  const before = ids.next();
  t.mock.timers.setTime(1_700_000_000_000);
  assert.ok(ids.next() > before);
});

test('a token is 256 bits as hex and chance lies in [0, 1)', () => {
  const ids = createNodeIds();
  assert.match(ids.token(), /^[0-9a-f]{64}$/);
  assert.notEqual(ids.token(), ids.token());
  for (let round = 0; round < 1000; round++) {
    const value = ids.random();
    assert.ok(value >= 0 && value < 1);
  }
});
