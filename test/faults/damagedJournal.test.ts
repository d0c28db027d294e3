import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { UserError } from '../../src/core/base/errors.ts';
import { journalName } from '../../src/core/store/generation.ts';
import { encodeFrame, scanJournal } from '../../src/core/store/journalFrame.ts';
import { testSeal } from '../support/testSeal.ts';
import { rounds, seededRandom } from './form.ts';
import { MemoryDisk, resized } from './memoryDisk.ts';
import { entry, openWorkload, readTop, storeOptions } from './workload.ts';

const folder = '/store';
const path = `${folder}/${journalName(0)}`;
const entries = 60;
const random = seededRandom(Date.now());
const below = (limit: number): number => Math.floor(random() * limit);

/** A store whose owner was killed: 60 entries, one acknowledged after the other, all in the journal. */
const { disk, journal, headEnd, ends } = await writeStore();
const end = ends.at(-1)!;

describe('A journal that lost its end', () => {
  test('keeps every whole transaction, wherever its last three records are cut', async () => {
    const first = ends.at(-4)!;
    const step = rounds(3, 1);
    for (let length = first; length <= end; length += step) await keeps(journal.subarray(0, length), wholeWithin(length));
  });

  test('keeps every whole transaction, wherever it is cut', async () => {
    await times(rounds(100, 1000), async () => {
      const length = ends[0]! + below(end - ends[0]!);
      await keeps(journal.subarray(0, length), wholeWithin(length));
    });
  });

  test('goes on after a tail of zeros or noise', async () => {
    await times(rounds(100, 1000), async () => {
      const tail = new Uint8Array(1 + below(400));
      await keeps(append(tail), entries);
      await keeps(append(tail.map(() => below(256))), entries);
    });
    await keeps(append(journal.subarray(ends.at(-2), end)), entries); // the last record twice
  });

  test('drops a last record with a flipped bit', async () => {
    await times(rounds(100, 1000), () => keeps(flipped(ends.at(-2)!, end), entries - 1));
  });
});

describe('A journal that lost what was acknowledged', () => {
  test('is refused when any bit of an acknowledged record flips', async () => {
    await times(rounds(200, 2000), async () => {
      const record = below(entries - 5);
      await refuses(flipped(ends[record]!, ends[record + 1]!));
    });
  });

  test('is refused when a sector before acknowledged records is lost', async () => {
    await times(rounds(100, 1000), async () => {
      const lost = journal.slice(0, end);
      const at = ends[below(entries - 5)]!;
      lost.fill(0, at, Math.min(at + 512, ends.at(-3)!));
      await refuses(lost);
    });
  });

  test('is refused when its first record does not hold', async () => {
    await refuses(flipped(0, headEnd));
    await refuses(journal.subarray(0, headEnd - 1));
    await refuses(new Uint8Array());
  });

  test('is refused when a whole record cannot be repeated', async () => {
    for (const body of ['[["INSERT INTO nowhere VALUES(?)",[1]]]', '[[3,[1]]]', '[["DELETE FROM entries"]]', '{}', 'no json']) {
      const chain = testSeal().begin();
      chain.add(journal.subarray(0, end));
      await refuses(append(encodeFrame(chain, { seq: entries + 2, acked: entries + 1, body: new TextEncoder().encode(body) })));
    }
  });

  test('is refused when the snapshot that it continues is gone or changed', async () => {
    const { snapshot } = (await folded()).names;
    await refuses(undefined, (files) => files.remove(snapshot), snapshot);
    await refuses(undefined, (files) => files.place(snapshot, files.read(snapshot).subarray(1)), snapshot);
    await refuses(undefined, (files) => (files.files.get(snapshot)!.bytes[5000]! ^= 4), snapshot);
  });

  test('is missed when it is gone: the store does not start empty', async () => {
    const { journal: newest } = (await folded()).names;
    await refuses(undefined, (files) => files.remove(newest), newest);
  });
});

async function writeStore(): Promise<{ disk: MemoryDisk; journal: Uint8Array; headEnd: number; ends: number[] }> {
  const made = new MemoryDisk();
  const driver = await openWorkload(storeOptions({ files: made, folder }));
  for (let n = 1; n <= entries; n++) await driver.commit(entry(n));
  const bytes = made.read(path);
  const { head, frames } = scanJournal(bytes);
  return { disk: made, journal: bytes, headEnd: head!.end, ends: frames.map((frame) => frame.end) };
}

/** Opens, expects entries 1 to `count`, and that the store goes on from there. */
async function keeps(bytes: Uint8Array, count: number): Promise<void> {
  const damaged = disk.copy();
  damaged.place(path, bytes);
  const driver = await openWorkload(storeOptions({ files: damaged, folder }));
  assert.equal(readTop(driver), count);
  await driver.commit(entry(count + 1));
  await driver.close();
  const again = await openWorkload(storeOptions({ files: damaged, folder }));
  assert.equal(readTop(again), count + 1);
  await again.close();
}

/** A store that was closed: everything is in its snapshot. */
async function folded(): Promise<{ disk: MemoryDisk; names: { journal: string; snapshot: string } }> {
  const closed = disk.copy();
  await (await openWorkload(storeOptions({ files: closed, folder }))).close();
  const [journalFile, snapshotFile] = ['.tsj', '.db'].map((end) => closed.listFolder(folder).find((name) => name.endsWith(end)));
  return { disk: closed, names: { journal: `${folder}/${journalFile}`, snapshot: `${folder}/${snapshotFile}` } };
}

/** Expects an error that names the damaged file, and that nothing on the disk changed. */
async function refuses(bytes: Uint8Array | undefined, damage?: (files: MemoryDisk) => unknown, name = path): Promise<void> {
  const damaged = damage ? (await folded()).disk : disk.copy();
  if (bytes) damaged.place(path, bytes);
  damage?.(damaged);
  const before = [...damaged.files].map(([file, { bytes: content }]) => [file, content.slice()]);
  await assert.rejects(openWorkload(storeOptions({ files: damaged, folder })), (error: unknown) => {
    assert.ok(error instanceof UserError && error.code === 'damaged' && error.message.includes(name), String(error));
    return true;
  });
  assert.deepEqual(
    [...damaged.files].map(([file, { bytes: content }]) => [file, content]),
    before,
  );
}

/** Entries wholly inside the first bytes. The first record made the tables. */
function wholeWithin(length: number): number {
  return ends.filter((recordEnd) => recordEnd <= length).length - 1;
}

function append(tail: Uint8Array): Uint8Array {
  const longer = resized(journal.subarray(0, end), end + tail.length);
  longer.set(tail, end);
  return longer;
}

function flipped(from: number, to: number): Uint8Array {
  const bytes = journal.slice(0, end);
  const at = from + below(to - from);
  bytes[at]! ^= 1 << below(8);
  return bytes;
}

async function times(count: number, action: () => Promise<void>): Promise<void> {
  for (let round = 0; round < count; round++) await action();
}
