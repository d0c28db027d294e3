import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import initSqlJs from 'sql.js';
import type { TaskStore } from '../../../src/core/store/taskStore.ts';
import { defaultBoard } from '../../../src/core/model/board.ts';
import { importStore } from '../../../src/node/foreignStores.ts';
import { readForeignFile } from '../../../src/node/foreignFile.ts';
import { LocalStoreFixture } from '../../support/localStore.ts';
import { createMemoryTaskStore } from '../../support/memoryTaskStore.ts';
import { MemorySqlDriver } from '../../support/memorySqlDriver.ts';
import { addQueued, agent, anOutcome, by, claim, commandCheck, person } from '../../support/storeScenario.ts';
import { tempFolder } from '../../support/tempFolder.ts';

const size = 64 * 2 ** 20;

/** The image of a store with some cards, after whatever somebody did to it. */
async function imageOf(fill: (store: TaskStore) => Promise<void>, ...tampering: string[]): Promise<Uint8Array> {
  const driver = await MemorySqlDriver.open();
  const store = await createMemoryTaskStore({ driver });
  await fill(store);
  const { Database } = await initSqlJs();
  const db = new Database(driver.image());
  for (const sql of tampering) db.exec(sql);
  return db.export();
}

const oneCard = async (store: TaskStore): Promise<void> => void (await addQueued(store));

test('a foreign store comes in without anything that lets something happen', async (context) => {
  const fixture = await LocalStoreFixture.make(context);
  const theirs = join(fixture.dataFolder, 'theirs');
  mkdirSync(theirs);
  const image = await imageOf(async (store) => {
    const first = await addQueued(store, {
      title: 'first',
      checks: [commandCheck],
      budget: { steps: 999 },
      externalRefs: [{ system: 's', id: '1' }],
    });
    await addQueued(store, {
      title: 'second',
      dependsOn: [first.id],
      agent: 'evil',
      schedule: '* * * * *',
      actionType: 'payment',
      parent: first.id,
    });
    await store.acceptTask(2, { approval: true, card: true }, by(person));
    await store.addComment(first.id, 'a note', by(person));
    await store.createAgent(
      { name: 'evil', model: { provider: 'openai', baseUrl: 'http://evil.example/v1', model: 'm' }, mode: 'edit' },
      by(person),
    );
    const { key } = await claim(store, { agent: 'evil', task: first.id });
    await store.endRun(key, anOutcome({ result: 'RESULT' }), by(agent));
    await store.moveTask(first.id, 'done', null, by(person));
  });
  writeFileSync(join(theirs, 'snap-3.db'), image);
  writeFileSync(join(theirs, 'snap-2.db'), 'older');
  writeFileSync(join(theirs, 'wal-3.tsj'), 'not read');
  const store = await createMemoryTaskStore();
  await store.createTask({ title: 'mine', externalRefs: [{ system: 's', id: '1' }] }, 'cli', by(person));
  assert.deepEqual(await importStore(theirs, store, { at: 5000, board: defaultBoard }), { added: 2, skipped: 0 });
  const [, first, second] = (await store.listTasks({ order: 'number' })).items;
  assert.ok(first && second);
  assert.deepEqual(
    [first.title, first.status, second.status, second.dependsOn, second.parent],
    ['first', 'done', 'todo', [first.id], first.id],
  );
  for (const card of [first, second]) {
    assert.deepEqual(
      [card.accepted, card.agent, card.schedule, card.lease, card.budget, card.externalRefs],
      [false, null, null, null, {}, []],
    );
    assert.deepEqual(card.source, { door: 'import', actor: { kind: 'program', name: 'import' } });
  }
  assert.deepEqual([second.approval.required, second.approval.state], [true, 'pending']);
  assert.deepEqual(
    first.checks.map((check) => [check.state, check.baseline, check.latest]),
    [['proposed', null, null]],
  );
  const [comment] = await store.listComments(first.id);
  assert.deepEqual([comment?.text, comment?.by], ['a note', { kind: 'program', name: 'ada' }]);
  assert.deepEqual(await store.listAgents(), []);
});

test('what older versions let in does not stop an import: what makes no sense any more is left out, a due day stays one', async (context) => {
  const fixture = await LocalStoreFixture.make(context);
  const theirs = join(fixture.dataFolder, 'theirs');
  mkdirSync(theirs);
  const image = await imageOf(
    async (store) => {
      const first = await addQueued(store, { checks: [commandCheck, { ...commandCheck, command: '?' }], due: '2026-12-31' });
      await addQueued(store, { relations: [{ kind: 'relates', task: first.id }] });
    },
    `UPDATE tasks SET labels = '[" ", " a ", "A"]', capabilities = '["\\t", "ts"]', checks = replace(checks, '"command":"?"', '"command":" "')`,
    `UPDATE tasks SET relations = json_array(json_extract(relations, '$[0]'), json_extract(relations, '$[0]'),
      json_object('kind', 'blocks', 'task', id)) WHERE number = 2`,
  );
  writeFileSync(join(theirs, 'snap-1.db'), image);
  const store = await createMemoryTaskStore();
  assert.deepEqual(await importStore(theirs, store, { at: 5000, board: defaultBoard }), { added: 2, skipped: 0 });
  const [first, second] = (await store.listTasks({ order: 'number' })).items;
  assert.deepEqual([first?.labels, first?.capabilities, first?.due], [['a'], ['ts'], '2026-12-31']);
  assert.deepEqual(
    first?.checks.map(({ spec }) => spec),
    [commandCheck],
  );
  assert.deepEqual(second?.relations, [{ kind: 'relates', task: first?.id }]);
});

