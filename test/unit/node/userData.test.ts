import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { openUserData } from '../../../src/node/userData.ts';
import { tempFolder } from '../../support/tempFolder.ts';

test('the folder is made for the user alone', async (t) => {
  const base = await tempFolder(t);
  const folder = openUserData({ ROTA_DATA_DIR: join(base, 'a/b') }, [join(base, 'workspace')]);
  assert.equal(folder, join(base, 'a/b'));
  if (process.platform !== 'win32') assert.equal(statSync(folder).mode & 0o777, 0o700);
});

test('without a stated folder the place of the platform is used', { skip: process.platform !== 'linux' }, async (t) => {
  const base = await tempFolder(t);
  assert.equal(openUserData({ XDG_DATA_HOME: base, ROTA_DATA_DIR: '' }, []), join(base, 'rota'));
});

test('a folder inside a workspace is refused, whatever links lead there, and nothing is made', async (t) => {
  const base = await tempFolder(t);
  const workspace = join(base, 'workspace');
  mkdirSync(workspace);
  symlinkSync(workspace, join(base, 'link'));
  for (const folder of [workspace, join(workspace, 'data'), join(workspace, '..data'), join(base, 'link/data/deep')]) {
    assert.throws(() => openUserData({ ROTA_DATA_DIR: folder }, [workspace]), /lies inside the workspace/, folder);
  }
  assert.throws(() => openUserData({ ROTA_DATA_DIR: join(workspace, 'data') }, [join(base, 'link')]), /lies inside the workspace/);
  assert.equal(existsSync(join(workspace, 'data')), false);
  assert.ok(openUserData({ ROTA_DATA_DIR: join(base, 'workspace-data') }, [workspace]));
});

test('a relative folder, one that others may write and one that cannot be made are refused with a remedy', async (t) => {
  const base = await tempFolder(t);
  assert.throws(() => openUserData({ ROTA_DATA_DIR: 'data' }, []), /must be an absolute path/);
  const shared = join(base, 'shared');
  mkdirSync(shared);
  chmodSync(shared, 0o777);
  if (process.platform !== 'win32') assert.throws(() => openUserData({ ROTA_DATA_DIR: shared }, []), /chmod 700/);
  writeFileSync(join(base, 'file'), '');
  assert.throws(() => openUserData({ ROTA_DATA_DIR: join(base, 'file/data') }, []), /cannot be made/);
});

test("a workspace may hold the place in the home that the system's list of users names, and no other place", {
  skip: process.platform !== 'linux',
}, async (t) => {
  const home = await tempFolder(t);
  const place = join(home, '.local/share/rota');
  for (const workspace of [home, join(home, '.local'), '/']) assert.equal(openUserData({ ROTA_DATA_DIR: place }, [workspace], home), place);
  const refused: [environment: Record<string, string>, workspace: string, accountHome: string | undefined][] = [
    [{ ROTA_DATA_DIR: place }, home, undefined],
    [{ ROTA_DATA_DIR: place }, home, join(home, 'other')],
    [{ ROTA_DATA_DIR: join(home, 'project/data') }, home, home],
    [{ XDG_DATA_HOME: join(home, 'project') }, join(home, 'project'), home],
    [{ ROTA_DATA_DIR: place }, place, home],
  ];
  for (const [environment, workspace, accountHome] of refused)
    assert.throws(() => openUserData(environment, [workspace], accountHome), /must not come with a workspace\. Open a folder below/);
});
