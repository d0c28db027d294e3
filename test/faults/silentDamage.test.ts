import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { UserError } from '../../src/core/base/errors.ts';
import { RunId, TaskId } from '../../src/core/model/scalars.ts';
import { createBlobs } from '../../src/core/store/blobs.ts';
import { scanJournal } from '../../src/core/store/journalFrame.ts';
import { openJournalReader } from '../../src/core/store/journalReader.ts';
import { RunLogs } from '../../src/core/store/runLogs.ts';
import { nodeClock } from '../../src/node/nodeClock.ts';
import { testSeal } from '../support/testSeal.ts';
import { rounds, seededRandom } from './form.ts';
import { MemoryDisk } from './memoryDisk.ts';
import { entry, openWorkload, readTop, storeOptions } from './workload.ts';

const folder = '/store';
const run = RunId.parse('01ARZ3NDEKTSV4RRFFQ69G5FAV');
const task = TaskId.parse('01ARZ3NDEKTSV4RRFFQ69G5FAW');
const entries = 40;
const events = 30;
const blobContent = new TextEncoder().encode('the bytes of a file '.repeat(100));

test('A store with a damaged spot anywhere in its files is right or refused, never wrong', async () => {
  const seed = Date.now();
  const random = seededRandom(seed);
  const { disk, blob } = await fullStore();
  const outcomes = { whole: 0, shorter: 0, refused: 0 };
  for (let round = 0; round < rounds(400, 4000); round++) {
    const damaged = disk.copy();
    const [path, file] = [...damaged.files][Math.floor(random() * damaged.files.size)]!;
    const newestRecord = path.endsWith('.tsj') ? scanJournal(file.bytes).frames.at(-2)!.end : Infinity;
    const { what, to } = damage(file.bytes, random);
    const where = `seed ${seed}, round ${round}: ${path} ${what}`;
    try {
      const driver = await openJournalReader({ files: damaged, folder, seal: testSeal() });
      const top = driver ? readTop(driver) : 0;
      // The newest record alone has no later one to bear witness that it was acknowledged.
      assert.ok(top === entries || to > newestRecord, `${where}: ${top} of ${entries}`);
      await readsRightOrNothing(damaged, blob, where);
      outcomes[top === entries ? 'whole' : 'shorter'] += 1;
    } catch (error) {
      if (!(error instanceof UserError) || error.code !== 'damaged') throw new Error(`${where}: ${String(error)}`, { cause: error });
      outcomes.refused += 1;
    }
  }
  assert.ok(outcomes.refused > 0 && outcomes.whole > 0, JSON.stringify(outcomes));
});

async function fullStore(): Promise<{ disk: MemoryDisk; blob: Awaited<ReturnType<ReturnType<typeof blobsOf>['put']>> }> {
  const disk = new MemoryDisk();
  const driver = await openWorkload(storeOptions({ files: disk, folder }));
  for (let n = 1; n <= entries; n++) {
    await driver.commit(entry(n));
    if (n === entries / 2) await driver.checkpoint();
  }
  const logs = new RunLogs({ files: disk, folder: `${folder}/runs`, clock: nodeClock, notify: assert.fail });
  const bodies = Array.from({ length: events }, (_, at) => ({ at, body: { type: 'status' as const, message: `event ${at + 1}` } }));
  logs.append(run, task, bodies);
  await logs.close();
  return { disk, blob: await blobsOf(disk).put(blobContent) };
}

function blobsOf(files: MemoryDisk): ReturnType<typeof createBlobs> {
  return createBlobs({ files, folder: `${folder}/blobs`, sha256: (bytes) => createHash('sha256').update(bytes).digest('hex') });
}

/** Flips a bit, fills a sector with noise, or clears it, within the used part. */
function damage(bytes: Uint8Array, random: () => number): { what: string; to: number } {
  const used = bytes.findLastIndex((byte) => byte !== 0) + 1;
  const at = Math.floor(random() * used);
  const manner = Math.floor(random() * 3);
  const to = manner === 0 ? at + 1 : Math.min(at + 512, used);
  if (manner === 0) bytes[at]! ^= 1 << Math.floor(random() * 8);
  else bytes.fill(manner === 1 ? Math.floor(random() * 256) : 0, at, to);
  return { what: `bytes ${at} to ${to} of ${used}, manner ${manner}`, to };
}

async function readsRightOrNothing(
  damaged: MemoryDisk,
  blob: Parameters<ReturnType<typeof blobsOf>['read']>[0],
  where: string,
): Promise<void> {
  const logs = new RunLogs({ files: damaged, folder: `${folder}/runs`, clock: nodeClock, notify: () => undefined });
  for (const { seq, body } of await logs.read(run, 0, 100)) assert.deepEqual(body, { type: 'status', message: `event ${seq}` }, where);
  const bytes = await blobsOf(damaged).read(blob);
  assert.deepEqual(bytes, blobContent, where);
}
