import assert from 'node:assert/strict';
import { LocalStoreFixture } from '../../../support/localStore.ts';
import { dumpStore } from '../../../support/storeDump.ts';
import { testTaskStore } from '../../../support/taskStoreConformance.ts';

testTaskStore('on disk, of another owner, over a socket', async (cleanup) => {
  const fixture = await LocalStoreFixture.make(cleanup);
  const owner = await fixture.openPacked();
  const store = await fixture.openPacked();
  return {
    store,
    async finish() {
      const before = await dumpStore(store);
      assert.deepEqual(await dumpStore(owner), before);
      await store.close();
      await owner.close();
      const again = await fixture.openInThisThread(store.storeId);
      assert.deepEqual(await dumpStore(again), before);
      await again.close();
      assert.deepEqual(fixture.notices, []);
    },
  };
});
