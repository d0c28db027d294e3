import assert from 'node:assert/strict';
import type { Task } from '../../../src/core/model/task.ts';
import type { TaskStore } from '../../../src/core/store/taskStore.ts';
import { addQueued, agent, anOutcome, aResult, by, claim, commandCheck, person, toolEnd, type ConformanceTest } from '../storeScenario.ts';

const day = 24 * 60 * 60_000;

/** All that the store tells about a card, but what every change changes. */
async function whole(store: TaskStore, task: Task): Promise<unknown> {
  const { items: runs } = await store.listRuns({ task: task.id });
  const card = await store.findTask(task.id);
  const shown = (await store.readBoard()).cards.find((each) => each.id === task.id);
  return {
    task: { ...card, revision: 0 },
    shown: { ...shown, revision: 0 },
    comments: await store.listComments(task.id),
    artifacts: await store.listArtifacts(task.id),
    requests: await store.listRequests({ task: task.id }),
    events: (await store.listTaskEvents(task.id)).filter((event) => event.type !== 'task-restore').map(({ seq: _, ...event }) => event),
    runs,
    logs: await Promise.all(runs.map((run) => store.readRunEvents(run.id, 0))),
    files: await Promise.all(runs.map((run) => store.listRunFiles(run.id))),
    found: (await store.listTasks({ text: 'zebra' })).items.map(({ id }) => id),
    reference: (await store.findTaskByExternalRef('s', '1'))?.id,
  };
}

const today = 20_000 * day + 10 * 60 * 60_000;
const minute = 60_000;

/** What the clock said at the deletion of a card, and at the writes after it. */
const wrongClocks: readonly (readonly [name: string, times: readonly number[]])[] = [
  ['forty days ahead for one write', [today, today + minute, today + 40 * day, today + 2 * minute]],
  ['forty days ahead when it was deleted', [today + 40 * day, today, today + minute]],
  ['years ahead for a while', [today, ...Array.from({ length: 20 }, (_, index) => today + (5000 + index) * day), today + minute]],
  ['from day to day and back, again and again', Array.from({ length: 80 }, (_, index) => today + (index % 2) * 40 * day + index * minute)],
  ['years back when it was deleted', [0, today, today + minute]],
  ['years back for one write', [today, 0, today + minute, today + 2 * day]],
  ['used again after a year', [today, today + 365 * day]],
];

/** A write on each of those days after today. */
async function useDaily(store: TaskStore, first: number, last: number): Promise<void> {
  const { id } = (await store.listTasks({ limit: 1, order: 'number' })).items.at(-1) ?? assert.fail('no card is left');
  for (let index = first; index <= last; index++)
    await store.changeTask(id, { description: `day ${index}` }, by(person, today + index * day));
}

async function keptTitles(store: TaskStore): Promise<string[]> {
  return (await store.listDeletedTasks()).map(({ title }) => title);
}

async function fullCard(store: TaskStore): Promise<{ card: Task; child: Task }> {
  const needed = await store.createTask({ title: 'needed', approvalRequired: true }, 'cli', by(person));
  const draft = {
    title: 'zebra \u0000',
    dependsOn: [needed.id],
    parent: needed.id,
    externalRefs: [{ system: 's', id: '1' }],
    checks: [commandCheck],
  };
  const card = await addQueued(store, { ...draft, relations: [{ kind: 'relates', task: needed.id }] });
  await store.moveTask(needed.id, 'done', null, by(person));
  const links = { parent: card.id, dependsOn: [card.id], relations: [{ kind: 'blocks' as const, task: card.id }] };
  const child = await store.createTask({ title: 'child', ...links }, 'cli', by(person));
  const { key } = await claim(store, { task: card.id });
  await store.appendRunEvents(key, [{ at: 1, body: toolEnd('c') }], true);
  await store.recordRunFile(key, { run: key.run, root: 'w', path: 'a.ts', access: 'read', before: null, after: null });
  await store.recordCheck(key, { check: 'c1', phase: 'latest', result: aResult(true) }, by(agent));
  await store.openRequest(key, 'q1', { kind: 'question', callId: 'c', question: 'which?', choices: [] }, by(agent));
  await store.endRun(key, anOutcome({ status: 'waiting', taskStatus: 'waiting', result: 'so far' }), by(agent));
  await store.addArtifact(
    {
      id: 'a1',
      task: card.id,
      run: key.run,
      name: 'out',
      mediaType: 'text/plain',
      size: 1,
      hash: await store.putBlob(new Uint8Array([1])),
    },
    by(agent),
  );
  return { card, child };
}

