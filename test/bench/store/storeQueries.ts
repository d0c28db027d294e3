import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { migrate } from '../../../src/core/store/migrations.ts';
import { RowReader } from '../../../src/core/store/rows.ts';
import { createSqlTaskStore } from '../../../src/core/store/sqlTaskStore.ts';
import { listClaimable } from '../../../src/core/store/taskReads.ts';
import type { TaskStore } from '../../../src/core/store/taskStore.ts';
import { countingIds } from '../../support/countingIds.ts';
import { memoryBlobs, memoryRunLogs } from '../../support/memoryLogs.ts';
import type { Machine } from '../machine.ts';
import { again, processLimit } from '../patience.ts';
import { atMost, type Gate } from '../verdict.ts';
import { engineDriver } from './engineDriver.ts';
import { by, person } from '../../support/storeScenario.ts';
import { BenchPlace, fillBoard } from './bigBoard.ts';

const run = promisify(execFile);

/** Measures the store's queries at ten thousand cards. Takes about a minute. Times are the best of many: neighbours only add. */
export async function queriesBench(machine: Machine): Promise<Gate[]> {
  console.log('\nStore: queries over 10,000 cards');
  const place = new BenchPlace();
  try {
    return [await claimGate(machine), ...(await threadGates(machine, place)), ...(await memoryGates(place))];
  } finally {
    place.remove();
  }
}

/** The look-up alone, in the thread that has the rows: the claim around it is a durable commit and has gates of its own. */
async function claimGate(machine: Machine): Promise<Gate> {
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
  const rounds = Array.from({ length: 50 }, () => time(() => repeat(100, () => listClaimable(reader, 'coder', 1000))) / 100);
  await driver.close();
  machine.sample();
  return atMost('next claimable of 10,000 with 9,999 blocked, ms', Math.min(...rounds), 0.1);
}

async function threadGates(machine: Machine, place: BenchPlace): Promise<Gate[]> {
  const store = await place.open();
  await fillBoard(store);
  const boards: number[] = [];
  machine.sample();
  for (let round = 0; round < 15; round += 1) boards.push(await timeAsync(() => store.readBoard()));
  const stalls = [await longestStall(() => store.close())];
  for (let round = 0; round < 4; round += 1) {
    const again = await place.open();
    await again.createTask({ title: 'so that there is something to fold in' }, 'bench', by(person));
    stalls.push(await longestStall(() => again.close()));
  }
  machine.sample();
  return [
    atMost('board of 10,000 from the thread, ms', Math.min(...boards), 40),
    atMost('stall of the host during a checkpoint, ms', Math.min(...stalls), 16),
  ];
}

/** In processes of their own, over one with an empty store: runtime and compiler weigh the same in both. */
async function memoryGates(place: BenchPlace): Promise<Gate[]> {
  const empty = new BenchPlace();
  const [base, full] = [await memoryOf(empty), await memoryOf(place)];
  empty.remove();
  return [
    atMost('memory for 10,000 cards, open, MiB', full.opened - base.opened, 75),
    atMost('memory for 10,000 cards, at the peak of a checkpoint, MiB', full.peak - base.opened, 255),
  ];
}

async function memoryOf(place: BenchPlace): Promise<{ opened: number; peak: number }> {
  const script = fileURLToPath(new URL('./storeMemory.ts', import.meta.url));
  const { stdout } = await again('storeMemory.ts', () => run(process.execPath, [script, place.workspace, place.dataFolder], processLimit));
  const [opened = NaN, peak = NaN] = stdout.trim().split(' ').map(Number);
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
