import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { nodeStoreFiles } from '../../src/node/nodeStoreFiles.ts';
import { tempFolder } from '../support/tempFolder.ts';
import { rounds } from './form.ts';
import { entry, openWorkload, readEntries, storeOptions } from './workload.ts';

test('A store on a small file system that fills up loses nothing acknowledged', { timeout: 300_000 }, async (context) => {
  const disk = await tempFolder(context);
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=3m', 'none', disk]).status === 0;
  if (!mounted) return context.skip('this user may not mount a small file system');
  try {
    let failures = 0;
    for (let round = 0; round < rounds(4, 40); round++) {
      // In every second round with checkpoints, so that they meet the full disk too.
      const checkpoints = round % 2 ? 64e6 : 150_000 + Math.random() * 300_000;
      if (await fillAndReopen(disk, checkpoints)) failures += 1;
    }
    assert.ok(failures > 0, 'no round filled the disk');
  } finally {
    spawnSync('umount', ['-l', disk]);
  }
});

/** Answers whether the disk became too full for the journal. */
async function fillAndReopen(disk: string, checkpointBytes: number): Promise<boolean> {
  const folder = `${disk}/store`;
  const ballast = `${disk}/ballast`;
  const options = storeOptions({ files: nodeStoreFiles, folder, limits: { bytes: checkpointBytes } });
  rmSync(folder, { recursive: true, force: true });
  writeFileSync(ballast, new Uint8Array(1_900_000));
  const driver = await openWorkload(options);
  const acknowledged: number[] = [];
  for (let n = 1; n < 20_000 && !driver.failure; n += 8) {
    const numbers = Array.from({ length: 8 }, (_, index) => n + index);
    await Promise.allSettled(numbers.map((number) => driver.commit(entry(number)).then(() => acknowledged.push(number))));
  }
  const failed = driver.failure !== undefined;
  rmSync(ballast);
  if (failed) await assert.rejects(driver.commit(entry(99_999)), { code: 'read-only' }, 'not even when there is room again');
  await driver.close();
  const again = await openWorkload(options);
  const kept = new Set(readEntries(again));
  assert.deepEqual(
    acknowledged.filter((n) => !kept.has(n)),
    [],
    'acknowledged and lost',
  );
  await again.commit(entry(99_999));
  await again.close();
  return failed;
}
