import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readForeignStore } from '../../../../src/core/store/foreignStore.ts';
import { migrate, schemaOf, schemaVersion } from '../../../../src/core/store/migrations.ts';
import { firstSchema } from '../../../../src/core/store/schema.ts';
import { createMemoryTaskStore } from '../../../support/memoryTaskStore.ts';
import { MemorySqlDriver } from '../../../support/memorySqlDriver.ts';
import { addQueued, agent, anOutcome, aResult, by, claim, commandCheck, person } from '../../../support/storeScenario.ts';

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

const withoutSpace = (sql: string): string => sql.replace(/\s+/g, ' ');

test('what a store must look like is what its migrations make, whichever version it has', async () => {
  for (const steps of [undefined, [firstSchema]]) {
    const driver = await MemorySqlDriver.open();
    await migrate(driver, 'a-store', steps);
    const made = driver.all('SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL').map(({ sql }) => withoutSpace(String(sql)));
    assert.deepEqual(made.sort(), schemaOf(schemaVersion(driver)).map(withoutSpace).sort());
    assert.deepEqual(readForeignStore(driver), { cards: [], skipped: 0 });
  }
});

test('a store of version 1 shows on its board what its cards and runs already say', async () => {
  const driver = await MemorySqlDriver.open();
  const store = await createMemoryTaskStore({ driver });
  await addQueued(store, { checks: [commandCheck, { ...commandCheck, command: 'never measured' }], approvalRequired: true });
  await store.acceptTask(1, { approval: true }, by(person));
  await addQueued(store, { approvalRequired: true });
  const { key } = await claim(store);
  await store.recordCheck(key, { check: 'c1', phase: 'latest', result: aResult(true) }, by(agent));
  const usage = { input: 1, cachedInput: 0, output: 1, reasoning: 0 };
  await store.endRun(key, anOutcome({ progress: { usage, cost: 0.5, steps: 1 } }), by(agent));
  const board = await store.readBoard();

  const old = await MemorySqlDriver.open();
  await migrate(old, 'test-store', [firstSchema]);
  for (const table of ['tasks', 'runs']) await copyRows(driver, old, table);
  await migrate(old, 'test-store');
  assert.deepEqual((await (await createMemoryTaskStore({ driver: old })).readBoard()).cards, board.cards);
});

/** Copies what the older table has columns for. */
async function copyRows(from: MemorySqlDriver, to: MemorySqlDriver, table: string): Promise<void> {
  const columns = to.all(`SELECT name FROM pragma_table_info('${table}')`).map(({ name }) => String(name));
  const sql = `INSERT INTO ${table}(${columns.join(', ')}) VALUES(${columns.map(() => '?').join(', ')})`;
  await to.commit(from.all(`SELECT * FROM ${table}`).map((row) => ({ sql, params: columns.map((column) => row[column] ?? null) })));
}
