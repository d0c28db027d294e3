import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clearTasks, findClearable } from '../../../../src/core/tasks/clearing.ts';
import type { TaskDraft } from '../../../../src/core/model/task.ts';
import type { TaskStore } from '../../../../src/core/store/taskStore.ts';
import { createMemoryTaskStore } from '../../../support/memoryTaskStore.ts';
import { agent, by, person } from '../../../support/storeScenario.ts';

async function ended(store: TaskStore, to: 'done' | 'failed' | 'canceled', at: number, draft: Partial<TaskDraft> = {}): Promise<void> {
  const card = await store.createTask({ title: `${to} at ${at}`, ...draft }, 'cli', by(person));
  await store.moveTask(card.id, to, null, by(person, at));
}

const numbers = (tasks: readonly { number: number }[]): number[] => tasks.map(({ number }) => number);

const keepCopy = async (): Promise<void> => undefined;

test('ended cards that fit every part of the filter are cleared, and can be restored', async () => {
  const store = await createMemoryTaskStore();
  await ended(store, 'done', 100, { project: 'site', metadata: { sprint: '7' } });
  await ended(store, 'canceled', 100, { project: 'site' });
  await ended(store, 'done', 900, { project: 'site', metadata: { sprint: '7' } });
  await ended(store, 'failed', 100, { project: 'app', metadata: { 'a "b"': "it's" } });
  await store.createTask({ title: 'open', project: 'site', metadata: { sprint: '7' } }, 'cli', by(person, 1));
  const status = ['done', 'failed', 'canceled'] as const;
  const fitting = async (filter: object): Promise<number[]> => numbers((await findClearable(store, { status, ...filter })).cleared);
  assert.deepEqual(await fitting({}), [1, 2, 3, 4]);
  assert.deepEqual(await fitting({ status: ['canceled'] }), [2]);
  assert.deepEqual(await fitting({ changedBefore: 900 }), [1, 2, 4]);
  assert.deepEqual(await fitting({ metadata: { key: 'sprint', value: '7' } }), [1, 3]);
  assert.deepEqual(await fitting({ metadata: { key: 'a "b"', value: "it's" } }), [4]);
  assert.deepEqual(await fitting({ metadata: { key: 'sprint', value: '7' }, project: 'site', changedBefore: 500 }), [1]);
  await assert.rejects(clearTasks(store, { status }, by(agent), keepCopy), { code: 'refused' });
  const cleared = await clearTasks(store, { status, project: 'site' }, by(person), keepCopy);
  assert.deepEqual([numbers(cleared.cleared), cleared.kept], [[1, 2, 3], []]);
  assert.deepEqual(numbers((await store.listTasks({ order: 'number' })).items), [4, 5]);
  assert.equal((await store.restoreTask(2, by(person))).status, 'canceled');
});

test('a card that did not deliver stays while an unfinished one waits for it', async () => {
  const store = await createMemoryTaskStore();
  for (const to of ['failed', 'done', 'canceled'] as const) await ended(store, to, 100);
  const ids = (await store.listTasks({ order: 'number' })).items.map(({ id }) => id);
  await store.createTask({ title: 'waits', dependsOn: ids.slice(0, 2) }, 'cli', by(person));
  await ended(store, 'canceled', 100, { dependsOn: ids.slice(2) });
  const { cleared, kept } = await clearTasks(store, { status: ['done', 'failed', 'canceled'] }, by(person), keepCopy);
  assert.deepEqual([numbers(cleared), kept.map(({ task, reason }) => [task.number, reason])], [[2, 3, 5], [[1, '#4 waits for it']]]);
  assert.equal((await store.findTask(4))?.openDependencies, 1);
});

test('a copy of the board is kept before many cards go at once, and for few of them none', async () => {
  const store = await createMemoryTaskStore();
  const copies: number[] = [];
  const keep = async (): Promise<void> => void copies.push((await store.listTasks({})).items.length);
  for (let n = 0; n < 4; n++) await ended(store, 'done', 100);
  await clearTasks(store, { status: ['done'] }, by(person), keep);
  for (let n = 0; n < 5; n++) await ended(store, 'done', 100);
  await clearTasks(store, { status: ['done'] }, by(person), keep);
  assert.deepEqual(copies, [5]);
  for (let n = 0; n < 5; n++) await ended(store, 'done', 100);
  await assert.rejects(clearTasks(store, { status: ['done'] }, by(agent), keep), { code: 'refused' });
  assert.deepEqual(copies, [5], 'an agent, which is refused, pushes no copy out');
  const full = async (): Promise<void> => Promise.reject(new Error('the disk is full'));
  await assert.rejects(clearTasks(store, { status: ['done'] }, by(person), full), {
    code: 'refused',
    message: /nothing was deleted: the disk is full/,
  });
  assert.equal((await store.listTasks({})).items.length, 5);
});
