import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Machine } from '../machine.ts';
import { patience, within } from '../patience.ts';
import { quantile } from '../quantile.ts';
import { BenchPlace } from './bigBoard.ts';

/** What it costs that several processes share a store. */
export interface SharingFigures {
  /** The middle of changes by a follower over that of changes by the owner. */
  readonly ratio: number;
  readonly ownerMs: number;
  readonly followerMs: number;
  /** From the owner's death to the next confirmed change of another process. */
  readonly takeoverMs: number;
  /** From asking for a change in one process to hearing of it in another. */
  readonly heardMs: number;
  /** Processor time in a second, ms. */
  readonly idleFollower: number;
}

const turns = 5;
const changes = 100;
const deaths = 5;

/** A follower that uses less processor time than this in a second (ms) has settled down. */
const settled = 30;

/** Owner and follower in turns, each a process of its own. */
export async function measureSharing(machine: Machine): Promise<SharingFigures> {
  const place = new BenchPlace();
  const sharers: Sharer[] = [];
  const start = async (): Promise<Sharer> => {
    const sharer = await Sharer.start(place);
    sharers.push(sharer);
    return sharer;
  };
  try {
    let [owner, follower] = [await start(), await start()];
    const times: { owner: number; follower: number }[] = [];
    for (let turn = 0; turn < turns; turn++) {
      machine.sample();
      times.push({ owner: await owner.do('change', changes), follower: await follower.do('change', changes) });
    }
    const heard: number[] = [];
    for (let turn = 0; turn < 20; turn++) heard.push(turn % 2 ? await measureNews(owner, follower) : await measureNews(follower, owner));
    machine.sample();
    const idleFollower = await follower.do('idle', 5);
    const takeovers: number[] = [];
    for (let death = 0; death < deaths; death++) {
      machine.sample();
      takeovers.push(await measureTakeover(owner, follower));
      [owner, follower] = [follower, await start()];
      await untilSettled(follower); // as a window that stays
    }
    const [ownerMs, followerMs] = [quantile(times.map((time) => time.owner)), quantile(times.map((time) => time.follower))];
    return {
      ratio: quantile(times.map((time) => time.follower / time.owner)),
      ownerMs,
      followerMs,
      takeoverMs: quantile(takeovers),
      heardMs: quantile(heard),
      idleFollower,
    };
  } finally {
    for (const sharer of sharers) sharer.kill();
    place.remove();
  }
}

async function measureNews(from: Sharer, to: Sharer): Promise<number> {
  await to.do('listen', 1);
  const asked = await from.do('ask', 1);
  return (await to.do('heard', 1)) - asked;
}

async function untilSettled(sharer: Sharer): Promise<void> {
  for (const end = performance.now() + patience; ; ) {
    if ((await sharer.do('idle', 3)) < settled) return;
    if (performance.now() > end) throw new Error('a process that nobody asks for anything stays busy');
  }
}

async function measureTakeover(owner: Sharer, follower: Sharer): Promise<number> {
  const killed = Number(process.hrtime.bigint() / 1000n) / 1000;
  owner.kill();
  return (await follower.do('when', 1)) - killed;
}

class Sharer {
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess) {
    this.#child = child;
  }

  static async start({ workspace, dataFolder }: BenchPlace): Promise<Sharer> {
    const sharer = new Sharer(fork(new URL('./sharer.ts', import.meta.url), [workspace, dataFolder]));
    await sharer.#answer('start');
    return sharer;
  }

  async do(order: string, count: number): Promise<number> {
    const answer = this.#answer(order);
    this.#child.send([order, count]);
    return answer;
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }

  /** The next message. A process that ends gives none. */
  #answer(order: string): Promise<number> {
    const child = this.#child;
    const ended = (): Error => new Error(`a process of the bench ended and did not ${order}`);
    if (!child.connected) return Promise.reject(ended());
    const given = new AbortController();
    const { signal } = given;
    const answer = Promise.race([
      once(child, 'message', { signal }).then(([number]: unknown[]) => Number(number)),
      once(child, 'exit', { signal }).then(() => Promise.reject(ended())),
    ]);
    return within(`to ${order}`, answer).finally(() => given.abort());
  }
}
