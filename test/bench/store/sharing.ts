import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { quantile } from './benchStore.ts';
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

/** Owner and follower in turns, each a process of its own. */
export async function measureSharing(): Promise<SharingFigures> {
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
    for (let turn = 0; turn < turns; turn++)
      times.push({ owner: await owner.do('change', changes), follower: await follower.do('change', changes) });
    const heard: number[] = [];
    for (let turn = 0; turn < 20; turn++) heard.push(turn % 2 ? await measureNews(owner, follower) : await measureNews(follower, owner));
    const idleFollower = await follower.do('idle', 5);
    const takeovers: number[] = [];
    for (let death = 0; death < deaths; death++) {
      takeovers.push(await measureTakeover(owner, follower));
      [owner, follower] = [follower, await start()];
      await follower.do('idle', 3); // as a window that stays
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
  const heard = to.do('hear', 1);
  return -(await from.do('ask', 1)) + (await heard);
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
    await once(sharer.#child, 'message');
    return sharer;
  }

  async do(order: string, count: number): Promise<number> {
    const answer = once(sharerOf(this.#child), 'message') as Promise<[number]>;
    this.#child.send([order, count]);
    return (await answer)[0];
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }
}

function sharerOf(child: ChildProcess): ChildProcess {
  if (!child.connected) throw new Error('a process of the benchmark has ended');
  return child;
}
