import { writeSync } from 'node:fs';
import { createNodeIds } from '../../src/node/nodeIds.ts';
import { nodeStoreFiles } from '../../src/node/nodeStoreFiles.ts';
import { OwnerLock } from '../../src/node/ownerLock.ts';
import { entry, openWorkload, readTop, storeOptions } from './workload.ts';

// Child of killedWriter.test.ts: eight callers commit numbered entries without end, and print each number once it is acknowledged.
const folder = process.argv[2]!;
const say = (line: string | number): void => void writeSync(1, `${line}\n`);

const { lock } = await OwnerLock.tryAcquire(folder, { token: createNodeIds().token() });
if (!lock) throw new Error('the lock of a killed owner must be free at once');
const limits = { bytes: 48 * 1024 };
const driver = await openWorkload(storeOptions({ files: nodeStoreFiles, folder, limits, lock }));
let n = readTop(driver);
say('ready');
for (;;) {
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      const number = ++n;
      await driver.commit(entry(number));
      say(number);
    }),
  );
}
