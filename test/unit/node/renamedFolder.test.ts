import assert from 'node:assert/strict';
import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { folderOf } from '../../../src/node/knownStores.ts';
import { findRenamed } from '../../../src/node/renamedFolder.ts';
import { tempFolder } from '../../support/tempFolder.ts';

test('a folder is found where it or a folder right around it was renamed, and nowhere once it is gone', async (t) => {
  const base = await tempFolder(t);
  const [workspace, rota, local] = [join(base, 'work'), join(base, 'work/.rota'), join(base, 'work/.rota/local')];
  mkdirSync(local, { recursive: true });
  const identity = folderOf(local);
  assert.equal(findRenamed(local, identity), undefined, 'it is where it was');
  for (const [from, to, found] of [
    [local, join(rota, 'other'), join(rota, 'other')],
    [rota, join(workspace, 'other'), join(workspace, 'other/local')],
    [workspace, join(base, 'other'), join(base, 'other/.rota/local')],
  ] as const) {
    renameSync(from, to);
    assert.equal(findRenamed(local, identity), found);
    // Another folder at the former place does not hide it.
    mkdirSync(local, { recursive: true });
    assert.equal(findRenamed(local, identity), found);
    rmSync(from, { recursive: true });
    renameSync(to, from);
  }
  renameSync(workspace, join(await tempFolder(t), 'far away'));
  assert.equal(findRenamed(local, identity), undefined);
});
