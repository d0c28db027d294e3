import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { RowReader } from '../../../../src/core/store/rows.ts';
import { lookIntoFolder } from '../../../../src/core/store/folderContent.ts';
import { loadGeneration } from '../../../../src/core/store/generation.ts';
import { emptyTables, schemaVersion } from '../../../../src/core/store/migrations.ts';
import { salvageStore, type Salvaged } from '../../../../src/core/store/salvage/salvageStore.ts';
import { readStoredTables } from '../../../../src/core/store/salvage/storedTables.ts';
import { SqlEngine } from '../../../../src/core/store/sqlEngine.ts';
import { readTasks } from '../../../../src/core/store/taskReads.ts';
import type { StoreSeal } from '../../../../src/core/store/storeSeal.ts';
import { nodeStoreFiles } from '../../../../src/node/nodeStoreFiles.ts';
import { rounds, seededRandom } from '../../../faults/form.ts';
import { cardsOfFullBoard, fillBoard } from '../../../support/fullBoard.ts';
import { LocalStoreFixture } from '../../../support/localStore.ts';
import { dataFiles } from '../../../support/unsealedFiles.ts';
import { readStoreId } from '../../../../src/node/knownStores.ts';

const PAGE = 4096;
const files = nodeStoreFiles;
const cleanups: (() => unknown)[] = [];
const whole = new Map<string, Uint8Array>();
let fixture: LocalStoreFixture;
let seal: StoreSeal;
let snapshot = '';
let image: Uint8Array = new Uint8Array();

before(async () => {
  fixture = await LocalStoreFixture.make({ after: (act) => void cleanups.push(act) });
  await fillBoard(fixture);
  seal = fixture.proof(readStoreId(fixture.folder) ?? '').seal;
  for (const name of dataFiles(fixture.folder)) whole.set(name, new Uint8Array(readFileSync(join(fixture.folder, name))));
  snapshot = [...whole.keys()].find((name) => name.endsWith('.db')) ?? '';
  image = whole.get(snapshot) ?? image;
});

after(() => Promise.all(cleanups.map((act) => act())));

/** Puts other bytes in the place of a file of the closed board, and salvages it. */
async function salvaged(name: string, bytes: Uint8Array): Promise<Salvaged> {
  for (const [each, content] of whole) writeFileSync(join(fixture.folder, each), each === name ? bytes : content);
  const result = await salvageStore({ files, folder: fixture.folder, seal, mostBytes: 2 ** 30, highestNumber: 0, at: 5 });
  for (const [each, content] of whole)
    assert.deepEqual(readFileSync(join(fixture.folder, each)), Buffer.from(each === name ? bytes : content), `${each} is as it was`);
  return result;
}

function opensWhole(): boolean {
  try {
    const [newest] = lookIntoFolder(files, fixture.folder, seal).own;
    return newest !== undefined && loadGeneration(files, fixture.folder, newest.generation, seal).image.length > 0;
  } catch {
    return false;
  }
}

/** The database is whole, holds what the report says, and every card is accounted for. */
async function assertTrue({ image: made, report }: Salvaged, what: string): Promise<void> {
  assert.ok(made, what);
  const engine = await SqlEngine.open(made);
  const tasks = readTasks(new RowReader(engine), 'ORDER BY number');
  assert.equal(engine.all('PRAGMA integrity_check')[0]?.['integrity_check'], 'ok', what);
  for (const { name, brought } of report.tables.filter((table) => table.name !== 'audit'))
    assert.equal(engine.all(`SELECT count(*) AS count FROM ${name}`)[0]?.['count'], brought, `${what}: ${name}`);
  engine.close();
  const { brought, unreadable, total } = report.cards;
  assert.equal(tasks.length, brought, what);
  assert.ok(
    total === null || (total === cardsOfFullBoard && brought + unreadable.length === total),
    `${what}: ${JSON.stringify(report.cards)}`,
  );
  const there = new Set<unknown>(tasks.map(({ task }) => task.number));
  assert.deepEqual(
    unreadable.filter((card) => there.has(card)),
    [],
    what,
  );
  assert.ok(report.highestNumber.number >= cardsOfFullBoard + 2, `${what}: no number is given again`);
}

