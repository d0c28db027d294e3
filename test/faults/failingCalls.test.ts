import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { RunId, TaskId } from '../../src/core/model/scalars.ts';
import { RunLogs } from '../../src/core/store/runLogs.ts';
import type { StoreFiles } from '../../src/core/store/storeFiles.ts';
import { nodeClock } from '../../src/node/nodeClock.ts';
import { failingFiles, smallDisk } from './faultyFiles.ts';
import { rounds, seededRandom } from './form.ts';
import { MemoryDisk } from './memoryDisk.ts';
import { entry, openWorkload, readEntries, readTop, storeOptions } from './workload.ts';

const folder = '/store';
const limits = { bytes: 3000 };
const run = RunId.parse('01ARZ3NDEKTSV4RRFFQ69G5FAV');
const task = TaskId.parse('01ARZ3NDEKTSV4RRFFQ69G5FAW');
/** Clearing away what nothing refers to any more may fail without a word. */
const QUIET: readonly (keyof StoreFiles)[] = ['remove'];

interface Outcome {
  readonly acknowledged: number[];
  readonly acknowledgedEvents: number;
  readonly complaints: string[];
}

describe('A disk on which the n-th call fails', () => {
  for (const manner of [
    { name: 'once', lasting: false, half: false },
    { name: 'once, with half a write done', lasting: false, half: true },
    { name: 'and all later ones', lasting: true, half: false },
  ]) {
    test(`loses nothing acknowledged and says so: ${manner.name}`, async () => {
      let tried = 0;
      for (let call = 1; ; call++) {
        const disk = await startedStore();
        const { files, count } = failingFiles(disk, { call, ...manner });
        const { acknowledged, acknowledgedEvents, complaints } = await work(files);
        if (count.failed === undefined) break;
        tried += 1;
        const where = `call ${call} (${count.failed})`;
        if (!QUIET.includes(count.failed)) assert.notDeepEqual(complaints, [], `${where} failed and nobody was told`);
        await holds(disk, { acknowledged, acknowledgedEvents, where });
      }
      assert.ok(tried > 60, `only ${tried} calls were made`);
    });
  }
});

describe('A full disk', () => {
  test('loses nothing acknowledged, and the store goes on once there is room and it was reopened', async () => {
    const random = seededRandom(Date.now());
    let journalFull = 0;
    for (let round = 0; round < rounds(60, 600); round++) {
      const disk = await startedStore();
      const { files, addRoom } = smallDisk(disk, 20_000 + Math.floor(random() * 400_000));
      const { acknowledged, failed } = await fill(files);
      if (failed) journalFull += 1;
      addRoom(1e9);
      await holds(disk, { acknowledged, acknowledgedEvents: 0, where: `round ${round}` });
    }
    assert.ok(journalFull > 0, 'no round filled the disk under the journal');
  });

  test('under a checkpoint only postpones it, and a person is told', async () => {
    const disk = await startedStore();
    const told: string[] = [];
    const { files, addRoom } = smallDisk(disk, 1e9);
    const driver = await openWorkload(storeOptions({ files, folder, limits: { bytes: 20_000 }, notify: (message) => told.push(message) }));
    const before = disk.listFolder(folder);
    await driver.commit(entry(4)); // fills the journal ahead, so that commits go on
    addRoom(-1e9);
    for (let n = 5; n <= 100 && told.length === 0; n++) await driver.commit(entry(n));
    assert.match(told[0] ?? '', /could not tidy up/);
    assert.equal(driver.failure, undefined);
    assert.deepEqual(disk.listFolder(folder), before, 'the old generation alone is there');
    addRoom(1e9);
    for (let n = 101; n <= 400; n++) await driver.commit(entry(n));
    assert.equal(told.length, 1);
    assert.notDeepEqual(disk.listFolder(folder), before, 'the next checkpoint went through');
    await driver.close();
  });
});

/** A store with three entries, closed. */
async function startedStore(): Promise<MemoryDisk> {
  const disk = new MemoryDisk();
  const driver = await openWorkload(storeOptions({ files: disk, folder }));
  for (let n = 1; n <= 3; n++) await driver.commit(entry(n));
  await driver.close();
  return disk;
}

/** Commits with checkpoints in between, and a run log; whatever fails is noted and the rest is still tried. */
async function work(files: StoreFiles): Promise<Outcome> {
  const complaints: string[] = [];
  const acknowledged: number[] = [];
  let acknowledgedEvents = 0;
  const noting = (error: unknown): void => void complaints.push(String(error));
  const notify = (message: string): void => void complaints.push(message);
  const driver = await openWorkload(storeOptions({ files, folder, limits, notify })).catch(noting);
  const logs = new RunLogs({ files, folder: `${folder}/runs`, clock: nodeClock, notify });
  for (let n = 4; driver && n <= 24; n += 4) {
    const numbers = [n, n + 1, n + 2, n + 3];
    await Promise.all(numbers.map((number) => driver.commit(entry(number)).then(() => acknowledged.push(number), noting)));
    try {
      const first = logs.append(run, task, [{ at: n, body: { type: 'status', message: `entry ${n}` } }]);
      await logs.sync(run);
      acknowledgedEvents = first;
    } catch (error) {
      noting(error);
    }
  }
  await logs.close().catch(noting);
  await driver?.close().catch(noting);
  return { acknowledged, acknowledgedEvents, complaints };
}

/** Reopens on a sound disk: all that was acknowledged is there, nothing is there by half, and the store goes on. */
async function holds(disk: MemoryDisk, expected: { acknowledged: number[]; acknowledgedEvents: number; where: string }): Promise<void> {
  const driver = await openWorkload(storeOptions({ files: disk, folder })).catch((error: unknown) => {
    throw new Error(`${expected.where}: ${String(error)}`, { cause: error });
  });
  const numbers = readEntries(driver);
  const lost = [1, 2, 3, ...expected.acknowledged].filter((n) => !numbers.includes(n));
  assert.deepEqual(lost, [], `${expected.where}: lost`);
  const logs = new RunLogs({ files: disk, folder: `${folder}/runs`, clock: nodeClock, notify: assert.fail });
  const events = await logs.read(run, 0, 100);
  assert.ok(events.length >= expected.acknowledgedEvents, `${expected.where}: ${events.length} events of ${expected.acknowledgedEvents}`);
  await driver.commit(entry(1000));
  await driver.close();
  const again = await openWorkload(storeOptions({ files: disk, folder }));
  assert.deepEqual(readEntries(again), [...numbers, 1000]);
  await again.close();
}

/** Commits until the disk is full; then nothing more may be taken. */
async function fill(files: StoreFiles): Promise<{ acknowledged: number[]; failed: boolean }> {
  const acknowledged: number[] = [];
  const driver = await openWorkload(storeOptions({ files, folder, limits: { bytes: 40_000 } })).catch(() => undefined);
  for (let n = 4; driver && !driver.failure && n < 2000; n += 8) {
    const numbers = Array.from({ length: 8 }, (_, index) => n + index);
    await Promise.allSettled(numbers.map((number) => driver.commit(entry(number)).then(() => acknowledged.push(number))));
  }
  const failed = driver?.failure !== undefined;
  if (driver && failed) {
    await assert.rejects(driver.commit(entry(5000)), { code: 'read-only' });
    assert.ok(readTop(driver) >= acknowledged.length, 'it can still be read');
  }
  await driver?.close();
  return { acknowledged, failed };
}
