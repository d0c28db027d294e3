import { setTimeout as wait } from 'node:timers/promises';
import { openStore } from '../../src/node/openStore.ts';
import { findStorePlace } from '../../src/node/storePlace.ts';

/** A process that makes cards on a board which others have open, renames and comments on them in turns, and ends when the last change is confirmed. */
const [workspace = '', dataFolder = '', name = '', cards = '', rounds = ''] = process.argv.slice(2);
const store = await openStore(findStorePlace(workspace), { create: false, dataFolder, notify: () => undefined });
const numbers: number[] = [];
const context = (): { actor: { kind: 'person'; name: string }; at: number } => ({ actor: { kind: 'person', name }, at: Date.now() });
for (let card = 1; card <= Number(cards); card++)
  numbers.push((await store.createTask({ title: `${name} ${card}` }, 'test', context())).number);
for (let round = 1; round <= Number(rounds); round++) {
  for (const [at, number] of numbers.entries()) {
    if (round % 2 === 0) await store.addComment(number, `comment ${round}`, context());
    else await store.changeTask(number, { title: `${name} ${at + 1} in round ${round}` }, context());
    await wait(10); // so that all who change the board have their turns
  }
}
await store.close();
