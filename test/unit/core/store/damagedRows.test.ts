import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FreeJson } from '../../../../src/core/base/json.ts';
import type { JsonValue } from '../../../../src/core/base/json.ts';
import { Agent } from '../../../../src/core/model/agent.ts';
import { Board, BoardCard } from '../../../../src/core/model/boardCard.ts';
import { Run } from '../../../../src/core/model/run.ts';
import { Task } from '../../../../src/core/model/task.ts';
import type { TaskStore } from '../../../../src/core/store/taskStore.ts';
import { storeOperations } from '../../../../src/protocol/storeProtocol.ts';
import { createMemoryTaskStore } from '../../../support/memoryTaskStore.ts';
import { MemorySqlDriver } from '../../../support/memorySqlDriver.ts';
import { agent, by, claim, person } from '../../../support/storeScenario.ts';

const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);

/** Three cards, the second of which is changed behind the store's back. */
async function storeWithDamage(set: string, ...params: (string | number)[]): Promise<{ store: TaskStore; driver: MemorySqlDriver }> {
  const driver = await MemorySqlDriver.open();
  const store = await createMemoryTaskStore({ driver });
  for (const title of ['first', 'second', 'third'])
    await store.createTask({ title, labels: ['red'], metadata: { from: 'mail' }, status: 'queued' }, 'cli', by(person));
  await driver.commit([{ sql: `UPDATE tasks SET ${set} WHERE number = 2`, params }]);
  return { store, driver };
}

const damages: readonly [what: string, set: string, params: (string | number)[], named: string][] = [
  ['a payload nested deeper than SQLite reads', 'payload = ?', [nested(1001)], 'payload'],
  ['a payload nested deeper than the stack', 'payload = ?', [nested(200_000)], 'payload'],
  ['a payload that is no JSON', 'payload = ?', ['{"a":'], 'payload'],
  ['labels that are no JSON', 'labels = ?', ['red, blue'], 'labels'],
  ['labels of another form', 'labels = ?', ['{"a":1}'], 'labels'],
  ['metadata that is no JSON', 'metadata = ?', ['x'], 'metadata'],
  ['a check of a kind that nobody knows', 'checks = ?', ['[{"id":"c1"}]'], 'checks'],
  ['an approval that is no JSON', 'approval = ?', [''], 'approval'],
  ['a lease that is no JSON', 'lease = ?', ['mine'], 'lease'],
  ['a status that nobody knows', 'status = ?', ['blocked'], 'status'],
  ['a priority that nobody knows', 'priority = ?', ['P9'], 'priority'],
  ['an empty title', 'title = ?', [''], 'title'],
  ['progress beyond the end', 'progress = ?', [250], 'progress'],
  ['times before time began', 'created_at = ?, deadline = ?', [-5, -1], 'due'],
  ['an agent with a name of a thousand letters', 'agent = ?', ['x'.repeat(1000)], 'agent'],
];

