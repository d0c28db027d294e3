import assert from 'node:assert/strict';
import { Board, defaultBoard } from '../../../src/core/model/board.ts';
import { agent, by, claim, commandCheck, person, program, type ConformanceTest } from '../storeScenario.ts';

const filesCheck = { kind: 'files', pattern: 'src/*.ts', expect: 'present' } as const;

export const cardTests: ConformanceTest[] = [
  [
    'a card gets the next number and is found by id, number and external reference',
    async (store) => {
      const first = await store.createTask({ title: ' Fix it ', externalRefs: [{ system: 'jira', id: 'A-1' }] }, 'cli', by(person));
      const second = await store.createTask({ title: 'Größe "ändern" \u0000 🎉' }, 'cli', by(person));
      assert.deepEqual([first.number, second.number, first.title], [1, 2, 'Fix it']);
      assert.deepEqual(await store.findTask(1), first);
      assert.deepEqual(await store.findTask(second.id), second);
      assert.deepEqual(await store.findTaskByExternalRef('jira', 'A-1'), first);
      assert.equal(await store.findTask(3), undefined);
    },
  ],
  [
    'a draft that makes no sense is refused and leaves nothing behind',
    async (store) => {
      const good = await store.createTask({ title: 'good', externalRefs: [{ system: 'x', id: '1' }] }, 'cli', by(person));
      const unknown = '0'.repeat(26) as typeof good.id;
      await assert.rejects(store.createTask({ title: '  ' }, 'cli', by(person)), { code: 'invalid' });
      await assert.rejects(store.createTask({ title: 'x', dependsOn: [unknown] }, 'cli', by(person)), { code: 'not-found' });
      await assert.rejects(store.createTask({ title: 'x', parent: unknown }, 'cli', by(person)), { code: 'not-found' });
      await assert.rejects(store.createTask({ title: 'x', externalRefs: [{ system: 'x', id: '1' }] }, 'cli', by(person)), {
        code: 'conflict',
      });
      assert.equal((await store.listTasks({})).items.length, 1);
      assert.equal((await store.createTask({ title: 'next' }, 'cli', by(person))).number, 2);
    },
  ],
  [
    'a repeated operation answers the first outcome and changes nothing',
    async (store) => {
      const context = by(person, 1000, 'op-1');
      const [first, atOnce] = await Promise.all([
        store.createTask({ title: 'one' }, 'cli', context),
        store.createTask({ title: 'one' }, 'cli', context),
      ]);
      await store.changeTask(first.id, { title: 'changed' }, by(person));
      assert.deepEqual(atOnce, first);
      assert.deepEqual(await store.createTask({ title: 'other' }, 'cli', context), first);
      assert.equal((await store.listTasks({})).items.length, 1);
      await assert.rejects(store.addComment(first.id, 'hi', context), { code: 'conflict' });
    },
  ],
  [
    'a change of an outdated card is refused',
    async (store) => {
      const card = await store.createTask({ title: 'one' }, 'cli', by(person));
      const changed = await store.changeTask(card.number, { title: 'two', priority: 'P0' }, by(person, 2000), card.revision);
      assert.equal(changed.updatedAt, 2000);
      await assert.rejects(store.changeTask(card.id, { title: 'three' }, by(person), card.revision), { code: 'conflict' });
      assert.deepEqual(await store.findTask(card.id), changed);
      const messages = (await store.listTaskEvents(card.id)).map((event) => event.message);
      assert.deepEqual(messages, ['created through cli', 'title: one → two', 'priority: P2 → P0']);
    },
  ],
  [
    'a forbidden move is refused with both states, and history tells the others',
    async (store) => {
      const card = await store.createTask({ title: 'one' }, 'cli', by(person));
      await assert.rejects(store.moveTask(card.id, 'review', null, by(person)), {
        code: 'refused',
        message: /from "To do" to "In review"/,
      });
      await assert.rejects(store.moveTask(card.id, 'todo', null, by(person)), { code: 'refused' });
      await assert.rejects(store.moveTask(card.id, 'done', null, by(agent)), { code: 'refused', message: /"To do" to "Done".*agent/ });
      const done = await store.moveTask(card.id, 'done', 'by hand', by(person, 5000));
      assert.deepEqual([done.status, done.completedAt, done.progress], ['done', 5000, 100]);
      const again = await store.moveTask(card.id, 'queued', null, by(person));
      assert.deepEqual([again.status, again.completedAt, again.progress], ['queued', null, 0]);
      assert.ok((await store.listTaskEvents(card.id)).some((event) => event.message === 'To do → Done: by hand'));
    },
  ],
  [
    'a board with rules holds moves by hand up, also two at once, and never a run',
    async (store) => {
      const board = Board.parse({
        columns: defaultBoard.columns.map((column) => (column.name === 'In progress' ? { ...column, limit: 1 } : column)),
      });
      const cards = await Promise.all(['a', 'b', 'c'].map((title) => store.createTask({ title, status: 'queued' }, 'cli', by(person))));
      const [a, b, c] = cards.map(({ id }) => id);
      assert.ok(a && b && c);
      const moves = await Promise.allSettled([a, b].map((id) => store.moveTask(id, 'running', null, { ...by(person), board })));
      assert.deepEqual(moves.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
      await assert.rejects(store.moveTask(b, 'running', null, { ...by(person), board }), {
        code: 'refused',
        message: /it holds 1 of at most 1 cards/,
      });
      assert.equal((await claim(store, { task: c })).task.status, 'running');
      assert.equal((await store.moveTask(b, 'running', null, by(person))).status, 'running');
    },
  ],
  [
    'cards and checks of agents and programs wait for a person to accept them',
    async (store) => {
      const proposed = await store.createTask({ title: 'mail all', checks: [commandCheck] }, 'http', by(program));
      assert.equal(proposed.accepted, false);
      assert.equal(proposed.checks[0]?.state, 'proposed');
      await assert.rejects(store.acceptTask(proposed.id, { card: true }, by(agent)), { code: 'refused' });
      await assert.rejects(store.acceptTask(proposed.id, { checks: ['c9'] }, by(person)), { code: 'not-found' });
      const accepted = await store.acceptTask(proposed.id, { card: true, checks: ['c1'] }, by(person));
      assert.deepEqual([accepted.accepted, accepted.checks[0]?.state], [true, 'accepted']);
      const rewritten = await store.changeTask(proposed.id, { description: 'something else', checks: [filesCheck] }, by(agent));
      assert.equal(rewritten.accepted, false);
      assert.deepEqual(
        rewritten.checks.map((check) => [check.id, check.state]),
        [
          ['c1', 'accepted'],
          ['c2', 'proposed'],
        ],
      );
    },
  ],
  [
    'a risky card needs the approval of a person',
    async (store) => {
      const card = await store.createTask({ title: 'buy', actionType: 'purchase' }, 'cli', by(person));
      assert.deepEqual([card.risk, card.approval.required, card.approval.state], ['high', true, 'pending']);
      const approved = await store.acceptTask(card.id, { approval: true, note: 'fine' }, by(person, 3000));
      assert.deepEqual(approved.approval, { required: true, state: 'approved', by: person, note: 'fine', at: 3000 });
      const changed = await store.changeTask(card.id, { payload: { amount: 1e6 } }, by(program));
      assert.equal(changed.approval.state, 'pending');
    },
  ],
  [
    'a rank places a card between its neighbours, however often',
    async (store) => {
      const [a, b, c] = await Promise.all(['a', 'b', 'c'].map((title) => store.createTask({ title }, 'cli', by(person))));
      assert.ok(a && b && c);
      await store.rankTask(c.id, a.id, b.id, by(person));
      assert.deepEqual(await titles(store), ['a', 'c', 'b']);
      await store.rankTask(a.id, b.id, null, by(person));
      assert.deepEqual(await titles(store), ['c', 'b', 'a']);
      await store.rankTask(a.id, null, c.id, by(person));
      assert.deepEqual(await titles(store), ['a', 'c', 'b']);
      await assert.rejects(store.rankTask(a.id, b.id, c.id, by(person)), { code: 'conflict' });
      for (let turn = 0; turn < 200; turn += 1) {
        await store.rankTask(turn % 2 ? b.id : c.id, a.id, null, by(person));
      }
      const cards = (await store.listTasks({})).items;
      assert.deepEqual(
        cards.map((card) => card.title),
        ['a', 'b', 'c'],
      );
      assert.ok(cards.every((card) => card.rank.length <= 61));
    },
  ],
  [
    'a deleted card takes its belongings along and frees those that waited for it',
    async (store) => {
      const gone = await store.createTask({ title: 'gone', externalRefs: [{ system: 's', id: '1' }] }, 'cli', by(person));
      const child = await store.createTask(
        { title: 'child', parent: gone.id, dependsOn: [gone.id], relations: [{ kind: 'blocks', task: gone.id }] },
        'cli',
        by(person),
      );
      await store.addComment(gone.id, 'text', by(person));
      const { revision } = await store.changesSince(0);
      await assert.rejects(store.deleteTask(gone.id, by(agent)), { code: 'refused' });
      await store.deleteTask(gone.number, by(person));
      assert.deepEqual(await store.listComments(gone.id), []);
      const freed = await store.findTask(child.id);
      assert.deepEqual([freed?.parent, freed?.dependsOn, freed?.relations, freed?.openDependencies], [null, [], [], 0]);
      const changes = await store.changesSince(revision);
      assert.deepEqual([changes.deleted, changes.tasks.map((task) => task.id)], [[gone.id], [child.id]]);
      await store.createTask({ title: 'new', externalRefs: [{ system: 's', id: '1' }] }, 'cli', by(person));
      await assert.rejects(store.deleteTask(gone.id, by(person)), { code: 'not-found' });
    },
  ],
  [
    'listeners hear of a change when they can see it',
    async (store) => {
      const seen: unknown[] = [];
      const listening = store.onDidChange((change) => seen.push([change.revision, change.tasks]));
      const card = await store.createTask({ title: 'one' }, 'cli', by(person));
      listening.dispose();
      await store.changeTask(card.id, { title: 'two' }, by(person));
      assert.deepEqual(seen, [[card.revision, [card.id]]]);
    },
  ],
];

async function titles(store: Parameters<ConformanceTest[1]>[0]): Promise<string[]> {
  return (await store.listTasks({ order: 'board' })).items.map((task) => task.title);
}
