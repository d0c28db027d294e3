import { openStore } from '../../src/node/openStore.ts';
import { findStorePlace } from '../../src/node/storePlace.ts';

/** A process that makes cards until it is killed, and says the number of each once the store has confirmed it. */
const [workspace = '', dataFolder = ''] = process.argv.slice(2);
const store = await openStore(findStorePlace(workspace), { create: true, dataFolder, notify: () => undefined });
for (let at = 1; ; at += 1) {
  const card = await store.createTask({ title: `card ${at}` }, 'test', { actor: { kind: 'person', name: 'writer' }, at });
  process.stdout.write(`${card.number}\n`);
}
