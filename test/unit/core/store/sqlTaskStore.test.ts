import assert from 'node:assert/strict';
import { createMemoryTaskStore } from '../../../support/memoryTaskStore.ts';
import { MemorySqlDriver } from '../../../support/memorySqlDriver.ts';
import { storeDigest } from '../../../support/storeDigest.ts';
import { testTaskStore } from '../../../support/taskStoreConformance.ts';

testTaskStore('in memory', async () => {
  const driver = await MemorySqlDriver.open();
  const store = await createMemoryTaskStore({ driver });
  return {
    store,
    async finish() {
      const replayed = await MemorySqlDriver.open();
      for (const statements of driver.committed) await replayed.commit(statements);
      assert.equal(storeDigest(replayed), storeDigest(driver));
      await Promise.all([store.close(), replayed.close()]);
    },
  };
});
