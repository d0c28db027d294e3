import assert from 'node:assert/strict';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { RUN_TAG } from '../../src/node/processes/environment.ts';
import { createWorkspace } from '../support/rotaProcess.ts';

test("a board is moved to the user's data folder and back, and every command finds it", async (t) => {
  const { folder, data, quick } = await createWorkspace(t);
  await quick('task', 'add', 'On the way');
  assert.match((await quick('move-board', 'user')).stdout, /^The board is in .*boards\/work-[0-9a-f]{16} now\.\n$/);
  assert.equal(existsSync(join(folder, '.rota/local')), false);
  assert.match((await quick('task', 'list')).stdout, /#1 .*On the way/);
  assert.match((await quick('move-board', 'user')).stdout, /is in .* already/);
  assert.match((await quick('doctor')).stdout, new RegExp(`kept in ${data}/boards/work-`));
  assert.match((await quick('move-board', 'workspace')).stdout, /\.rota\/local now/);
  assert.match((await quick('task', 'list')).stdout, /#1 .*On the way/);
});

test('new boards are made where the settings of the person say', async (t) => {
  const { folder, data, quick } = await createWorkspace(t);
  mkdirSync(data, { mode: 0o700 });
  writeFileSync(join(data, 'settings.json'), '{ "storeLocation": "user" }');
  assert.match((await quick('init')).stdout, /Made a board/);
  assert.equal(existsSync(join(folder, '.rota')), false);
  await quick('task', 'add', 'Elsewhere');
  assert.match((await quick('task', 'list')).stdout, /#1 .*Elsewhere/);
});

test('a command that a run started moves no board, and there is nothing to move without one', async (t) => {
  const { folder, quick } = await createWorkspace(t, { [RUN_TAG]: 'a-run' });
  await quick('task', 'add', 'Stay');
  const refused = await quick('move-board', 'user');
  assert.deepEqual(
    [refused.code, /Only a person moves a board/.test(refused.stderr), existsSync(join(folder, '.rota/local'))],
    [2, true, true],
  );
  const { quick: other } = await createWorkspace(t);
  assert.match((await other('move-board', 'user')).stderr, /There is no board/);
});
