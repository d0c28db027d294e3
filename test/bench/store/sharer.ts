import { openStore } from '../../../src/node/openStore.ts';
import { findStorePlace } from '../../../src/node/storePlace.ts';
import { by, person } from '../../support/storeScenario.ts';
import { quantile } from '../quantile.ts';
import { timed } from './benchStore.ts';

// Child of sharing.ts: one of two processes at a store. Does what it is told, and answers with one number.
const [workspace = '', dataFolder = ''] = process.argv.slice(2);
const store = await openStore(findStorePlace(workspace), { create: true, dataFolder, notify: console.error });
const card = await store.createTask({ title: 'changes often' }, 'bench', by(person));
let heard = Promise.resolve(Number.NaN);
let n = 0;
const change = (): Promise<unknown> => store.changeTask(card.id, { title: `changes often ${n++}` }, by(person));

/** Milliseconds on the clock that all processes share. */
const now = (): number => Number(process.hrtime.bigint() / 1000n) / 1000;

const orders: Record<string, (count: number) => Promise<number>> = {
  /** Milliseconds of a change, the middle of so many. */
  async change(count) {
    const times: number[] = [];
    for (let at = 0; at < count; at++) times.push(await timed(change));
    return quantile(times);
  },
  /** When one change was confirmed. */
  async when() {
    await change();
    return now();
  },
  /** When one change was asked for; it is confirmed later. */
  async ask() {
    void change();
    return now();
  },
  /** From now on: the other process changes its card only after this has been answered. */
  async listen() {
    heard = new Promise((resolve) => {
      const subscription = store.onDidChange(({ tasks }) => {
        if (tasks.length === 0 || tasks.includes(card.id)) return;
        subscription.dispose();
        resolve(now());
      });
    });
    return 0;
  },
  /** When the first change of the other process since then was heard of here. */
  heard: () => heard,
  /** Milliseconds of processor time in so many seconds in which nobody asks for anything. */
  async idle(seconds) {
    const before = process.cpuUsage();
    await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000 / seconds;
  },
};

process.on('message', ([order, count]: [string, number]) => void orders[order]!(count).then((answer) => process.send!(answer)));
process.send!(0);
