import { execFileSync } from 'node:child_process';
import { migrate } from '../../../src/core/store/migrations.ts';
import { RowReader } from '../../../src/core/store/rows.ts';
import { createSqlTaskStore } from '../../../src/core/store/sqlTaskStore.ts';
import { findClaimable } from '../../../src/core/store/taskReads.ts';
import type { TaskStore } from '../../../src/core/store/taskStore.ts';
import { countingIds } from '../../support/countingIds.ts';
import { memoryBlobs, memoryRunLogs } from '../../support/memoryLogs.ts';
import { engineDriver } from './engineDriver.ts';
import { by, person } from '../../support/storeScenario.ts';
import { BenchPlace, fillBoard } from './bigBoard.ts';

/** One gate of the store: what was measured, and what it must not pass. Times are the best of many: neighbours only add. */
export interface Gate {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly limit: number;
}

/** Measures the store's queries at ten thousand cards. Takes about a minute. */
export async function benchStoreQueries(): Promise<Gate[]> {
  const place = new BenchPlace();
  try {
    return [await claimGate(), ...(await threadGates(place)), ...memoryGates(place)];
  } finally {
    place.remove();
  }
}

/** The look-up alone, in the thread that has the rows: the claim around it is a durable commit and has gates of its own. */
async function claimGate(): Promise<Gate> {
  const driver = await engineDriver();
  await migrate(driver, 'bench');
  const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const parts = {
    driver,
    logs: memoryRunLogs(),
    blobs: memoryBlobs(),
    ids: countingIds(),
    log: silent,
    storeId: 'bench',
    readOnly: undefined,
  };
  await fillBoard(createSqlTaskStore(parts));
  const reader = new RowReader(driver);
  const rounds = Array.from({ length: 50 }, () => time(() => repeat(100, () => findClaimable(reader, 'coder', 1000))) / 100);
  await driver.close();
  return { name: 'next claimable of 10,000 with 9,999 blocked', value: Math.min(...rounds), unit: 'ms', limit: 0.1 };
}

async function threadGates(place: BenchPlace): Promise<Gate[]> {
  const store = await place.open();
  await fillBoard(store);
  const boards: number[] = [];
  for (let round = 0; round < 15; round += 1) boards.push(await timeAsync(() => store.readBoard()));
  const stalls = [await longestStall(() => store.close())];
  for (let round = 0; round < 4; round += 1) {
    const again = await place.open();
    await again.createTask({ title: 'so that there is something to fold in' }, 'bench', by(person));
    stalls.push(await longestStall(() => again.close()));
  }
  return [
    { name: 'board of 10,000 from the thread', value: Math.min(...boards), unit: 'ms', limit: 40 },
    { name: 'stall of the host during a checkpoint', value: Math.min(...stalls), unit: 'ms', limit: 16 },
  ];
}

/** In processes of their own, over one with an empty store: runtime and compiler weigh the same in both. */
function memoryGates(place: BenchPlace): Gate[] {
  const empty = new BenchPlace();
  const [base, full] = [memoryOf(empty), memoryOf(place)];
  empty.remove();
  return [
    { name: 'memory for 10,000 cards, open', value: full.opened - base.opened, unit: 'MiB', limit: 75 },
    { name: 'memory for 10,000 cards, at the peak of a checkpoint', value: full.peak - base.opened, unit: 'MiB', limit: 255 },
  ];
}

function memoryOf(place: BenchPlace): { opened: number; peak: number } {
  const script = new URL('./storeMemory.ts', import.meta.url).pathname;
  const output = execFileSync(process.execPath, [script, place.workspace, place.dataFolder], { encoding: 'utf8' });
  const [opened = NaN, peak = NaN] = output.trim().split(' ').map(Number);
  return { opened, peak };
}

/** How long the event loop of this thread was busy at most while something went on. */
async function longestStall(work: () => ReturnType<TaskStore['close']>): Promise<number> {
  let last = performance.now();
  let longest = 0;
  const look = (): void => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
  };
  const timer = setInterval(look, 1);
  await work();
  look();
  clearInterval(timer);
  return longest;
}

function repeat(times: number, work: () => void): void {
  for (let count = 0; count < times; count += 1) work();
}

function time(work: () => void): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

async function timeAsync(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
