import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LogElsewhere } from '../../../../src/vscode/run/logElsewhere.ts';
import { createMemoryTaskStore } from '../../../support/memoryTaskStore.ts';
import { addQueued, claim } from '../../../support/storeScenario.ts';

test('what a run of another process records is delivered once, from where the page is, and nothing after it is let go', async (context) => {
  context.mock.timers.enable({ apis: ['setInterval'] });
  const store = await createMemoryTaskStore();
  await addQueued(store);
  const { key } = await claim(store);
  const record = (message: string): Promise<number> => store.appendRunEvents(key, [{ at: 1000, body: { type: 'status', message } }], false);
  const seen: number[] = [];
  const look = async (): Promise<void> => {
    context.mock.timers.tick(300);
    await new Promise((resolve) => setImmediate(resolve));
  };
  await record('known');
  const log = new LogElsewhere(
    store,
    { run: key.run, seq: 1 },
    (events) => seen.push(...events.map(({ seq }) => seq)),
    (error) => assert.ifError(error),
  );
  await record('two');
  await record('three');
  await look();
  await look();
  await record('four');
  await look();
  assert.deepEqual(seen, [2, 3, 4]);
  log.dispose();
  await record('five');
  await look();
  assert.deepEqual(seen, [2, 3, 4]);
});
