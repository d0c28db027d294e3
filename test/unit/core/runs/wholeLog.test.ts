import assert from 'node:assert/strict';
import { test } from 'node:test';
import { undoRun } from '../../../../src/core/runs/undo.ts';
import { readWholeLog } from '../../../../src/core/runs/wholeLog.ts';
import { createMemoryTaskStore } from '../../../support/memoryTaskStore.ts';
import { memoryWorkArea } from '../../../support/memoryWorkArea.ts';
import { addQueued, agent, anOutcome, by, claim, commandEffect, toolEnd, toolStart } from '../../../support/storeScenario.ts';

test('a log of more events than the store answers at once is read to its end, also by undo', async () => {
  const store = await createMemoryTaskStore();
  await addQueued(store);
  const { key } = await claim(store);
  assert.deepEqual(await readWholeLog(store, key.run), []);
  const append = (count: number): Promise<number> =>
    store.appendRunEvents(
      key,
      Array.from({ length: count }, () => ({ at: 1, body: toolEnd('c') })),
      false,
    );
  await append(10_000);
  assert.equal((await readWholeLog(store, key.run)).length, 10_000);
  await append(10_003);
  await store.appendRunEvents(key, [{ at: 1, body: toolStart('last', [commandEffect]) }], true);
  const seqs = (await readWholeLog(store, key.run)).map(({ seq }) => seq);
  assert.deepEqual(
    seqs,
    Array.from({ length: 20_004 }, (_, index) => index + 1),
  );
  await store.endRun(key, anOutcome(), by(agent));
  assert.deepEqual((await undoRun(key.run, { store, workArea: memoryWorkArea() })).notUndone, ['make']);
});
