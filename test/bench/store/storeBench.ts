import { spawnSync } from 'node:child_process';
import { closeSync, cpSync, fdatasyncSync, fsyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { makeStore, mutation, openStore, quantile, timed } from './benchStore.ts';
import { measureSharing } from './sharing.ts';

const COMMITS = 600;
const ROUNDS = 3;

const EventFigures = z.object({ p99: z.number(), growthMb: z.number(), rate: z.number() });

interface Row {
  readonly what: string;
  readonly measured: string;
  readonly gate: string;
  readonly passed: boolean;
}

/** Measures the gates of the journal beside their anchors, in one run, and prints them. Answers whether all hold. */
export async function storeBench(): Promise<boolean> {
  const root = mkdtempSync(join(tmpdir(), 'rota-bench-'));
  try {
    const small = await measureCommits(join(root, '1'), 1);
    const middle = await measureCommits(join(root, '12'), 12);
    const large = await measureCommits(join(root, '102'), 102);
    const floor = quantile([small.floor, middle.floor, large.floor]);
    const rows: Row[] = [
      atMost('durable commit p50 at 12 MB over a zero-filled sync', middle.p50 / middle.floor, 3),
      atMost('durable commit p50 at 12 MB, ms', middle.p50, 1),
      atMost('commit p50 at 102 MB over 1 MB', large.p50 / small.p50, 2),
      atLeast('64 callers over one after the other, tx/s', middle.together / middle.sequential, 3),
      ...(await measureOpening(join(root, '12'), middle.rows)),
      ...measureEventGates(join(root, 'runs')),
      ...(await measureSharingGates()),
    ];
    console.log(`sync of 400 bytes into a zero-filled file: ${round(floor)} ms; 64 callers: ${Math.round(middle.together)} tx/s\n`);
    for (const { what, measured, gate, passed } of rows)
      console.log(`${passed ? 'ok  ' : 'MISS'} ${what.padEnd(54)} ${measured.padStart(8)}  ${gate}`);
    return rows.every(({ passed }) => passed);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

async function measureSharingGates(): Promise<Row[]> {
  const { ratio, ownerMs, followerMs, takeoverMs, heardMs, idleFollower } = await measureSharing();
  console.log(`a change by the owner of a store: ${round(ownerMs)} ms; by a follower: ${round(followerMs)} ms`);
  return [
    atMost('change by a follower over one by the owner, p50', ratio, 2),
    atMost('owner killed, next change confirmed elsewhere, ms', takeoverMs, 250),
    atMost('a change of one process heard in another, ms', heardMs, 250),
    atMost('processor time of an idle follower, ms in a second', idleFollower, 10),
  ];
}

interface Commits {
  readonly rows: number;
  readonly floor: number;
  readonly p50: number;
  readonly sequential: number;
  readonly together: number;
}

/** The floor and the store in turns, so that what else the machine does meets both. */
async function measureCommits(folder: string, megabytes: number): Promise<Commits> {
  const rows = await makeStore(folder, megabytes);
  const driver = await openStore(folder);
  const floors: number[] = [];
  const alone: number[] = [];
  const together: number[] = [];
  let n = 0;
  for (let turn = 0; turn < ROUNDS; turn++) {
    floors.push(...syncFloor(folder, COMMITS / ROUNDS));
    for (let count = 0; count < COMMITS / ROUNDS; count++) alone.push(await timed(() => driver.commit(mutation(n++, rows))));
    const callers = Array.from({ length: 64 }, () => async (): Promise<void> => {
      for (let count = 0; count < 20; count++) await driver.commit(mutation(n++, rows));
    });
    together.push((64 * 20 * 1000) / (await timed(() => Promise.all(callers.map((caller) => caller())))));
  }
  await driver.close();
  const sequential = (alone.length * 1000) / alone.reduce((sum, ms) => sum + ms, 0);
  return { rows, floor: quantile(floors), p50: quantile(alone), sequential, together: quantile(together) };
}

/** Milliseconds to write and sync 400 bytes in a file that was zero-filled ahead. */
function syncFloor(folder: string, count: number): number[] {
  const file = openSync(join(folder, 'floor.tmp'), 'w');
  writeSync(file, new Uint8Array(1 << 20));
  fsyncSync(file);
  const bytes = new Uint8Array(400).fill(65);
  const times = Array.from({ length: count }, (_, index) => {
    const start = performance.now();
    writeSync(file, bytes, 0, bytes.length, index * 400);
    fdatasyncSync(file);
    return performance.now() - start;
  });
  closeSync(file);
  return times;
}

async function measureOpening(folder: string, rows: number): Promise<Row[]> {
  const clean = openingMs(folder);
  const checkpoints: number[] = [];
  const driver = await openStore(folder);
  for (let turn = 0; turn < 5; turn++) {
    await driver.commit(mutation(turn, rows));
    checkpoints.push(await timed(() => driver.checkpoint()));
  }
  for (let n = 0; n < 20_000; n += 500)
    await Promise.all(Array.from({ length: 500 }, (_, index) => driver.commit(mutation(n + index, rows))));
  const killed = `${folder}-killed`;
  cpSync(folder, killed, { recursive: true }); // as a kill leaves it: everything is in the journal
  await driver.close();
  return [
    atMost('open 12 MB after a clean end, fresh process, ms', clean, 150),
    atMost('open 12 MB after a kill, 20,000 tx to replay, ms', openingMs(killed), 600),
    atMost('checkpoint of 12 MB, ms', quantile(checkpoints), 100),
  ];
}

/** Median over copies, since opening changes a store. */
function openingMs(folder: string): number {
  const times = Array.from({ length: 5 }, (_, index) => {
    const copy = `${folder}-copy${index}`;
    cpSync(folder, copy, { recursive: true });
    const ms = parseFloat(inFreshProcess('openTimer.ts', copy));
    rmSync(copy, { recursive: true });
    return ms;
  });
  return quantile(times);
}

function measureEventGates(folder: string): Row[] {
  const { p99, growthMb, rate } = EventFigures.parse(JSON.parse(inFreshProcess('eventTimer.ts', folder)));
  return [
    atMost(`event to disk p99 at ${Math.round(rate)} events/s, 16 runs, ms`, p99, 250),
    atMost('growth of the process meanwhile, MiB', growthMb, 32),
  ];
}

function inFreshProcess(script: string, folder: string): string {
  const { stdout, stderr, status } = spawnSync(process.execPath, [join(import.meta.dirname, script), folder], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return stdout;
}

function atMost(what: string, value: number, limit: number): Row {
  return { what, measured: round(value), gate: `at most ${limit}`, passed: value <= limit };
}

function atLeast(what: string, value: number, limit: number): Row {
  return { what, measured: round(value), gate: `at least ${limit}`, passed: value >= limit };
}

function round(value: number): string {
  return value.toFixed(value < 10 ? 2 : 0);
}
