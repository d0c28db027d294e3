import { execFile } from 'node:child_process';
import { closeSync, cpSync, fdatasyncSync, fsyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as z from 'zod';
import type { Machine } from '../machine.ts';
import { again, processLimit } from '../patience.ts';
import { quantile } from '../quantile.ts';
import { atLeast, atMost, type Gate } from '../verdict.ts';
import { makeStore, mutation, openStore, timed } from './benchStore.ts';
import { measureSharing } from './sharing.ts';

const run = promisify(execFile);
const COMMITS = 600;
const ROUNDS = 3;

const EventFigures = z.object({ p99: z.number(), growthMb: z.number(), rate: z.number() });

/** Measures the gates of the journal beside their anchors, in one run. */
export async function storeBench(machine: Machine): Promise<Gate[]> {
  const root = mkdtempSync(join(tmpdir(), 'rota-bench-'));
  try {
    const commits = async (megabytes: number): Promise<Commits> => {
      machine.sample();
      const measured = await measureCommits(join(root, `${megabytes}`), megabytes);
      machine.sample();
      return measured;
    };
    const [small, middle, large] = [await commits(1), await commits(12), await commits(102)];
    const floor = quantile([small.floor, middle.floor, large.floor]);
    const gates: Gate[] = [
      atMost('durable commit p50 at 12 MB over a zero-filled sync', middle.p50 / middle.floor, 4, 'disk'),
      atMost('durable commit p50 at 12 MB, ms', middle.p50, 1, 'disk'),
      atMost('commit p50 at 102 MB over 1 MB', large.p50 / small.p50, 2, 'disk'),
      atLeast('64 callers over one after the other, tx/s', middle.together / middle.sequential, 3, 'disk'),
      ...(await measureOpening(join(root, '12'), middle.rows)),
      ...(await measureEventGates(machine, root)),
      ...(await measureSharingGates(machine)),
    ];
    console.log(`sync of 400 bytes into a zero-filled file: ${floor.toFixed(2)} ms; 64 callers: ${Math.round(middle.together)} tx/s`);
    return gates;
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

async function measureSharingGates(machine: Machine): Promise<Gate[]> {
  const { ratio, ownerMs, followerMs, takeoverMs, heardMs, idleFollower } = await again('the sharing of a store', () =>
    measureSharing(machine),
  );
  console.log(`a change by the owner of a store: ${ownerMs.toFixed(2)} ms; by a follower: ${followerMs.toFixed(2)} ms`);
  return [
    atMost('change by a follower over one by the owner, p50', ratio, 2, 'disk'),
    atMost('owner killed, next change confirmed elsewhere, ms', takeoverMs, 250, 'disk'),
    atMost('a change of one process heard in another, ms', heardMs, 250, 'disk'),
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

async function measureOpening(folder: string, rows: number): Promise<Gate[]> {
  const clean = await openingMs(folder);
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
    atMost('open 12 MB after a clean end, fresh process, ms', clean, 150, 'disk'),
    atMost('open 12 MB after a kill, 20,000 tx to replay, ms', await openingMs(killed), 700, 'disk'),
    atMost('checkpoint of 12 MB, ms', quantile(checkpoints), 100, 'disk'),
  ];
}

/** Median over copies, since opening changes a store. */
async function openingMs(folder: string): Promise<number> {
  const times: number[] = [];
  for (let turn = 0; turn < 5; turn++) times.push(parseFloat(await inFreshProcess('openTimer.ts', `${folder}-copy`, folder)));
  return quantile(times);
}

async function measureEventGates(machine: Machine, root: string): Promise<Gate[]> {
  machine.sample();
  const { p99, growthMb, rate } = EventFigures.parse(JSON.parse(await inFreshProcess('eventTimer.ts', join(root, 'runs'))));
  machine.sample();
  return [
    atMost(`event to disk p99 at ${Math.round(rate)} events/s, 16 runs, ms`, p99, 250, 'disk'),
    atMost('growth of the process meanwhile, MiB', growthMb, 32, 'disk'),
  ];
}

/** What a script says of a folder that is there only for it: empty, or a copy. */
function inFreshProcess(script: string, folder: string, original?: string): Promise<string> {
  return again(script, async () => {
    rmSync(folder, { recursive: true, force: true });
    if (original !== undefined) cpSync(original, folder, { recursive: true });
    const { stdout } = await run(process.execPath, [join(import.meta.dirname, script), folder], processLimit);
    rmSync(folder, { recursive: true, force: true });
    return stdout;
  });
}
