import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Ids } from '../../../../src/core/base/ids.ts';
import { readForeignStore } from '../../../../src/core/store/foreignStore.ts';
import { migrate, schemaOf, schemaVersion } from '../../../../src/core/store/migrations.ts';
import { boardFacts, dueDays, firstSchema, keptCards } from '../../../../src/core/store/schema.ts';
import { createMemoryTaskStore } from '../../../support/memoryTaskStore.ts';
import { countingIds } from '../../../support/countingIds.ts';
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

/** A store as version 3 left it: a card that is due, one that waits for it and for one that was given up, and a deleted one. */
async function storeOfVersion3(): Promise<MemorySqlDriver> {
  const driver = await MemorySqlDriver.open();
  const store = await createMemoryTaskStore({ driver });
  const due = await store.createTask({ title: 'Hauptstraße, İzmir, ςigma ı', due: 1_798_743_600_000 }, 'cli', by(person));
  const given = await store.createTask({ title: 'given up' }, 'cli', by(person));
  await addQueued(store, { title: 'waits', dependsOn: [due.id, given.id] });
  await store.moveTask(given.id, 'canceled', null, by(person));
  const gone = await store.createTask({ title: 'gone', due: 7 }, 'cli', by(person));
  await store.deleteTask(gone.id, by(person));
  const old = await MemorySqlDriver.open();
  await migrate(old, 'test-store', [firstSchema, boardFacts, keptCards]);
  for (const table of ['tasks', 'task_dependencies', 'deleted_tasks']) await copyRows(driver, old, table);
  await old.commit([
    { sql: 'UPDATE tasks SET due = 1798743600000 WHERE number = 1', params: [] },
    { sql: `UPDATE deleted_tasks SET content = json_remove(content, '$.lostDependencies')`, params: [] },
    {
      sql: 'INSERT INTO task_search SELECT id, ? FROM tasks WHERE number = 1',
      params: ['Hauptstraße, İzmir, ςigma ı'.normalize('NFKC').toLowerCase()],
    },
  ]);
  return old;
}

test('a store of version 3 keeps its due times as times, and learns what was given up and how letters are searched for', async () => {
  const old = await storeOfVersion3();
  const before = readForeignStore(old);
  await migrate(old, 'test-store');
  const store = await createMemoryTaskStore({ driver: old });
  const { cards } = await store.readBoard();
  assert.deepEqual(
    cards.map(({ number, due, openDependencies, lostDependencies }) => [number, due, openDependencies, lostDependencies]),
    [
      [1, 1_798_743_600_000, 0, 0],
      [2, null, 0, 0],
      [3, null, 2, 1],
    ],
  );
  for (const text of ['hauptstrasse', 'izmir', 'σigma', 'i'])
    assert.deepEqual(
      (await store.listTasks({ text })).items.map(({ number }) => number),
      [1],
      text,
    );
  const restored = await store.restoreTask(4, by(person));
  assert.deepEqual([restored.due, restored.lostDependencies], [7, 0]);
  assert.deepEqual(
    before.cards.map(({ task }) => [task.number, task.due, task.lostDependencies]),
    [
      [1, 1_798_743_600_000, 0],
      [2, null, 0],
      [3, null, 0],
    ],
    'it could be imported as it was',
  );
  assert.equal(before.skipped, 0);
});

const versions = [firstSchema, boardFacts, keptCards, dueDays];

for (const version of [1, 2, 3, 4]) {
  test(`a store of version ${version} with damaged rows is brought to the newest: they are shown as damaged, and the rest is kept`, async () => {
    const driver = await MemorySqlDriver.open();
    const written = await createMemoryTaskStore({ driver });
    for (const title of ['whole', 'checks', 'approval', 'both', 'payload', 'gone', 'gone whole']) await addQueued(written, { title });
    await written.deleteTask(6, by(person));
    await written.deleteTask(7, by(person));
    const old = await MemorySqlDriver.open();
    await migrate(old, 'test-store', versions.slice(0, version));
    const kept = version >= 3 ? ['tasks', 'deleted_tasks'] : ['tasks'];
    for (const table of kept) await copyRows(driver, old, table);
    const damage = [
      `UPDATE tasks SET checks = '[{' WHERE number IN (2, 4)`,
      `UPDATE tasks SET approval = 'nothing {' WHERE number IN (3, 4)`,
      `UPDATE tasks SET payload = '${'['.repeat(1500)}' WHERE number = 5`,
      `UPDATE meta SET value = '7' WHERE key = 'number'`,
      ...(version >= 3 ? [`UPDATE deleted_tasks SET content = '{"title": ' WHERE number = 6`] : []),
    ];
    await old.commit(damage.map((sql) => ({ sql, params: [] })));

    await migrate(old, 'test-store');
    const store = await createMemoryTaskStore({ driver: old, ids: laterIds() });
    assert.equal((await store.readBoard()).cards.length, 5);
    assert.deepEqual(
      (await store.listTasks({ order: 'number' })).items.map(({ number, statusReason }) => [
        number,
        /damaged in the store \((.*?)\)/.exec(statusReason ?? '')?.[1],
      ]),
      [
        [1, undefined],
        [2, 'checks'],
        [3, 'approval'],
        [4, 'approval, checks'],
        [5, 'payload'],
      ],
    );
    assert.equal((await store.createTask({ title: 'next' }, 'cli', by(person))).number, 8);
    if (version < 3) return;
    assert.deepEqual((await store.listDeletedTasks()).map(({ number, title }) => [number, title]).sort(), [
      [6, ''],
      [7, 'gone whole'],
    ]);
    await assert.rejects(store.restoreTask(6, by(person)), { code: 'damaged' });
    assert.equal((await store.restoreTask(7, by(person, 1e15))).title, 'gone whole');
  });
}

test('what was deleted before a store counted its days is kept for thirty more of them', async () => {
  const driver = await MemorySqlDriver.open();
  const written = await createMemoryTaskStore({ driver });
  await addQueued(written, { title: 'gone' });
  await written.deleteTask(1, by(person));
  const old = await MemorySqlDriver.open();
  await migrate(old, 'test-store', versions);
  await copyRows(driver, old, 'deleted_tasks');
  await migrate(old, 'test-store');
  const store = await createMemoryTaskStore({ driver: old, ids: laterIds() });
  const deleteOne = async (day: number): Promise<number> => {
    const { id } = await addQueued(store, {}, by(person, day * 86_400_000));
    await store.deleteTask(id, by(person, day * 86_400_000));
    return (await store.listDeletedTasks()).filter(({ title }) => title === 'gone').length;
  };
  const found: number[] = [];
  for (let day = 20_001; day <= 20_031; day++) found.push(await deleteOne(day));
  assert.deepEqual(found, [...Array.from({ length: 30 }, () => 1), 0]);
});

/** Ids that no card of an earlier store has. */
function laterIds(): Ids {
  const ids = countingIds();
  for (let used = 0; used < 100; used++) ids.next();
  return ids;
}

/** Copies what the older table has columns for. */
async function copyRows(from: MemorySqlDriver, to: MemorySqlDriver, table: string): Promise<void> {
  const columns = to.all(`SELECT name FROM pragma_table_info('${table}')`).map(({ name }) => String(name));
  const sql = `INSERT INTO ${table}(${columns.join(', ')}) VALUES(${columns.map(() => '?').join(', ')})`;
  await to.commit(from.all(`SELECT * FROM ${table}`).map((row) => ({ sql, params: columns.map((column) => row[column] ?? null) })));
}
