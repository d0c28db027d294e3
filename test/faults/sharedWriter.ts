import { writeSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { messageOf } from '../../src/core/base/errors.ts';
import { StoreClient } from '../../src/node/storeClient.ts';
import { storeWorkerFile, StoreWorkerData } from '../../src/node/storeWorkerData.ts';
import { createWorkerTaskStore } from '../../src/node/workerTaskStore.ts';
import { by, person } from '../support/storeScenario.ts';

// Child of sharedStore.test.ts: one of several processes at a store. Makes cards titled by numbers, some at once, and says each number
// when its card is confirmed. At the end it says how many cards it sees, and of how many it has heard or knew at first, until it is killed.
const [told = '{}', first = '1', count = '1000', beat = '1000', stale = '10000', together = '4'] = process.argv.slice(2);
const say = (line: string | number): void => void writeSync(1, `${line}\n`);

const data = StoreWorkerData.parse({ ...JSON.parse(told), times: { beatMs: Number(beat), staleMs: Number(stale) } });
const client = new StoreClient(new Worker(storeWorkerFile, { workerData: data }));
const store = createWorkerTaskStore(client, await client.opened);
const heard = new Set<string>();
store.onDidChange(({ tasks, news }) => {
  for (const id of tasks) heard.add(id);
  if (news !== undefined) say(news);
});
for (const { id } of (await store.readBoard()).cards) heard.add(id);
say('ready');

let next = Number(first);
const end = next + Number(count);
await Promise.all(Array.from({ length: Number(together) }, work));
say('done');
for (;;) {
  await new Promise((resolve) => setTimeout(resolve, 200));
  const counts = await store.countTasks();
  say(`sees ${Object.values(counts).reduce((sum, count) => sum + count, 0)} heard ${heard.size}`);
}

async function work(): Promise<void> {
  while (next < end) {
    const number = next++;
    try {
      await store.createTask({ title: String(number) }, 'test', by(person));
      say(number);
    } catch (error) {
      say(`refused: ${messageOf(error)}`);
    }
  }
}