test('what is read page by page is what SQLite reads', async () => {
  const read = readStoredTables(image);
  assert.ok(read !== 'newer' && read.isSound);
  const engine = await SqlEngine.open(image);
  for (const { name, rows, isSound } of read.tables.values()) {
    assert.ok(isSound, name);
    assert.deepEqual(
      rows.map(({ values }) => values),
      engine.all(`SELECT * FROM ${name}`).map((row) => Object.values(row).slice(0, rows[0]?.values.length)),
      name,
    );
  }
  engine.close();
});

for (const version of [1, 2, 3, 4]) {
  test(`a store of version ${version} stays one, for the next opening to bring up to date`, async () => {
    const read = readStoredTables(image);
    const table = read === 'newer' ? undefined : read.tables.get('tasks');
    const old = await SqlEngine.open();
    old.transact(emptyTables(version));
    const columns = old.all(`SELECT name FROM pragma_table_info('tasks')`).length;
    const names = table?.columns.slice(0, columns).map(({ name }) => name) ?? [];
    const sql = `INSERT INTO tasks(${names.join(', ')}) VALUES(${names.map(() => '?').join(', ')})`;
    old.transact([
      ...(table?.rows ?? []).map(({ values }) => ({ sql, params: values.slice(0, columns) })),
      ...['number', 'revision'].map((key) => ({ sql: 'INSERT INTO meta(key, value) VALUES(?, ?)', params: [key, '900'] })),
    ]);
    const { image: made, report } = await salvaged(snapshot, old.image());
    old.close();
    assert.deepEqual([report.cards.brought, report.cards.damaged, report.highestNumber.number], [cardsOfFullBoard, [], 900]);
    const engine = await SqlEngine.open(made);
    assert.equal(schemaVersion(engine), version);
    engine.close();
  });
}

describe('A store of 200 cards with a flipped bit', () => {
  const random = seededRandom(20261129);
  for (let round = 1; round <= 64; round++) {
    const [place, bit] = [random(), Math.floor(random() * 8)];
    test(`at ${Math.round(place * 1e6)} millionths of its files opens whole, or all cards are brought over or named`, async () => {
      const [journal = '', bytes = new Uint8Array()] = [...whole].find(([name]) => name !== snapshot) ?? [];
      const at = Math.floor(place * (image.length + bytes.length));
      const [name, changed] = at < image.length ? [snapshot, image.slice()] : [journal, bytes.slice()];
      const index = at < image.length ? at : at - image.length;
      changed[index] = (changed[index] ?? 0) ^ (1 << bit);
      const result = await salvaged(name, changed);
      if (!opensWhole()) await assertTrue(result, `bit ${bit} of byte ${index} of ${name}`);
      if (!opensWhole()) assert.ok(result.report.cards.brought >= cardsOfFullBoard - 10, 'a bit hides one page at most');
    });
  }
});

describe('A store of 200 cards with a lost page', () => {
  for (let part = 0; part < 8; part++) {
    test(`brings over or names the cards that were on it (part ${part + 1} of 8)`, async () => {
      for (let start = part * PAGE; start < image.length; start += 8 * PAGE * rounds(3, 1)) {
        const changed = image.slice();
        changed.fill(0, start, start + PAGE);
        await assertTrue(await salvaged(snapshot, changed), `page ${start / PAGE + 1}`);
      }
    });
  }

  test('keeps the cards when the page that leads to all others of their table is lost', async () => {
    const engine = await SqlEngine.open(image);
    const root = Number(engine.all(`SELECT rootpage FROM sqlite_schema WHERE name = 'tasks'`)[0]?.['rootpage']);
    engine.close();
    const changed = image.slice();
    changed.fill(255, (root - 1) * PAGE, root * PAGE);
    const { report } = await salvaged(snapshot, changed);
    assert.deepEqual([report.cards.brought, report.cards.unreadable, report.isProven], [cardsOfFullBoard, [], false]);
  });

  test('is read as far as it goes when half of the file is gone', async () => {
    const result = await salvaged(snapshot, image.slice(0, Math.floor(image.length / 2)));
    await assertTrue(result, 'half of it');
    assert.ok(result.report.cards.brought > 40);
  });

  test('has agents that are offline, whatever the damaged file says that they may do', async () => {
    const changed = image.slice();
    changed.fill(0, image.length - PAGE);
    const made = (await salvaged(snapshot, changed)).image;
    assert.ok(made);
    const engine = await SqlEngine.open(made);
    assert.deepEqual(engine.all(`SELECT definition ->> '$.offline' AS offline FROM agents`), [{ offline: 1 }]);
    engine.close();
  });
});

