import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readFolderFacts } from '../../../src/node/folderFacts.ts';
import { openStore } from '../../../src/node/openStore.ts';
import { findStorePlace } from '../../../src/node/storePlace.ts';
import { LocalStoreFixture } from '../../support/localStore.ts';
import { whileReadOnly } from '../../support/readOnlyFolder.ts';
import { by, person } from '../../support/storeScenario.ts';

const impossible = 'This machine lets nobody make a folder read-only.';

describe('A folder that cannot be written', () => {
  it('gets no board, and the refusal says why', async (test) => {
    const fixture = await LocalStoreFixture.make(test);
    const done = await whileReadOnly(fixture.workspace, async () => {
      await assert.rejects(fixture.open(), {
        name: 'UserError',
        code: 'read-only',
        message: /No board can be made in .*local: the folder cannot be written \(E/,
      });
      assert.equal((await readFolderFacts(fixture.folder)).writable, false);
    });
    if (!done) test.skip(impossible);
  });

  it("gets one in the user's data folder, which can be changed", async (test) => {
    const { workspace, dataFolder } = await LocalStoreFixture.make(test);
    const done = await whileReadOnly(workspace, async () => {
      const store = await openStore(findStorePlace(workspace, { userData: dataFolder, location: 'user' }), {
        create: true,
        dataFolder,
        notify: () => undefined,
      });
      assert.equal((await store.createTask({ title: 'written' }, 'test', by(person))).number, 1);
      await store.close();
    });
    if (!done) test.skip(impossible);
  });

  it('shows the board that it has, and refuses changes', async (test) => {
    const fixture = await LocalStoreFixture.make(test);
    const before = await fixture.open();
    await before.createTask({ title: 'still to be read' }, 'test', by(person));
    await before.close();
    const done = await whileReadOnly(fixture.workspace, async () => {
      const store = await fixture.open(false);
      assert.equal((await store.findTask(1))?.title, 'still to be read');
      assert.match(store.readOnly ?? '', /cannot be written/);
      await assert.rejects(store.createTask({ title: 'one more' }, 'test', by(person)), { code: 'read-only' });
      await store.close();
    });
    if (!done) test.skip(impossible);
  });
});
