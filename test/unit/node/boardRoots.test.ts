import assert from 'node:assert/strict';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { boardRoots } from '../../../src/node/boardRoots.ts';
import { openStore } from '../../../src/node/openStore.ts';
import { storePlaceAt } from '../../../src/node/storePlace.ts';
import { tempFolder } from '../../support/tempFolder.ts';

describe('Folders of a workspace of several', () => {
  /** Folders below a temporary one, as the editor names them. */
  const workspace = async (context: TestContext, ...paths: readonly string[]) => {
    const base = await tempFolder(context);
    const roots = paths.map((path) => ({ name: path.split('/').at(-1) ?? '', folder: join(base, path) }));
    for (const { folder } of roots) mkdirSync(folder, { recursive: true });
    const userData = join(base, 'data');
    mkdirSync(userData, { mode: 0o700 });
    const makeBoard = async (path: string): Promise<void> => {
      const options = { create: true, dataFolder: userData, notify: () => undefined };
      await (await openStore(storePlaceAt(join(base, path)), options)).close();
    };
    const names = (): string[] => boardRoots(roots, { userData, location: 'workspace' }).map(({ name }) => name);
    return { base, makeBoard, names };
  };

  it('begin with the one that has the board, or had one, wherever the editor shows it', async (context) => {
    const { base, makeBoard, names } = await workspace(context, 'one', 'two', 'three');
    assert.deepEqual(names(), ['one', 'two', 'three']);
    await makeBoard('two');
    assert.deepEqual(names(), ['two', 'one', 'three']);
    rmSync(join(base, 'two/.rota'), { recursive: true });
    assert.deepEqual(names(), ['two', 'one', 'three'], 'a board that is gone is not hidden by a folder without one');
    await makeBoard('three');
    assert.deepEqual(names(), ['three', 'one', 'two']);
    await makeBoard('one');
    assert.deepEqual(names(), ['one', 'two', 'three'], 'of several boards the first of the editor');
    rmSync(join(base, 'one'), { recursive: true });
    assert.deepEqual(names(), ['three', 'one', 'two'], 'a folder that is not there now stands in no way');
  });

  it('are told apart by a folder above where they have one name', async (context) => {
    const { names } = await workspace(context, 'front/app', 'docs', 'back/app');
    assert.deepEqual(names(), ['app (front)', 'docs', 'app (back)']);
    const deeper = await workspace(context, 'a/x/app', 'b/x/app');
    assert.deepEqual(deeper.names(), ['app (a)', 'app (b)']);
  });
});
