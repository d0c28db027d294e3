import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { moveStore } from '../../../src/node/moveStore.ts';
import { openStore } from '../../../src/node/openStore.ts';
import { findStorePlace, otherPlaceOf, storePlaceAt, type StorePlace } from '../../../src/node/storePlace.ts';
import { LocalStoreFixture } from '../../support/localStore.ts';
import { whileReadOnly } from '../../support/readOnlyFolder.ts';
import { by, person } from '../../support/storeScenario.ts';

/** A board with one card, closed, and its two places. */
async function boardWithCard(
  test: TestContext,
): Promise<{ fixture: LocalStoreFixture; find: () => StorePlace; other: () => StorePlace; storeId: string }> {
  const fixture = await LocalStoreFixture.make(test);
  const store = await fixture.open();
  await store.createTask({ title: 'on the way' }, 'test', by(person));
  await store.close();
  const find = (): StorePlace => findStorePlace(fixture.workspace, { userData: fixture.dataFolder, location: 'workspace' });
  return { fixture, find, other: () => otherPlaceOf(find(), fixture.dataFolder), storeId: store.storeId };
}

describe('A board that is moved', () => {
  it('is the same board at its new place, there and back, and leaves nothing behind', async (test) => {
    const { fixture, find, other, storeId } = await boardWithCard(test);
    mkdirSync(join(fixture.folder, 'trash/old'), { recursive: true });
    writeFileSync(join(fixture.folder, 'trash/old/a.txt'), 'kept');
    await moveStore(find(), other(), fixture.dataFolder);
    assert.deepEqual([find().location, readdirSync(join(fixture.workspace, '.rota'))], ['user', ['.gitignore']]);
    const away = await openStore(find(), { create: false, dataFolder: fixture.dataFolder, notify: () => undefined });
    assert.deepEqual(
      [(await away.findTask(1))?.title, away.storeId, existsSync(join(find().folder, 'trash/old/a.txt'))],
      ['on the way', storeId, true],
    );
    await away.close();
    await moveStore(find(), other(), fixture.dataFolder);
    assert.deepEqual([find().location, readdirSync(join(fixture.dataFolder, 'boards'))], ['workspace', []]);
    const back = await fixture.open(false);
    assert.deepEqual([(await back.findTask(1))?.title, back.storeId], ['on the way', storeId]);
    await back.close();
  });

  it('stays where it is while somebody has it open', async (test) => {
    const { fixture, find, other } = await boardWithCard(test);
    const store = await fixture.open(false);
    await assert.rejects(moveStore(find(), other(), fixture.dataFolder), {
      code: 'unavailable',
      message: /another window or command has it open/,
    });
    assert.equal((await store.createTask({ title: 'still here' }, 'test', by(person))).number, 2);
    await store.close();
    assert.deepEqual([find().location, existsSync(join(fixture.dataFolder, 'boards'))], ['workspace', false]);
  });

  it('stays where it is when there is one at the other place', async (test) => {
    const { fixture } = await boardWithCard(test);
    const from = storePlaceAt(fixture.workspace);
    mkdirSync(otherPlaceOf(from, fixture.dataFolder).folder, { recursive: true });
    await assert.rejects(moveStore(from, otherPlaceOf(from, fixture.dataFolder), fixture.dataFolder), {
      code: 'refused',
      message: /There is a board in .*already/,
    });
    assert.equal(existsSync(join(from.folder, 'store.json')), true);
  });

  it('stays where it is when its folder or the other one cannot be written', async (test) => {
    const { fixture, find, other } = await boardWithCard(test);
    mkdirSync(join(fixture.dataFolder, 'boards'));
    for (const folder of [fixture.folder, join(fixture.dataFolder, 'boards')]) {
      const done = await whileReadOnly(folder, () =>
        assert.rejects(moveStore(find(), other(), fixture.dataFolder), {
          name: 'UserError',
          message: /was not moved \(E.+\): it is still in|cannot be written/,
        }),
      );
      if (!done) return test.skip('This machine lets nobody make a folder read-only.');
    }
    assert.deepEqual([find().location, readdirSync(join(fixture.dataFolder, 'boards'))], ['workspace', []]);
    await (await fixture.open(false)).close();
  });

  it('takes no links along, and is not moved from behind one', async (test) => {
    const { fixture, find, other } = await boardWithCard(test);
    writeFileSync(join(fixture.workspace, 'secret.txt'), 'elsewhere');
    symlinkSync(join(fixture.workspace, 'secret.txt'), join(fixture.folder, 'link.txt'));
    await moveStore(find(), other(), fixture.dataFolder);
    assert.equal(readdirSync(find().folder).includes('link.txt'), false);
    const strange = join(dirname(fixture.workspace), 'strange');
    mkdirSync(join(strange, '.rota'), { recursive: true });
    symlinkSync(find().folder, join(strange, '.rota/local'));
    await assert.rejects(
      moveStore(findStorePlace(strange), otherPlaceOf(findStorePlace(strange), fixture.dataFolder), fixture.dataFolder),
      {
        code: 'refused',
        message: /not a plain folder/,
      },
    );
  });
});
