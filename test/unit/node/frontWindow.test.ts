import assert from 'node:assert/strict';
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
