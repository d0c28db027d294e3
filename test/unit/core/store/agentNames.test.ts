import assert from 'node:assert/strict';
import { test } from 'node:test';
import { agentActions } from '../../../../src/core/actions/agentActions.ts';
import { ActionTable } from '../../../../src/core/actions/actionTable.ts';
import { assign } from '../../../../src/core/rules/assignment.ts';
import type { TaskStore } from '../../../../src/core/store/taskStore.ts';
import { builtinTools } from '../../../../src/core/tools/catalog.ts';
import { freeName, nameProblem } from '../../../../src/vscode/models/agentNames.ts';
import { createMemoryTaskStore } from '../../../support/memoryTaskStore.ts';
import { MemorySqlDriver } from '../../../support/memorySqlDriver.ts';
import { by, claim, person } from '../../../support/storeScenario.ts';

const model = { provider: 'simulated' } as const;
const cafe = 'cafe\u0301';

test('an agent is one, however its name is typed: made once, found, changed and removed by every spelling', async () => {
  const store = await createMemoryTaskStore();
  assert.equal((await store.createAgent({ name: ` ${cafe} `, model }, by(person))).name, 'caf\u00e9');
  for (const name of ['café', 'CAFÉ', cafe, `${cafe.toUpperCase()} `])
    await assert.rejects(store.createAgent({ name, model }, by(person)), { code: 'conflict', message: /There is already an agent "café"/ });
  assert.equal((await store.changeAgent('CAFE\u0301', { mode: 'edit' }, by(person))).mode, 'edit');
  assert.equal((await store.findAgent(' Café '))?.mode, 'edit');
  assert.equal((await store.listAgents()).length, 1);
  await store.removeAgent('CAFÉ', by(person));
  assert.equal((await store.listAgents()).length, 0);
});

test('a card names its agent as the agent is spelled, also one that comes later, and is found and done under any spelling', async () => {
  const store = await createMemoryTaskStore();
  await store.createAgent({ name: 'fixer', model }, by(person));
  const first = await store.createTask({ title: 'first', agent: ' FIXER ', status: 'queued' }, 'cli', by(person));
  const second = await store.createTask({ title: 'second', agent: 'Later' }, 'cli', by(person));
  const third = await store.createTask({ title: 'third' }, 'cli', by(person));
  assert.deepEqual([first.agent, second.agent], ['fixer', 'Later']);
  assert.equal((await store.changeTask(third.id, { agent: 'FiXeR' }, by(person))).agent, 'fixer');
  await store.createAgent({ name: 'later', model }, by(person));
  assert.equal((await store.findTask(second.id))?.agent, 'later');
  for (const agent of ['fixer', 'FIXER', 'fixer '])
    assert.deepEqual(
      (await store.listTasks({ agent })).items.map(({ title }) => title),
      ['first', 'third'],
    );
  assert.equal((await store.listTasks({ agent: null })).items.length, 0);
  const agents = await store.listAgents();
  assert.equal(assign({ agent: 'FIXER ', capabilities: [] }, agents, () => 0).agent?.name, 'fixer');
  assert.equal((await claim(store, { agent: 'fixer' })).task.title, 'first');
});

test('a filter by label compares without case, composition and blanks', async () => {
  const store = await createMemoryTaskStore();
  for (const label of ['Café', cafe, 'bug', 'BUG', 'debug']) await store.createTask({ title: label, labels: [label] }, 'cli', by(person));
  const count = async (label: string): Promise<number> => (await store.listTasks({ label })).items.length;
  assert.deepEqual([await count('CAFÉ'), await count('bug'), await count(' Bug '), await count('bu')], [2, 2, 2, 0]);
});

/** A store of an older version, where one name was three agents. */
async function withDoubles(): Promise<TaskStore> {
  const driver = await MemorySqlDriver.open();
  const store = await createMemoryTaskStore({ driver });
  await store.createAgent({ name: 'fixer', model, description: 'fixer' }, by(person));
  for (const name of ['FIXER', 'fixer ']) {
    const sql = `INSERT INTO agents(name, definition) SELECT ?, json_set(definition, '$.name', ?, '$.description', ?) FROM agents WHERE name = 'fixer'`;
    await driver.commit([{ sql, params: [name, name, name] }]);
  }
  await store.createTask({ title: 'card' }, 'cli', by(person));
  await driver.commit([{ sql: `UPDATE tasks SET agent = 'fixer ', status = 'queued', ready = 1`, params: [] }]);
  return store;
}

test('a store with such doubles goes on opening: each is there under its spelling, and none can be added', async () => {
  const store = await withDoubles();
  assert.deepEqual(
    (await store.listAgents()).map(({ name }) => name),
    ['FIXER', 'fixer', 'fixer '],
  );
  for (const name of ['FIXER', 'fixer', 'fixer ']) assert.equal((await store.findAgent(name))?.description, name);
  assert.equal((await store.findAgent('Fixer'))?.name, 'FIXER');
  await assert.rejects(store.createAgent({ name: 'Fixer', model }, by(person)), { code: 'conflict', message: /already an agent "FIXER"/ });
  const [card] = (await store.listTasks({})).items;
  assert.equal(assign({ agent: card?.agent ?? null, capabilities: [] }, await store.listAgents(), () => 0).agent?.name, 'fixer ');
  assert.equal((await claim(store, { agent: 'fixer ' })).task.title, 'card');
  await store.changeAgent('fixer ', { prompt: 'mine' }, by(person));
  assert.deepEqual(
    (await store.listAgents()).map(({ prompt }) => prompt),
    ['', '', 'mine'],
  );
  await store.removeAgent('FIXER', by(person));
  assert.deepEqual(
    (await store.listAgents()).map(({ name }) => name),
    ['fixer', 'fixer '],
  );
});

test('tools that do not exist are refused at the table of actions, so at every door', async () => {
  const store = await createMemoryTaskStore();
  const table = new ActionTable(agentActions({ store, tools: builtinTools, now: () => 1 }));
  const call = { actor: person, door: 'http', signal: new AbortController().signal };
  const wrong = { code: 'invalid', message: /There is no tool "read_fil" \(did you mean "read_file"\?\)\. The tools are: list_files/ };
  await assert.rejects(table.call('agent.create', { name: 'x', model, tools: ['read_fil'] }, call), wrong);
  await table.call('agent.create', { name: 'x', model, tools: ['read_file'] }, call);
  await assert.rejects(table.call('agent.change', { agent: 'X', change: { tools: ['read_fil'] } }, call), wrong);
  await table.call('agent.change', { agent: ' X', change: { tools: null } }, call);
});

test('the inputs of the editor take names the same way', () => {
  assert.equal(nameProblem(' CODER ', ['coder']), 'There is an agent "coder" already.');
  assert.equal(nameProblem('हिन्दी', ['coder']), undefined);
  assert.equal(nameProblem(cafe, ['coder']), undefined);
  assert.match(nameProblem('../x', []) ?? '', /1 to 64 letters/);
  assert.equal(freeName({ provider: 'simulated' }, ['Simulation']), 'simulation 2');
});
