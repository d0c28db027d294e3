import { writeSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { StoreClient } from '../../src/node/storeClient.ts';
import { storeWorkerFile, StoreWorkerData } from '../../src/node/storeWorkerData.ts';
import { createWorkerTaskStore } from '../../src/node/workerTaskStore.ts';
import { addQueued, anOutcome, by, agent, claim } from '../support/storeScenario.ts';

// Child of sharedStore.test.ts: carries out a run at a store that another process owns. Records numbered events, few of them durably, and
// says the number in the log of each. Ends the run after so many, and says so.
const [told = '{}', count = '400'] = process.argv.slice(2);
const say = (line: string | number): void => void writeSync(1, `${line}\n`);

const data = StoreWorkerData.parse(JSON.parse(told));
const client = new StoreClient(new Worker(storeWorkerFile, { workerData: data }));
const store = createWorkerTaskStore(client, await client.opened);
const card = await addQueued(store, { title: 'run' });
const { key } = await claim(store, { task: card.id, leaseUntil: Date.now() + 60_000 });
say(`run ${key.run}`);
for (let n = 1; n <= Number(count); n += 2) {
  const events = [n, n + 1].map((number) => ({ at: 1000, body: { type: 'status' as const, message: String(number) } }));
  say(await store.appendRunEvents(key, events, n % 51 === 0));
  await new Promise((resolve) => setTimeout(resolve, 2));
}
await store.endRun(key, anOutcome(), by(agent));
say('ended');
await store.close();
