import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { LocalStoreFixture } from '../../support/localStore.ts';
import { addQueued, claim, toolEnd } from '../../support/storeScenario.ts';

test('links that come into the folder of a board in use, as by a pull, lead no write elsewhere', {
  skip: process.platform === 'win32',
}, async (context) => {
  const fixture = await LocalStoreFixture.make(context);
  const store = await fixture.open();
  const outside = join(fixture.workspace, '..', 'outside');
  mkdirSync(outside);
  const bytes = new Uint8Array([1, 2, 3]);
  const shelf = createHash('sha256').update(bytes).digest('hex').slice(0, 2);
  mkdirSync(join(fixture.folder, 'blobs'), { recursive: true });
  symlinkSync(outside, join(fixture.folder, 'blobs', shelf));
  symlinkSync(outside, join(fixture.folder, 'runs'));
  const refusal = { code: 'refused', message: /is not a plain folder \(a link\?\), so nothing is written there/ };
  await assert.rejects(store.putBlob(bytes), refusal);
  await addQueued(store);
  const { key } = await claim(store);
  await assert.rejects(store.appendRunEvents(key, [{ at: 1, body: toolEnd('c') }], true), refusal);
  rmSync(join(fixture.folder, 'blobs'), { recursive: true });
  symlinkSync(outside, join(fixture.folder, 'blobs'));
  await assert.rejects(store.putBlob(bytes), refusal);
  assert.deepEqual(readdirSync(outside), []);
  await store.close();
});