describe('A file in the place of a snapshot', () => {
  test('is read in bounded time when its pages refer to each other in circles', async () => {
    const changed = image.slice();
    const view = new DataView(changed.buffer);
    const pages = Math.floor(changed.length / PAGE);
    // Every page a full inner page of a table, with all children the page itself or the next.
    for (let page = 2; page <= pages; page++) {
      const start = (page - 1) * PAGE;
      changed[start] = 5;
      view.setUint16(start + 3, 400);
      for (let cell = 0; cell < 400; cell++) view.setUint16(start + 12 + cell * 2, 900 + cell * 5);
      for (let cell = 0; cell < 400; cell++) view.setUint32(start + 900 + cell * 5, cell % 2 === 0 ? page : (page % pages) + 1);
      view.setUint32(start + 8, page);
    }
    const { report } = await salvaged(snapshot, changed);
    assert.equal(report.cards.brought, 0);
  });

  test('is only data, whatever its bytes are and wherever it ends', () => {
    const random = seededRandom(7);
    for (let round = 0; round < rounds(150, 5000); round++) {
      const changed = image.slice(0, round < 30 ? round * 5 : Math.floor(random() * image.length));
      const noise = Math.floor(random() * changed.length);
      for (let at = noise; at < Math.min(changed.length, noise + 3 * PAGE); at++) changed[at] = Math.floor(random() * 256);
      assert.ok(readStoredTables(changed));
    }
  });

  test('runs none of its statements', async () => {
    const engine = await SqlEngine.open(image);
    engine.transact([
      { sql: `CREATE TRIGGER evil AFTER INSERT ON tasks BEGIN UPDATE tasks SET title = 'evil'; END`, params: [] },
      { sql: `CREATE VIEW more AS SELECT * FROM tasks`, params: [] },
    ]);
    const result = await salvaged(snapshot, engine.image());
    engine.close();
    await assertTrue(result, 'with a trigger');
    const made = await SqlEngine.open(result.image);
    assert.deepEqual(made.all(`SELECT name FROM sqlite_schema WHERE type IN ('trigger', 'view')`), []);
    assert.deepEqual(made.all(`SELECT count(*) AS count FROM tasks WHERE title = 'evil'`), [{ count: 0 }]);
    made.close();
  });

  test('beside the own ones does not come before them, whatever it says whose it is and how new', async () => {
    const engine = await SqlEngine.open(image);
    engine.transact([{ sql: `UPDATE tasks SET title = 'planted'`, params: [] }]);
    const planted = join(fixture.folder, 'snap-9000000.db');
    writeFileSync(planted, engine.image());
    const changed = image.slice();
    changed.fill(0, changed.length - PAGE);
    const { image: made, report } = await salvaged(snapshot, changed);
    rmSync(planted);
    engine.close();
    assert.equal(report.files[0], snapshot);
    const read = await SqlEngine.open(made);
    assert.deepEqual(read.all(`SELECT count(*) AS count FROM tasks WHERE title = 'planted'`), [{ count: 0 }]);
    read.close();
  });

  test('is not taken when it says that it is of another board', async () => {
    const engine = await SqlEngine.open(image);
    engine.transact([{ sql: `UPDATE meta SET value = ? WHERE key = 'store'`, params: ['f'.repeat(64)] }]);
    const { image: made, report } = await salvaged(snapshot, engine.image());
    engine.close();
    assert.deepEqual([made, report.cards.brought], [undefined, 0]);
  });
});
