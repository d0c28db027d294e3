import assert from 'node:assert/strict';
import { addQueued, agent, by, person, type ConformanceTest } from '../storeScenario.ts';

/** What a card may say of itself and of others, and how it hears what became of them. */
export const tidinessTests: ConformanceTest[] = [
  [
    'deleting a card answers which cards waited for it, and their history says so, there and back',
    async (store) => {
      const gone = await store.createTask({ title: 'gone' }, 'cli', by(person));
      const waiting = await addQueued(store, { title: 'waiting', dependsOn: [gone.id] });
      const part = await store.createTask({ title: 'part', parent: gone.id }, 'cli', by(person));
      const given = await store.createTask({ title: 'given up', dependsOn: [gone.id] }, 'cli', by(person));
      await store.moveTask(given.id, 'canceled', null, by(person));
      assert.deepEqual(await store.deleteTask(gone.id, by(person)), [
        { id: waiting.id, number: waiting.number, title: 'waiting', status: 'queued' },
      ]);
      const said = async (card: typeof gone): Promise<string | undefined> => (await store.listTaskEvents(card.id)).at(-1)?.message;
      assert.equal(await said(waiting), 'no longer waits for #1, which was deleted');
      assert.equal(await said(part), '#1, which it was a part of, was deleted');
      await store.restoreTask(gone.id, by(person));
      assert.equal(await said(waiting), 'waits for #1 again, which was restored');
      assert.equal((await store.findTask(waiting.id))?.openDependencies, 1);
      await store.moveTask(gone.id, 'done', null, by(person));
      assert.deepEqual(await store.deleteTask(gone.id, by(person)), []);
      assert.equal(await said(waiting), '#1, which it depended on, was deleted');
    },
  ],
  [
    'a card counts what it depends on and was given up or failed, whatever becomes of that',
    async (store) => {
      const needed = await store.createTask({ title: 'needed' }, 'cli', by(person));
      const other = await store.createTask({ title: 'other' }, 'cli', by(person));
      const waiting = await addQueued(store, { dependsOn: [needed.id, other.id] });
      const counts = async (): Promise<unknown> => {
        const card = await store.findTask(waiting.id);
        const shown = (await store.readBoard()).cards.find(({ id }) => id === waiting.id);
        assert.deepEqual(shown?.lostDependencies, card?.lostDependencies);
        return [card?.openDependencies, card?.lostDependencies];
      };
      assert.deepEqual(await counts(), [2, 0]);
      await store.moveTask(needed.id, 'canceled', null, by(person));
      assert.deepEqual(await counts(), [2, 1]);
      await store.moveTask(other.id, 'failed', null, by(person));
      assert.deepEqual(await counts(), [2, 2]);
      await store.changeTask(waiting.id, { dependsOn: [needed.id] }, by(person));
      assert.deepEqual(await counts(), [1, 1]);
      const late = await addQueued(store, { dependsOn: [other.id] });
      assert.deepEqual([late.openDependencies, late.lostDependencies], [1, 1]);
      await store.moveTask(needed.id, 'todo', null, by(person));
      assert.deepEqual(await counts(), [1, 0]);
      await store.moveTask(needed.id, 'done', null, by(person));
      assert.deepEqual(await counts(), [0, 0]);
    },
  ],
  [
    'a card is linked to others, to each once in a kind, and never to itself',
    async (store) => {
      const one = await store.createTask({ title: 'one' }, 'cli', by(person));
      const two = await store.createTask({ title: 'two' }, 'cli', by(person));
      const relates = { kind: 'relates', task: one.id } as const;
      const blocks = { kind: 'blocks', task: one.id } as const;
      const change = (relations: (typeof relates | typeof blocks)[], task = two.id): Promise<unknown> =>
        store.changeTask(task, { relations }, by(person));
      await assert.rejects(change([relates], one.id), { code: 'refused', message: '#1 cannot be linked to itself.' });
      await assert.rejects(change([blocks], one.id), { code: 'refused', message: '#1 cannot be linked to itself.' });
      await assert.rejects(change([relates, relates]), { code: 'refused', message: 'The link to #1 is named twice. Once is enough.' });
      await assert.rejects(store.createTask({ title: 'x', relations: [blocks, blocks] }, 'cli', by(person)), { code: 'refused' });
      await assert.rejects(store.changeTask(one.id, { parent: one.id }, by(person)), { code: 'refused' });
      await change([relates, blocks]);
      await change([blocks]);
    },
  ],
  [
    'labels are tidy: without blank ends, in one spelling, each once whatever its case',
    async (store) => {
      const labels = [' pad ', 'pad', 'Pad', 'cafe\u0301', 'CAFÉ', 'Straße', 'STRASSE', 'two  words'];
      const card = await store.createTask({ title: 'x', labels, capabilities: [' ts ', 'ts', 'TS'] }, 'cli', by(person));
      assert.deepEqual(card.labels, ['pad', 'café', 'Straße', 'two words']);
      assert.deepEqual(card.capabilities, ['ts']);
      const changed = await store.changeTask(card.id, { labels: ['b ', 'B', 'b'] }, by(agent));
      assert.deepEqual(changed.labels, ['b']);
      for (const blank of [' ', '\u00a0', '\t'])
        await assert.rejects(store.changeTask(card.id, { labels: [blank] }, by(person)), { code: 'invalid', message: /must not be blank/ });
      assert.deepEqual((await store.listTasks({ label: ' B' })).items.length, 1);
    },
  ],
  [
    'a check that would always pass because it is blank is refused',
    async (store) => {
      const card = await store.createTask({ title: 'x' }, 'cli', by(person));
      const command = { kind: 'command', command: ' \t\n', timeLimit: 1 } as const;
      const files = { kind: 'files', pattern: ' ', expect: 'absent' } as const;
      for (const writer of [person, agent]) {
        await assert.rejects(store.createTask({ title: 'x', checks: [command] }, 'cli', by(writer)), {
          code: 'invalid',
          message: /always pass/,
        });
        await assert.rejects(store.changeTask(card.id, { checks: [command] }, by(writer)), {
          code: 'invalid',
          message: /must not be blank/,
        });
        await assert.rejects(store.changeTask(card.id, { checks: [files] }, by(writer)), { code: 'invalid', message: /must not be blank/ });
      }
    },
  ],
  [
    'a card is due on a day or at a time, and keeps which',
    async (store) => {
      const card = await store.createTask({ title: 'day', due: '2026-12-31' }, 'cli', by(person));
      const timed = await store.createTask({ title: 'time', due: 1_798_743_600_000 }, 'cli', by(person));
      assert.deepEqual([card.due, timed.due], ['2026-12-31', 1_798_743_600_000]);
      const shown = (await store.readBoard()).cards.map(({ due }) => due);
      assert.deepEqual(shown, ['2026-12-31', 1_798_743_600_000]);
      for (const due of [5, null, '1970-01-01', 253_402_300_799_999] as const)
        assert.equal((await store.changeTask(card.id, { due }, by(person))).due, due);
      await store.changeTask(card.id, { due: '1970-01-01' }, by(person));
      await store.deleteTask(card.id, by(person));
      assert.equal((await store.restoreTask(card.id, by(person))).due, '1970-01-01');
      for (const due of ['2026-02-30', '2026-13-01', '1969-12-31', -1, 9e15])
        await assert.rejects(store.changeTask(card.id, { due }, by(person)), { code: 'invalid' }, String(due));
    },
  ],
];
