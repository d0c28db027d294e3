import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { otherPlaceOf, storePlaceAt } from '../../../src/node/storePlace.ts';
import { hasUserBoard } from '../../../src/vscode/userBoard.ts';
import { tempFolder } from '../../support/tempFolder.ts';

test('a window opens the board of the data folder where there is one for its folder, and loads nothing where there is none', async (t) => {
  const base = await tempFolder(t);
  const [data, withBoard, without] = ['data', 'with', 'without'].map((name) => join(base, name)) as [string, string, string];
  for (const folder of [withBoard, without]) mkdirSync(folder);
  mkdirSync(otherPlaceOf(storePlaceAt(withBoard), data).folder, { recursive: true });
  assert.equal(hasUserBoard(withBoard, { ROTA_DATA_DIR: data }), true);
  assert.equal(hasUserBoard(without, { ROTA_DATA_DIR: data }), false);
});

test('where the data folder cannot be looked into, the board is opened and says why', async (t) => {
  assert.equal(hasUserBoard(await tempFolder(t), { ROTA_DATA_DIR: 'relative' }), true);
});
