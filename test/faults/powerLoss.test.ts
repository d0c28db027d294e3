import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, test } from 'node:test';
import { BlobHash, RunId, TaskId } from '../../src/core/model/scalars.ts';
import { createBlobs } from '../../src/core/store/blobs.ts';
import { RunLogs } from '../../src/core/store/runLogs.ts';
import type { BlobFiles } from '../../src/core/store/storeParts.ts';
import { nodeClock } from '../../src/node/nodeClock.ts';
import { rounds, seededRandom } from './form.ts';
import type { MemoryDisk } from './memoryDisk.ts';
import { PowerLog } from './powerLoss.ts';
import { entry, openWorkload, readTop, storeOptions } from './workload.ts';

const folder = '/store';
const run = RunId.parse('01ARZ3NDEKTSV4RRFFQ69G5FAV');
const task = TaskId.parse('01ARZ3NDEKTSV4RRFFQ69G5FAW');
const limits = { bytes: 24 * 1024 };

describe('A power loss at any moment', () => {
  test('loses nothing that was acknowledged, in the journal, the run logs and the blobs', async () => {
    const seed = Date.now();
    const log = await recordWork(new PowerLog());
    const { failures, first } = await tryStates(log, rounds(300, 3000), seededRandom(seed));
    assert.equal(failures, 0, `seed ${seed}: ${first}`);
  });

  test('would lose something if nothing were synced: the control', async () => {
    const states = rounds(60, 300);
    const { failures } = await tryStates(await recordWork(new PowerLog(false)), states, seededRandom(Date.now()));
    assert.ok(failures > states * 0.8, `only ${failures} of ${states} states failed`);
  });
});

/** Six callers at a time, with checkpoints, a store that is closed and opened again, events and blobs. */
async function recordWork(log: PowerLog): Promise<PowerLog> {
  let n = 0;
  for (let session = 0; session < 3; session++) {
    const driver = await openWorkload(storeOptions({ files: log.disk, folder, limits }));
    const { logs, blobs } = openParts(log.disk);
    const commitNext = async (): Promise<void> => {
      const number = ++n;
      await driver.commit(entry(number));
      log.promise('entry', number);
    };
    for (let turn = 0; turn < 15; turn++) {
      const first = logs.append(run, task, [{ at: n, body: { type: 'status', message: `turn ${turn} ${'.'.repeat(300)}` } }]);
      await Promise.all([...Array.from({ length: 6 }, commitNext), turn % 3 === 0 ? logs.sync(run) : undefined]);
      if (turn % 3 === 0) log.promise('event', first);
      if (turn % 5 === 0) log.promise('blob', await blobs.put(new TextEncoder().encode(`blob ${session} ${turn} `.repeat(200))));
    }
    if (session < 2) {
      await logs.close();
      await driver.close();
    }
  }
  return log;
}

function openParts(files: MemoryDisk): { logs: RunLogs; blobs: BlobFiles } {
  const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
  return {
    logs: new RunLogs({ files, folder: `${folder}/runs`, clock: nodeClock, notify: () => undefined }),
    blobs: createBlobs({ files, folder: `${folder}/blobs`, sha256 }),
  };
}

async function tryStates(log: PowerLog, states: number, random: () => number): Promise<{ failures: number; first: string }> {
  let failures = 0;
  let first = '';
  for (let state = 0; state < states; state++) {
    const cut = 1 + Math.floor(random() * log.entries.length);
    try {
      await checkState(log, cut, random);
    } catch (error) {
      failures += 1;
      first ||= `state ${state}, cut ${cut} of ${log.entries.length}: ${error instanceof Error ? error.message : String(error)}`;
    }
  }
  return { failures, first };
}

async function checkState(log: PowerLog, cut: number, random: () => number): Promise<void> {
  const disk = log.diskAfterLoss(cut, random);
  const promised = log.promisedBefore(cut);
  const newest = (what: string): number => Math.max(0, ...promised.filter((made) => made.what === what).map(({ value }) => Number(value)));
  const driver = await openWorkload(storeOptions({ files: disk, folder, limits }));
  const top = readTop(driver);
  assert.ok(top >= newest('entry'), `entry ${newest('entry')} is lost, the store has ${top}`);
  const { logs, blobs } = openParts(disk);
  const next = logs.append(run, task, [{ at: 0, body: { type: 'status', message: 'after the loss' } }]);
  assert.ok(next > newest('event'), `event ${newest('event')} is lost, the log has ${next - 1}`);
  const events = await logs.read(run, 0, 1000);
  assert.deepEqual(
    events.slice(0, newest('event')).map(({ seq }) => seq),
    Array.from({ length: newest('event') }, (_, index) => index + 1),
  );
  for (const { what, value } of promised) if (what === 'blob') assert.ok(await blobs.read(BlobHash.parse(value)), 'a blob is lost');
  await logs.close();
  await driver.commit(entry(top + 1));
  await driver.close();
}
