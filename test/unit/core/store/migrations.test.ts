import assert from 'node:assert/strict';
import { test } from 'node:test';
import { migrate, schemaVersion } from '../../../../src/core/store/migrations.ts';
import { MemorySqlDriver } from '../../../support/memorySqlDriver.ts';

const first = [`CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT)`, `CREATE TABLE cards(title TEXT)`];
const second = [`ALTER TABLE cards ADD COLUMN priority TEXT NOT NULL DEFAULT 'P2'`];
const third = [`UPDATE cards SET priority = 'P1' WHERE title = 'kept'`];

async function oldStore(): Promise<MemorySqlDriver> {
  const driver = await MemorySqlDriver.open();
  await migrate(driver, 'a-store', [first]);
  await driver.commit([{ sql: 'INSERT INTO cards(title) VALUES(?)', params: ['kept'] }]);
  return driver;
}

test('an old store is brought to the newest version step by step and keeps its rows', async () => {
  const driver = await oldStore();
  await migrate(driver, 'another-id', [first, second, third]);
  assert.equal(schemaVersion(driver), 3);
  assert.deepEqual(driver.all('SELECT * FROM cards'), [{ title: 'kept', priority: 'P1' }]);
  assert.deepEqual(driver.all(`SELECT value FROM meta WHERE key = 'store'`), [{ value: 'a-store' }]);
  const before = driver.committed.length;
  await migrate(driver, 'a-store', [first, second, third]);
  assert.equal(driver.committed.length, before, 'there is nothing left to do');
});

test('a step that fails leaves the store as the last whole step left it', async () => {
  const driver = await oldStore();
  await assert.rejects(migrate(driver, 'a-store', [first, second, [...third, 'INSERT INTO nowhere VALUES(1)']]));
  assert.equal(schemaVersion(driver), 2);
  assert.deepEqual(driver.all('SELECT * FROM cards'), [{ title: 'kept', priority: 'P2' }]);
});
