import { openStore } from '../../../src/node/openStore.ts';
import { findStorePlace } from '../../../src/node/storePlace.ts';
import { by, person } from '../../support/storeScenario.ts';

/** Opens a big store, changes it, closes it with a checkpoint, and prints the memory of the process when open and at its peak, in MiB. */
const [workspace = '', dataFolder = ''] = process.argv.slice(2);
const store = await openStore(findStorePlace(workspace), { create: true, dataFolder, notify: () => undefined });
await store.countTasks();
const opened = process.memoryUsage().rss;
for (let n = 0; n < 100; n += 1) await store.createTask({ title: `one more ${n}` }, 'bench', by(person));
await store.readBoard();
await store.close();
process.stdout.write(`${Math.round(opened / 2 ** 20)} ${Math.round(process.resourceUsage().maxRSS / 1024)}\n`);