test('files that are not exactly a store are refused before anything in them runs', async (context) => {
  const folder = await tempFolder(context);
  const file = join(folder, 'snap-1.db');
  const tampering: [string, ...string[]][] = [
    ['trigger', 'CREATE TRIGGER t AFTER UPDATE ON tasks BEGIN DELETE FROM audit; END'],
    ['view', 'CREATE VIEW v AS SELECT 1'],
    ['view', 'CREATE VIEW v AS WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT x FROM c'],
    [
      'view',
      'DROP TABLE comments',
      'CREATE VIEW comments AS WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x FROM c) SELECT x AS seq, x AS task FROM c',
    ],
    ['table', 'CREATE VIRTUAL TABLE f USING fts4(x)'],
    ['table', 'CREATE TABLE more(x)'],
    ['index', `CREATE INDEX i ON tasks(json_extract(labels, '$'))`],
    ['table', 'ALTER TABLE tasks ADD COLUMN extra TEXT'],
    ['missing', 'DROP TABLE artifacts'],
    ['newer Rota', 'PRAGMA user_version = 7'],
    [
      'contains|read',
      'PRAGMA writable_schema = ON',
      `UPDATE sqlite_schema SET sql = 'CREATE TABLE tasks(id TEXT, x AS (random()))' WHERE name = 'tasks'`,
    ],
  ];
  for (const [reason, ...sql] of tampering) {
    writeFileSync(file, await imageOf(oneCard, ...sql));
    await assert.rejects(readForeignFile(file, size), { code: 'invalid', message: new RegExp(reason) }, sql.join('; '));
  }
});

test('garbage, huge files, links and devices are refused', async (context) => {
  const folder = await tempFolder(context);
  const [file, link] = [join(folder, 'snap-1.db'), join(folder, 'snap-2.db')];
  const good = await imageOf(oneCard);
  const garbage = good.map((byte, index) => (index < 100 ? byte : (byte * 31 + index) & 255));
  for (const bytes of [
    new Uint8Array(),
    new TextEncoder().encode('SQLite format 3\0'),
    garbage,
    good.subarray(0, 700),
    new Uint8Array(5000),
  ]) {
    writeFileSync(file, bytes);
    await assert.rejects(readForeignFile(file, size), { code: 'invalid' });
  }
  truncateSync(file, size + 1);
  await assert.rejects(readForeignFile(file, size), { code: 'invalid', message: /larger than 64 MB/ });
  symlinkSync('/dev/zero', link);
  await assert.rejects(readForeignFile(link, size), { code: 'invalid' });
  await assert.rejects(readForeignFile('/dev/zero', size), { code: 'invalid' });
  await assert.rejects(readForeignFile(folder, size), { code: 'invalid' });
  await assert.rejects(importStore(folder, await createMemoryTaskStore(), { at: 1, board: defaultBoard }), { code: 'invalid' });
  await assert.rejects(importStore(join(folder, 'gone'), await createMemoryTaskStore(), { at: 1, board: defaultBoard }), {
    code: 'not-found',
  });
});

test('rows that make no sense are left out, the others come in', async (context) => {
  const file = join(await tempFolder(context), 'snap-1.db');
  const fill = async (store: TaskStore): Promise<void> => {
    for (let n = 0; n < 6; n += 1) await addQueued(store, { title: `card ${n}` });
  };
  const bad = [
    `UPDATE tasks SET labels = '{broken' WHERE number = 1`,
    `UPDATE tasks SET status = 'owned' WHERE number = 2`,
    `UPDATE tasks SET title = '' WHERE number = 3`,
    `UPDATE tasks SET id = '../../etc/passwd' WHERE number = 4`,
    `UPDATE tasks SET checks = '[{"id":"c1","spec":{"kind":"files","pattern":"../../x"}}]' WHERE number = 5`,
  ];
  writeFileSync(file, await imageOf(fill, ...bad));
  const { cards, skipped } = await readForeignFile(file, size);
  assert.deepEqual([cards.map((card) => card.task.title), skipped], [['card 5'], 5]);
});

test('reading a foreign store is given up after its time', async (context) => {
  const folder = await tempFolder(context);
  writeFileSync(join(folder, 'snap-1.db'), await imageOf(oneCard));
  const store = await createMemoryTaskStore();
  await assert.rejects(importStore(folder, store, { at: 1, board: defaultBoard }, { bytes: size, milliseconds: 0 }), {
    code: 'invalid',
    message: /took too long/,
  });
  assert.deepEqual((await store.listTasks({})).items, []);
});

test('a foreign card whose payload is deeper than a card may have, or that makes no sense, is left out and counted', async (context) => {
  const folder = await tempFolder(context);
  const file = join(folder, 'snap-1.db');
  const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);
  for (const [set, kept] of [
    [`payload = '${nested(64)}'`, 1],
    [`payload = '${nested(65)}'`, 0],
    [`payload = '${nested(1001)}'`, 0],
    [`payload = '{'`, 0],
    [`status = 'blocked'`, 0],
  ] as const) {
    writeFileSync(file, await imageOf(oneCard, `UPDATE tasks SET ${set}`));
    const { cards, skipped } = await readForeignFile(file, size);
    assert.deepEqual([cards.length, skipped], [kept, 1 - kept], set.slice(0, 30));
    const store = await createMemoryTaskStore();
    assert.deepEqual(await importStore(folder, store, { at: 1, board: defaultBoard }), { added: kept, skipped: 1 - kept });
  }
});
