import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Backups } from '../../../src/node/backups.ts';
import { tempFolder } from '../../support/tempFolder.ts';

const day = 86_400_000;
const facts = (revision: number): { cards: number; number: number; revision: number } => ({ cards: 1, number: 1, revision });

test('copies that a wrong clock dated later than now push out none that is kept after it', async (t) => {
  const backups = new Backups({ dataFolder: await tempFolder(t), storeId: 'a-store', root: '/work' });
  const now = Date.UTC(2026, 10, 29);
  for (let index = 0; index < 12; index++) backups.keepDay(() => new Uint8Array([index]), facts(index), now + (400 + index) * day);
  for (let index = 0; index < 3; index++) backups.keepDay(() => new Uint8Array([20 + index]), facts(20 + index), now + index * day);
  backups.write(new Uint8Array([30]), 'asked', facts(30), now + 3 * day);
  const kept = backups.list().map(({ revision }) => revision);
  for (const revision of [20, 21, 22, 30]) assert.ok(kept.includes(revision), `${revision} of ${kept.join()}`);
  assert.equal(kept.length, 11, 'ten of days, and the one that was asked for');
});

test('a clock that goes back years pushes out no copy but the oldest of its kind', async (t) => {
  const backups = new Backups({ dataFolder: await tempFolder(t), storeId: 'a-store', root: '/work' });
  const now = Date.UTC(2026, 10, 29);
  for (let index = 0; index < 10; index++) backups.keepDay(() => new Uint8Array([index]), facts(index), now + index * day);
  backups.keepDay(() => new Uint8Array([50]), facts(50), day);
  const kept = backups.list().map(({ revision }) => revision);
  assert.deepEqual(
    kept.toSorted((one, other) => one - other),
    [1, 2, 3, 4, 5, 6, 7, 8, 9, 50],
  );
});
