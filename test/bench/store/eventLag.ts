import { RunId, TaskId } from '../../../src/core/model/scalars.ts';
import { RunLogs } from '../../../src/core/store/runLogs.ts';
import type { StoreFiles } from '../../../src/core/store/storeFiles.ts';
import { nodeClock } from '../../../src/node/nodeClock.ts';
import { nodeStoreFiles } from '../../../src/node/nodeStoreFiles.ts';
import { quantile } from '../quantile.ts';

const RUNS = 16;
const RATE = 10_000;
const task = TaskId.parse('01ARZ3NDEKTSV4RRFFQ69G5FAV');
const text = 'what a model says in one event '.repeat(14);

/** Milliseconds from an event to its being on disk, and the growth of this process, while 16 runs make 10,000 events a second. */
export async function measureEvents(
  folder: string,
  seconds: number,
): Promise<{ p50: number; p99: number; growthMb: number; rate: number }> {
  const lags: number[] = [];
  const waiting = new Map<RunId, number[]>();
  const logs = new RunLogs({ files: noticing((file) => settle(file)), folder, clock: nodeClock, notify: console.error });
  const runOf = new Map<number, RunId>();
  const runs = Array.from({ length: RUNS }, (_, index) => RunId.parse(`01ARZ3NDEKTSV4RRFFQ69G5F${String(index + 10)}`));

  /** All lines written before a sync began are durable when it ends. */
  function noticing(told: (file: number) => () => void): StoreFiles {
    return {
      ...nodeStoreFiles,
      open(path, how) {
        const file = nodeStoreFiles.open(path, how);
        const run = runs.find((id) => path.includes(id));
        if (run && how === 'append') runOf.set(file, run);
        return file;
      },
      async datasync(file) {
        const done = told(file);
        await nodeStoreFiles.datasync(file);
        done();
      },
    };
  }

  function settle(file: number): () => void {
    const run = runOf.get(file);
    const times = run ? (waiting.get(run) ?? []) : [];
    if (run) waiting.set(run, []);
    return () => times.forEach((at) => lags.push(performance.now() - at));
  }

  const before = process.memoryUsage().rss;
  const start = performance.now();
  for (let made = 0; made < RATE * seconds; ) {
    const wanted = Math.min(RATE * seconds, Math.floor(((performance.now() - start) / 1000) * RATE));
    for (; made < wanted; made++) {
      const run = runs[made % RUNS]!;
      logs.append(run, task, [{ at: made, body: { type: 'status', message: text } }]);
      const times = waiting.get(run) ?? [];
      times.push(performance.now());
      waiting.set(run, times);
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  const rate = (RATE * seconds) / ((performance.now() - start) / 1000);
  const growthMb = (process.memoryUsage().rss - before) / 1024 / 1024;
  await logs.close();
  return { p50: quantile(lags), p99: quantile(lags, 0.99), growthMb, rate };
}
