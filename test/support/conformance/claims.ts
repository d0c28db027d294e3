import assert from 'node:assert/strict';
import type { TaskStore } from '../../../src/core/store/taskStore.ts';
import { aClaim, addQueued, agent, anOutcome, by, claim, person, program, type ConformanceTest } from '../storeScenario.ts';

const tryClaim = (store: TaskStore, change = {}, at = 1000): ReturnType<TaskStore['claimTask']> =>
  store.claimTask(aClaim(change), by(agent, at));

export const claimTests: ConformanceTest[] = [
  [
    'cards are claimed by priority, weight, rank',
    async (store) => {
      const names = ['later', 'light', 'heavy', 'urgent'];
      const drafts = [{}, { priority: 'P1' }, { priority: 'P1', weight: 5 }, { priority: 'P0' }] as const;
      const cards = await Promise.all(drafts.map((draft, index) => addQueued(store, { title: names[index] ?? '', ...draft })));
      const second = await addQueued(store, { title: 'before later' });
      await store.rankTask(second.id, null, cards[0]?.id ?? null, by(person));
      const order: string[] = [];
      for (let next = await tryClaim(store); next; next = await tryClaim(store)) order.push(next.task.title);
      assert.deepEqual(order, ['urgent', 'heavy', 'light', 'before later', 'later']);
    },
  ],
  [
    'each card is claimed once, whoever asks at the same time',
    async (store) => {
      await Promise.all(Array.from({ length: 5 }, () => addQueued(store)));
      const claims = await Promise.all(Array.from({ length: 12 }, (_, index) => tryClaim(store, { holder: `h${index}` })));
      const tasks = claims.flatMap((claimed) => (claimed ? [claimed.task.id] : []));
      assert.equal(tasks.length, 5);
      assert.equal(new Set(tasks).size, 5);
      const first = claims[0];
      assert.ok(first);
      assert.deepEqual(first.task.lease, { holder: 'h0', run: first.run.id, fence: 1, expires: 61_000 });
      assert.deepEqual([first.run.status, first.run.attempt, first.task.attempts, first.task.status], ['running', 1, 1, 'running']);
    },
  ],
  [
    'what may not start is not claimed, one reason at a time',
    async (store) => {
      const early = await addQueued(store, { runAfter: 5000 });
      assert.equal(await tryClaim(store, {}, 4999), undefined);
      assert.equal((await claim(store, {}, 5000)).task.id, early.id);
      const proposed = await addQueued(store, {}, by(program));
      assert.equal(await tryClaim(store, { task: proposed.id }), undefined);
      await store.acceptTask(proposed.id, { card: true }, by(person));
      assert.equal((await claim(store, { task: proposed.id })).task.id, proposed.id);
      const risky = await addQueued(store, { actionType: 'payment' });
      assert.equal(await tryClaim(store), undefined);
      await store.acceptTask(risky.id, { approval: true }, by(person));
      assert.equal((await claim(store)).task.id, risky.id);
      await addQueued(store, { agent: 'somebody else' });
      assert.equal(await tryClaim(store), undefined);
      const planned = await store.createTask({ title: 'planned' }, 'cli', by(person));
      assert.equal(await tryClaim(store, { task: planned.id }), undefined);
    },
  ],
  [
    'a full or offline agent takes nothing',
    async (store) => {
      const model = { provider: 'simulated' } as const;
      await store.createAgent({ name: 'coder', model, maxConcurrent: 2 }, by(person));
      await Promise.all([addQueued(store), addQueued(store), addQueued(store)]);
      const { key } = await claim(store);
      await claim(store);
      assert.equal(await tryClaim(store), undefined);
      await store.endRun(key, anOutcome(), by(agent));
      await store.changeAgent('coder', { offline: true }, by(person));
      assert.equal(await tryClaim(store), undefined);
      await store.changeAgent('coder', { offline: false }, by(person));
      await claim(store);
    },
  ],
  [
    'dependencies hold a card until they are done, and only done will do',
    async (store) => {
      const first = await addQueued(store, { title: 'first' });
      const second = await addQueued(store, { title: 'second', dependsOn: [first.id, first.id] });
      assert.deepEqual([second.openDependencies, second.dependsOn], [1, [first.id]]);
      await store.moveTask(first.id, 'canceled', null, by(person));
      assert.equal(await tryClaim(store, { task: second.id }), undefined);
      await store.moveTask(first.id, 'queued', null, by(person));
      await store.moveTask(first.id, 'done', null, by(person));
      assert.equal((await store.findTask(second.id))?.openDependencies, 0);
      await store.moveTask(first.id, 'todo', null, by(person));
      assert.equal(await tryClaim(store, { task: second.id }), undefined);
      await store.changeTask(second.id, { dependsOn: [] }, by(person));
      assert.equal((await claim(store)).task.id, second.id);
    },
  ],
  [
    'dependencies that lead in a circle are refused by number',
    async (store) => {
      const a = await addQueued(store);
      const b = await addQueued(store, { dependsOn: [a.id] });
      const c = await addQueued(store, { dependsOn: [b.id] });
      await assert.rejects(store.changeTask(a.id, { dependsOn: [c.id] }, by(person)), { code: 'refused', message: /#1 → #3 → #2 → #1/ });
      await assert.rejects(store.changeTask(a.id, { dependsOn: [a.id] }, by(person)), { code: 'refused', message: /#1 → #1/ });
      await store.changeTask(a.id, { parent: c.id }, by(person));
      await assert.rejects(store.changeTask(c.id, { parent: a.id }, by(person)), { code: 'refused' });
    },
  ],
];