for (const [what, set, params, named] of damages) {
  test(`${what}: the card is shown as damaged, the rest of the board lives, and it can be deleted`, async () => {
    const { store } = await storeWithDamage(set, ...params);
    const saysSo = new RegExp(`damaged in the store \\(.*${named}.*can be deleted.*backup`);

    const { items } = await store.listTasks({ order: 'number' });
    assert.deepEqual(
      items.map(({ number }) => number),
      [1, 2, 3],
    );
    for (const item of items) Task.parse(item);
    assert.match(items[1]?.statusReason ?? '', saysSo);
    assert.match((await store.findTask(2))?.statusReason ?? '', saysSo);
    assert.equal((await store.listTasks({ text: 'second' })).items.length, 1);
    assert.deepEqual(
      (await store.listTasks({ text: 'third', label: 'RED', metadata: { key: 'from', value: 'mail' } })).items.map(({ number }) => number),
      [3],
    );
    assert.equal((await store.listTasks({ status: ['todo', 'queued'] })).items.length, 3);
    assert.equal(
      Object.values(await store.countTasks()).reduce((sum, count) => sum + count),
      3,
    );
    assert.equal((await store.changesSince(0)).tasks.length, 3);

    const board = Board.parse(await store.readBoard());
    assert.equal(board.cards.length, 3);
    // Other threads and processes parse what they are answered.
    storeOperations.listTasks.result.parse(crossed(await store.listTasks({})));
    storeOperations.readBoardSince.result.parse(crossed(await store.readBoardSince(0)));
    storeOperations.changesSince.result.parse(crossed(await store.changesSince(0)));
    storeOperations.findTask.result.parse(crossed(await store.findTask(2)));
    const shown = board.cards.find(({ number }) => number === 2);
    if (boardShows.has(named)) assert.match(shown?.statusReason ?? '', saysSo);
    for (const card of (await store.readBoardSince(0)).cards) BoardCard.parse(card);

    await assert.rejects(store.changeTask(2, { title: 'mended' }, by(person)), {
      code: 'damaged',
      message: /#2 cannot be changed\. It is damaged/,
    });
    assert.equal((await store.changeTask(1, { title: 'changed' }, by(person))).title, 'changed');
    assert.equal((await store.createTask({ title: 'fourth' }, 'cli', by(person))).number, 4);
    assert.equal((await claim(store, { task: (await store.findTask(3))?.id ?? ('' as Task['id']) })).task.number, 3);

    await store.deleteTask(2, by(person));
    assert.deepEqual(
      (await store.readBoard()).cards.map(({ number }) => number),
      [1, 3, 4],
    );
    assert.deepEqual(
      (await store.listDeletedTasks()).map(({ number }) => number),
      [2],
    );
    assert.equal((await store.readBoardSince(0)).deleted.length, 1);
    await assert.rejects(store.restoreTask(2, by(person)), { code: 'damaged', message: /#2 was damaged.*only a backup/ });
  });
}

const crossed = (value: unknown): unknown => JSON.parse(JSON.stringify(value)) as unknown;

/** What a board reads of a card; other damage shows where the card is opened or listed. */
const boardShows = new Set(['payload', 'labels', 'status', 'priority', 'title', 'progress', 'due', 'agent']);

test('a card whose id or number makes no sense is shown and can be deleted', async () => {
  const { store } = await storeWithDamage('id = ?', 'no id at all');
  const [, damaged] = (await store.listTasks({ order: 'number' })).items;
  assert.match(damaged?.statusReason ?? '', /damaged in the store \(id\)/);
  assert.equal((await store.findTask(damaged?.id ?? 0))?.number, 2);
  assert.equal(Board.parse(await store.readBoard()).cards.length, 3);
  await store.deleteTask(damaged?.id ?? 2, by(person));
  assert.equal((await store.readBoard()).cards.length, 2);
  assert.equal((await store.readBoardSince(0)).deleted.length, 1);

  const other = await storeWithDamage('number = ?', -2);
  const cards = (await other.store.listTasks({})).items;
  assert.equal(cards.length, 3);
  const strange = cards.find(({ title }) => title === 'second');
  assert.match(strange?.statusReason ?? '', /\(number\)/);
  Board.parse(await other.store.readBoard());
  await other.store.deleteTask(strange?.id ?? 0, by(person));
  assert.equal((await other.store.readBoard()).cards.length, 2);
});

test('a card that a damaged one waits for can be ended, deleted and moved, and no queue stands still', async () => {
  const driver = await MemorySqlDriver.open();
  const store = await createMemoryTaskStore({ driver });
  const first = await store.createTask({ title: 'first' }, 'cli', by(person));
  await store.createTask(
    { title: 'second', dependsOn: [first.id], relations: [{ kind: 'relates', task: first.id }], status: 'queued' },
    'cli',
    by(person),
  );
  await driver.commit([{ sql: 'UPDATE tasks SET payload = ? WHERE number = 2', params: [nested(1001)] }]);
  assert.equal((await store.moveTask(1, 'done', null, by(person))).status, 'done');
  await store.createTask({ title: 'third', status: 'queued', priority: 'P3' }, 'cli', by(person));
  const claimed = await claim(store, {});
  assert.equal(claimed.task.title, 'third', 'the damaged card comes first and is passed over');
  await assert.rejects(claim(store, { task: (await store.findTask(2))?.id as Task['id'] }), { code: 'damaged' });
  await store.rankTask(3, null, first.id, by(person)).catch(() => undefined);
  await store.deleteTask(1, by(person));
  assert.equal((await store.readBoard()).cards.length, 2);
});

test('runs of a damaged card do not keep the board from opening, and their records may be damaged themselves', async () => {
  const { store, driver } = await storeWithDamage('title = title');
  const second = await store.findTask(2);
  const { key: run } = await claim(store, { task: second?.id as Task['id'] });
  const third = await claim(store, { task: (await store.findTask(3))?.id as Task['id'] });
  await driver.commit([
    { sql: 'UPDATE tasks SET payload = ? WHERE number = 2', params: [nested(1001)] },
    { sql: 'UPDATE runs SET usage = ?, attempt = ? WHERE id = ?', params: ['{"input":', 0, third.key.run] },
  ]);
  const recovered = await store.recoverRuns(by(person, 10_000_000_000));
  assert.deepEqual(
    recovered.map(({ id }) => id),
    [third.key.run],
  );
  const { items } = await store.listRuns({});
  assert.equal(items.length, 2);
  for (const each of items) Run.parse(each);
  assert.match((await store.findRun(third.key.run))?.error ?? '', /damaged in the store/);
  assert.equal((await store.findRun(run.run))?.status, 'running');
});

test('a damaged comment, line of history, agent or audit record hides none of the others', async () => {
  const { store, driver } = await storeWithDamage('title = title');
  const id = (await store.findTask(1))?.id as Task['id'];
  for (const text of ['one', 'two', 'three']) await store.addComment(1, text, by(person));
  await store.createAgent({ name: 'able', model: { provider: 'simulated' }, tools: ['read_file'] }, by(person));
  await store.createAgent({ name: 'broken', model: { provider: 'simulated' }, tools: ['read_file'], prompt: 'Be kind.' }, by(person));
  await store.createAgent({ name: 'torn', model: { provider: 'simulated' } }, by(person));
  await driver.commit([
    { sql: "UPDATE comments SET actor = 'nobody' WHERE text = 'two'", params: [] },
    { sql: "UPDATE task_events SET actor = '[' WHERE seq = 1", params: [] },
    { sql: "UPDATE audit SET actor = '[' WHERE seq = 1", params: [] },
    { sql: `UPDATE agents SET definition = json_set(definition, '$.tools', 7, '$.mode', 'all') WHERE name = 'broken'`, params: [] },
    { sql: `UPDATE agents SET definition = '{"name":' WHERE name = 'torn'`, params: [] },
  ]);
  const comments = await store.listComments(id);
  assert.deepEqual(
    comments.map(({ text, by: { name } }) => [text, name]),
    [
      ['one', person.name],
      ['two', 'rota'],
      ['three', person.name],
    ],
  );
  assert.equal((await store.listTaskEvents(id)).length, 4);
  assert.ok((await store.listAudit({})).length > 3);
  const agents = await store.listAgents();
  for (const each of agents) Agent.parse(each);
  const [able, broken, torn] = agents;
  assert.deepEqual([able?.offline, able?.tools], [false, ['read_file']]);
  // Damage never widens what an agent may do: it is offline, has no tools, and asks.
  assert.deepEqual([broken?.offline, broken?.tools, broken?.mode, broken?.prompt], [true, [], 'ask', 'Be kind.']);
  assert.match(broken?.description ?? '', /Damaged in the store \(tools, mode\)/);
  assert.deepEqual([torn?.name, torn?.offline, torn?.tools], ['torn', true, []]);
  await store.removeAgent('torn', by(person));
  assert.equal((await store.listAgents()).length, 2);
});

test('what is given freely has at most 64 levels and 256 KB, at every way into the store', async () => {
  const store = await createMemoryTaskStore();
  const wide: JsonValue = 'x'.repeat(256 * 1024);
  const deep = JSON.parse(nested(65)) as JsonValue;
  const fits = JSON.parse(nested(64)) as JsonValue;
  const task = await store.createTask({ title: 'fits', payload: fits }, 'cli', by(person));
  assert.deepEqual((await store.findTask(1))?.payload, fits);
  const wrong: [object, RegExp][] = [
    [{ payload: deep }, /nested deeper than 64 levels; put it into a file/],
    [{ payload: JSON.parse(nested(100_000)) as JsonValue }, /nested deeper than 64 levels/],
    [{ payload: { a: { b: wide } } }, /takes 257 KB, and at most 256 KB are kept/],
    [{ metadata: Object.fromEntries(Array.from({ length: 40 }, (_, at) => [`k${at}`, 'é'.repeat(5000)])) }, /at most 256 KB/],
  ];
  for (const [fields, message] of wrong) {
    for (const actor of [person, agent]) {
      await assert.rejects(store.createTask({ title: 'no', ...fields }, 'cli', by(actor)), { code: 'invalid', message });
      await assert.rejects(store.changeTask(task.id, fields, by(actor)), { code: 'invalid', message });
    }
  }
  assert.equal((await store.listTasks({})).items.length, 1);
  assert.ok(FreeJson.safeParse({ a: [1, 'b', null, { c: true }] }).success);
  assert.ok(!FreeJson.safeParse({ a: () => 1 }).success);
});

test('a payload that an older version took, deeper than is taken today, stays readable and the card can be changed', async () => {
  const { store } = await storeWithDamage('payload = ?', nested(900));
  const card = await store.findTask(2);
  assert.equal(card?.statusReason, null);
  assert.equal((await store.changeTask(2, { title: 'other' }, by(person))).title, 'other');
  await store.deleteTask(2, by(person));
  assert.equal((await store.restoreTask(2, by(person))).title, 'other');
});
