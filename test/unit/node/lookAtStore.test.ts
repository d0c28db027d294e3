import assert from 'node:assert/strict';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { lookAtStore, type StoreLook } from '../../../src/node/lookAtStore.ts';
import { createStderrLog } from '../../../src/node/stderrLog.ts';
import { findStorePlace } from '../../../src/node/storePlace.ts';
import { LocalStoreFixture } from '../../support/localStore.ts';
import { by, person } from '../../support/storeScenario.ts';

const log = createStderrLog({ environment: {} });

function look({ workspace, dataFolder }: LocalStoreFixture): Promise<StoreLook | undefined> {
  return lookAtStore(findStorePlace(workspace), { dataFolder, notify: () => undefined, log });
}

/** Names and contents of all files of a store. */
function filesOf({ folder }: LocalStoreFixture): Record<string, string> {
  const files = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(files.map(({ name }) => [name, readFileSync(join(folder, name), 'base64')]));
}

test('a look answers what the owner answered, and changes no file', async (context) => {
  const fixture = await LocalStoreFixture.make(context);
  const store = await fixture.open();
  const first = await store.createTask({ title: 'First', labels: ['a'] }, 'test', by(person));
  await store.createTask({ title: 'Second', dependsOn: [first.id] }, 'test', by(person));
  const expected = await store.listTasks({ limit: 10 });
  const events = await store.listTaskEvents(first.id);
  await store.close();

  const before = filesOf(fixture);
  const seen = (await look(fixture)) ?? assert.fail('there was no look');
  assert.deepEqual(await seen.listTasks({ limit: 10 }), expected);
  assert.deepEqual(await seen.listTaskEvents(first.id), events);
  await seen.close();
  assert.deepEqual(filesOf(fixture), before);
});

test('a store that has an owner is left to the owner', async (context) => {
  const fixture = await LocalStoreFixture.make(context);
  const store = await fixture.open();
  const whileOwned = await look(fixture);
  await store.close();
  assert.equal(whileOwned, undefined);
  const seen = await look(fixture);
  assert.ok(seen);
  await seen.close();
});

test('a store of another machine, a damaged one and one that is not there are left to what says so', async (context) => {
  const fixture = await LocalStoreFixture.make(context);
  assert.equal(await look(fixture), undefined);
  await (await fixture.open()).close();
  const stranger = await LocalStoreFixture.make(context);
  assert.equal(
    await lookAtStore(findStorePlace(fixture.workspace), { dataFolder: stranger.dataFolder, notify: () => undefined, log }),
    undefined,
  );
  for (const name of readdirSync(fixture.folder).filter((each) => /^(snap|wal)-/.test(each)))
    writeFileSync(join(fixture.folder, name), 'garbage');
  assert.equal(await look(fixture), undefined);
  rmSync(fixture.folder, { recursive: true });
  assert.equal(await look(fixture), undefined);
});
