import { writeSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { createNodeIds } from '../../src/node/nodeIds.ts';
import { nodeStoreFiles } from '../../src/node/nodeStoreFiles.ts';
import { OwnerLock } from '../../src/node/ownerLock.ts';
import { messageOf } from '../../src/core/base/errors.ts';
import { entry, openWorkload, storeOptions } from './workload.ts';

// Child of ownerLock.test.ts: waits for the lock, then commits entries from a number on until it is refused.
const folder = process.argv[2]!;
let n = Number(process.argv[3]);
const say = (line: string | number): void => void writeSync(1, `${line}\n`);

const lock = await waitForLock();
const limits = { bytes: 32 * 1024 };
const driver = await openWorkload(storeOptions({ files: nodeStoreFiles, folder, limits, lock }));
say('ready');
try {
  for (; ; n++) {
    await driver.commit(entry(n));
    say(n);
  }
} catch (error) {
  say(`refused: ${messageOf(error)}`);
}

async function waitForLock(): Promise<OwnerLock> {
  for (;;) {
    const { lock: got } = await OwnerLock.tryAcquire(folder, { token: createNodeIds().token() }, { beatMs: 100, staleMs: 500 });
    if (got) return got;
    await wait(20);
  }
}
