import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { test, type TestContext } from 'node:test';
import { nodeStoreFiles } from '../../src/node/nodeStoreFiles.ts';
import { tempFolder } from '../support/tempFolder.ts';
import { rounds } from './form.ts';
import { entry, openWorkload, readEntries, storeOptions } from './workload.ts';

test('A store on a small file system that fills up loses nothing acknowledged', { timeout: 300_000 }, async (context) => {
  const disk = await smallFileSystem(context);
  if (disk === undefined) return context.skip('this user may not mount a small file system');
  const ballast = `${disk}/ballast`;
  let failures = 0;
  for (let round = 0; round < rounds(4, 40); round++) {
    const folder = `${disk}/store`;
    rmSync(folder, { recursive: true, force: true });
    writeFileSync(ballast, new Uint8Array(600_000));
    // Now and then with checkpoints, so that they meet the full disk too.
    const limits = { bytes: round % 2 ? 64e6 : 150_000 + Math.random() * 300_000 };
    const driver = await openWorkload(storeOptions({ files: nodeStoreFiles, folder, limits }));
    const acknowledged: number[] = [];
    for (let n = 1; n < 20_000 && !driver.failure; n += 8) {
      const numbers = Array.from({ length: 8 }, (_, index) => n + index);
      await Promise.allSettled(numbers.map((number) => driver.commit(entry(number)).then(() => acknowledged.push(number))));
    }
    if (driver.failure) failures += 1;
    rmSync(ballast);
    if (driver.failure) await assert.rejects(driver.commit(entry(99_999)), { code: 'read-only' }, 'not even when there is room again');
    await driver.close();
    const again = await openWorkload(storeOptions({ files: nodeStoreFiles, folder }));
    const kept = new Set(readEntries(again));
    assert.deepEqual(acknowledged.filter((n) => !kept.has(n)), [], `round ${round}: acknowledged and lost`);
    await again.commit(entry(99_999));
    await again.close();
  }
  assert.ok(failures > 0, 'no round filled the disk');
});

/** Three MiB in memory, if the system lets us. */
async function smallFileSystem(context: TestContext): Promise<string | undefined> {
  const folder = await tempFolder(context);
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=3m', 'none', folder]).status !== 0) return undefined;
  context.after(() => void spawnSync('umount', ['-l', folder]));
  return folder;
}