export const deletedTests: ConformanceTest[] = [
  [
    'a deleted card comes back whole, with its runs, requests and links in both directions',
    async (store) => {
      const { card, child } = await fullCard(store);
      const before = { card: await whole(store, card), child: await store.findTask(child.id) };
      await store.deleteTask(card.id, by(person, 2000));
      assert.deepEqual(await store.listDeletedTasks(), [{ id: card.id, number: 2, title: 'zebra \u0000', deletedAt: 2000 }]);
      for (const list of [await store.listRequests({}), (await store.listRuns({})).items, await store.listArtifacts(card.id)])
        assert.deepEqual(list, []);
      const { revision } = await store.changesSince(0);
      await assert.rejects(store.restoreTask(card.id, by(agent)), { code: 'refused' });
      const restored = await store.restoreTask(card.number, by(person, 3000));
      assert.deepEqual(await store.findTask(card.id), restored);
      assert.deepEqual(await whole(store, card), before.card);
      assert.deepEqual({ ...(await store.findTask(child.id)), revision: 0 }, { ...before.child, revision: 0 });
      const changes = await store.changesSince(revision);
      assert.deepEqual([changes.deleted, changes.tasks.map(({ id }) => id).sort()], [[], [card.id, child.id].sort()]);
      assert.deepEqual(await store.listDeletedTasks(), []);
      assert.equal((await store.listRequests({ open: true })).length, 1);
      await assert.rejects(store.restoreTask(card.id, by(person)), { code: 'refused', message: /not deleted/ });
      await store.deleteTask(card.id, by(person, 4000));
      await store.restoreTask(card.id, by(person, 5000));
    },
  ],
  [
    'a restored card leaves out what no longer fits, and its history says what',
    async (store) => {
      const [needed, card] = [
        await store.createTask({ title: 'needed' }, 'cli', by(person)),
        await addQueued(store, { externalRefs: [{ system: 's', id: '1' }] }),
      ];
      await store.changeTask(card.id, { dependsOn: [needed.id], parent: needed.id }, by(person));
      const waiting = await addQueued(store, { dependsOn: [card.id] });
      const other = await store.createTask({ title: 'other', parent: card.id }, 'cli', by(person));
      await store.deleteTask(card.id, by(person));
      await store.changeTask(other.id, { parent: needed.id }, by(person));
      await store.changeTask(needed.id, { dependsOn: [waiting.id] }, by(person));
      const taker = await store.createTask({ title: 'taker', externalRefs: [{ system: 's', id: '1' }] }, 'cli', by(person));
      await store.rankTask(taker.id, needed.id, waiting.id, by(person));
      const back = await store.restoreTask(card.id, by(person));
      assert.deepEqual([back.dependsOn, back.parent, back.externalRefs, back.openDependencies], [[needed.id], needed.id, [], 1]);
      assert.deepEqual((await store.findTask(waiting.id))?.dependsOn, []);
      assert.equal((await store.findTask(other.id))?.parent, needed.id);
      const ranks = (await store.listTasks({})).items.map(({ rank }) => rank);
      assert.equal(new Set(ranks).size, ranks.length);
      const told = (await store.listTaskEvents(card.id)).at(-1)?.message ?? '';
      for (const part of ['1 in s', '#3 waits for it', 'parent of #4']) assert.ok(told.includes(part), `${told} lacks ${part}`);
    },
  ],
  [
    'a deleted card is forgotten once the store was in use on thirty days after it',
    async (store) => {
      const cards = await Promise.all(['old', 'young', 'other', 'last'].map((title) => addQueued(store, { title })));
      const { key } = await claim(store);
      await store.appendRunEvents(key, [{ at: 1, body: toolEnd('c') }], true);
      await store.endRun(key, anOutcome(), by(agent));
      await store.deleteTask(1, by(person, today));
      await useDaily(store, 1, 20);
      await store.deleteTask(2, by(person, today + 20 * day));
      await useDaily(store, 21, 30);
      await store.deleteTask(3, by(person, today + 30 * day));
      assert.deepEqual(await keptTitles(store), ['other', 'young', 'old']);
      assert.equal((await store.readRunEvents(key.run, 0)).length, 1);
      await store.deleteTask(4, by(person, today + 31 * day));
      assert.deepEqual(await keptTitles(store), ['last', 'other', 'young']);
      assert.deepEqual(await store.readRunEvents(key.run, 0), []);
      await assert.rejects(store.restoreTask(1, by(person)), { code: 'not-found', message: /30 days/ });
      assert.deepEqual((await store.changesSince(0)).deleted.toSorted(), [...cards.map(({ id }) => id)].toSorted());
    },
  ],
  ...wrongClocks.map(
    ([name, times]): ConformanceTest => [
      `a deleted card can be restored whatever the clock said meanwhile: ${name}`,
      async (store) => {
        const [card] = [await addQueued(store, { title: 'gone' }), await addQueued(store, { title: 'written' })];
        await store.changeTask(2, { description: 'used the day before' }, by(person, today - day));
        await store.deleteTask(1, by(person, times[0] ?? today));
        for (const [index, at] of times.slice(1).entries()) {
          await store.changeTask(2, { description: `write ${index}` }, by(person, at));
          const other = await addQueued(store, { title: 'soon gone' }, by(person, at));
          await store.deleteTask(other.id, by(person, at));
        }
        assert.equal((await store.restoreTask(1, by(person, today + 1000))).id, card.id);
      },
    ],
  ),
];
