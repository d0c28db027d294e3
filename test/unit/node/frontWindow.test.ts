import assert from 'node:assert/strict';
import { existsSync, lstatSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { FrontWindow } from '../../../src/node/frontWindow.ts';
import { createHolder, retireHolder } from '../../../src/node/holders.ts';
import { tempFolder } from '../../support/tempFolder.ts';

test('of several windows the one that was used last is in front, until it is gone', async (t) => {
  const folder = await tempFolder(t);
  const holders = [createHolder('editor'), createHolder('editor')] as const;
  t.after(() => holders.forEach(retireHolder));
  const [one, other] = holders.map((holder) => new FrontWindow(folder, holder)) as [FrontWindow, FrontWindow];
  assert.deepEqual([one.isInFront, other.isInFront], [true, true], 'nobody was used yet');
  one.stepForward();
  assert.deepEqual([one.isInFront, other.isInFront], [true, false]);
  other.stepForward();
  assert.deepEqual([one.isInFront, other.isInFront], [false, true]);
  retireHolder(holders[1]);
  assert.equal(one.isInFront, true);
});

test('a link that has the place of the note is replaced, and what it leads to stays as it is', {
  skip: process.platform === 'win32',
}, async (t) => {
  const folder = await tempFolder(t);
  const own = join(folder, 'bashrc');
  writeFileSync(own, 'mine');
  symlinkSync(own, join(folder, 'front-window'));
  const holder = createHolder('editor');
  t.after(() => retireHolder(holder));
  const window = new FrontWindow(folder, holder);
  window.stepForward();
  assert.equal(readFileSync(own, 'utf8'), 'mine');
  assert.ok(window.isInFront && lstatSync(join(folder, 'front-window')).isFile());
  rmSync(folder, { recursive: true });
  window.stepForward();
  assert.equal(existsSync(folder), false, 'a folder that is gone is not made again');
});
