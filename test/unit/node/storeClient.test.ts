import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { StoreClient } from '../../../src/node/storeClient.ts';
import { storeWorkerFile } from '../../../src/node/storeWorkerData.ts';
import { createWorkerTaskStore } from '../../../src/node/workerTaskStore.ts';
import { LocalStoreFixture } from '../../support/localStore.ts';
import { by, person } from '../../support/storeScenario.ts';

async function startThread(fixture: LocalStoreFixture, storeId: string): Promise<{ worker: Worker; client: StoreClient }> {
  const worker = new Worker(storeWorkerFile, { workerData: fixture.threadData(storeId) });
  const client = new StoreClient(worker);
  await client.opened;
  return { worker, client };
}

test('a thread that dies in the midst of writing refuses what was under way and loses nothing confirmed', async (context) => {
  const fixture = await LocalStoreFixture.make(context);
  const first = await fixture.open();
  await first.close();
  const { worker, client } = await startThread(fixture, first.storeId);
  const store = createWorkerTaskStore(client, await client.opened);
  const writes = Array.from({ length: 60 }, (_, n) => store.createTask({ title: `card ${n}` }, 'test', by(person)));
  await writes[4];
  await worker.terminate();
  const settled = await Promise.allSettled(writes);
  const confirmed = settled.filter((one) => one.status === 'fulfilled').length;
  for (const one of settled) {
    if (one.status === 'rejected') assert.equal((one.reason as { code?: string }).code, 'unavailable');
  }
  await assert.rejects(store.listTasks({}), { code: 'unavailable' });
  // As if the process had ended too: otherwise the lock counts as alive until its heartbeat has been missing for a while.
  rmSync(join(fixture.folder, 'owner.lock'));
  const again = await fixture.open(false);
  const { items } = await again.listTasks({ limit: 1000 });
  assert.ok(items.length >= confirmed && confirmed >= 5, `${items.length} cards, ${confirmed} confirmed`);
  await again.close();
});

test('errors keep class and code across the border, and unknown requests are refused', async (context) => {
  const fixture = await LocalStoreFixture.make(context);
  const first = await fixture.open();
  await first.close();
  const { client } = await startThread(fixture, first.storeId);
  const bad: [string, unknown[], object][] = [
    ['createTask', [{ title: '' }, 'x', by(person)], { name: 'UserError', code: 'invalid', message: /needs a title[\s\S]*at title$/ }],
    ['createTask', [{ title: 'x', accepted: true }, 'x', by(person)], { code: 'invalid' }],
    ['createTask', [], { code: 'invalid' }],
    ['findTask', ['1; DROP TABLE tasks'], { code: 'invalid' }],
    ['constructor', [], { code: 'invalid' }],
    ['__proto__', [], { code: 'invalid' }],
  ];
  for (const [operation, args, error] of bad) await assert.rejects(client.call(operation as 'createTask', args), error);
  await client.close();
});
