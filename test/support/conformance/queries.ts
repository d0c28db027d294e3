import assert from 'node:assert/strict';
import { Board, BoardChanges } from '../../../src/core/model/boardCard.ts';
import { noUsage } from '../../../src/core/model/usage.ts';
import type { TaskQuery, TaskStore } from '../../../src/core/store/taskStore.ts';
import { addQueued, agent, anOutcome, aResult, by, claim, commandCheck, person, type ConformanceTest } from '../storeScenario.ts';

async function found(store: TaskStore, query: TaskQuery): Promise<number[]> {
  return (await store.listTasks(query)).items.map((task) => task.number);
}

export const queryTests: ConformanceTest[] = [
  [
    'filters narrow the list together',
    async (store) => {
      const parent = await store.createTask({ title: 'parent', project: 'p', labels: ['bug'] }, 'cli', by(person));
      await store.createTask(
        { title: 'child', parent: parent.id, agent: 'coder', priority: 'P0', project: 'p', chat: 'c1' },
        'cli',
        by(person),
      );
      await addQueued(store, { title: 'queued', labels: ['bug', 'ui'], dependsOn: [parent.id] });
      assert.deepEqual(await found(store, { status: ['queued', 'done'] }), [3]);
      assert.deepEqual(await found(store, { project: 'p', agent: null }), [1]);
      assert.deepEqual(await found(store, { agent: 'coder' }), [2]);
      assert.deepEqual(await found(store, { priority: ['P0', 'P1'] }), [2]);
      assert.deepEqual(await found(store, { label: 'bug' }), [1, 3]);
      assert.deepEqual(await found(store, { parent: parent.id }), [2]);
      assert.deepEqual(await found(store, { dependsOn: parent.id }), [3]);
      assert.deepEqual(await found(store, { chat: 'c1' }), [2]);
      assert.deepEqual(await found(store, { status: [] }), []);
      assert.deepEqual(await store.countTasks(), {
        todo: 2,
        queued: 1,
        running: 0,
        waiting: 0,
        review: 0,
        done: 0,
        failed: 0,
        canceled: 0,
      });
    },
  ],
  [
    'search finds letters that have several spellings in each of them',
    async (store) => {
      for (const [title, ...words] of [
        ['İstanbul und Isparta', 'istanbul', 'İSTANBUL', 'ISTANBUL', 'ıstanbul', 'isparta', 'ısparta'],
        ['Hauptstraße', 'STRASSE', 'straße', 'HAUPTSTRAẞE', 'ſtrasse'],
        ['HAUPTSTRASSE', 'straße', 'strasse'],
        ['ΟΔΟΣ', 'οδος', 'οδοσ'],
        ['cafe\u0301', 'CAFÉ'],
        ['ﬁx ①', 'FIX', '1'],
      ] as const) {
        const { number } = await store.createTask({ title }, 'cli', by(person));
        for (const text of words) assert.ok((await found(store, { text })).includes(number), `${text} finds ${title}`);
      }
    },
  ],
  [
    'search wants every word, in any case and script, and knows no operators',
    async (store) => {
      await store.createTask({ title: 'Größe prüfen', description: 'the Parser', labels: ['Ärger'] }, 'cli', by(person));
      await store.createTask({ title: '100% "quoted" _under_ OR NOT *', description: '看板 カード' }, 'cli', by(person));
      assert.deepEqual(await found(store, { text: 'parser GRÖSSE ärger' }), [1]);
      assert.deepEqual(await found(store, { text: 'parser GRÖßE ärger' }), [1]);
      assert.deepEqual(await found(store, { text: 'parser quoted' }), []);
      assert.deepEqual(await found(store, { text: '看板' }), [2]);
      assert.deepEqual(await found(store, { text: '%' }), [2]);
      assert.deepEqual(await found(store, { text: '_' }), [2]);
      assert.deepEqual(await found(store, { text: '   ' }), [1, 2]);
      const hostile = [
        `' OR 1=1 --`,
        '"',
        '*',
        'NEAR(',
        '\\',
        'a'.repeat(100_000),
        ';DROP TABLE tasks',
        '\u0000',
        ')))',
        'x '.repeat(5000),
        '\ud800',
      ];
      for (const text of hostile) await store.listTasks({ text });
      await store.changeTask(2, { title: 'renamed', description: '' }, by(person));
      assert.deepEqual(await found(store, { text: 'quoted' }), []);
      assert.deepEqual(await found(store, { text: 'renamed' }), [2]);
    },
  ],
  [
    'pages follow each other without gaps, and a bad cursor is refused',
    async (store) => {
      for (let n = 0; n < 7; n += 1) await store.createTask({ title: `t${n}` }, 'cli', by(person));
      await store.rankTask(7, null, (await store.findTask(1))?.id ?? null, by(person));
      for (const [order, expected] of [
        ['number', [1, 2, 3, 4, 5, 6, 7]],
        ['board', [7, 1, 2, 3, 4, 5, 6]],
      ] as const) {
        const seen: number[] = [];
        let cursor: string | null = null;
        do {
          const page: Awaited<ReturnType<TaskStore['listTasks']>> = await store.listTasks({
            order,
            limit: 3,
            ...(cursor !== null && { cursor }),
          });
          seen.push(...page.items.map((task) => task.number));
          cursor = page.cursor;
        } while (cursor !== null);
        assert.deepEqual(seen, expected);
      }
      const { cursor } = await store.listTasks({ order: 'board', limit: 1 });
      for (const bad of [cursor ?? '', '', 'n.', 'n.x', 'n.1e999', `n.1' OR 1`, '{}']) {
        await assert.rejects(store.listTasks({ order: 'number', cursor: bad }), { code: 'invalid' });
      }
    },
  ],
  [
    'runs are listed newest first, page by page',
    async (store) => {
      const card = await addQueued(store, { maxAttempts: 9 });
      const ids: string[] = [];
      for (let n = 0; n < 4; n += 1) {
        const { key } = await claim(store);
        ids.unshift(key.run);
        await store.endRun(key, anOutcome({ status: n % 2 ? 'failed' : 'canceled', taskStatus: 'queued' }), by(agent));
      }
      const first = await store.listRuns({ task: card.id, limit: 3 });
      assert.deepEqual(
        first.items.map((run) => run.id),
        ids.slice(0, 3),
      );
      const rest = await store.listRuns({ task: card.id, limit: 3, cursor: first.cursor ?? '' });
      assert.deepEqual([rest.items.map((run) => run.id), rest.cursor], [ids.slice(3), null]);
      assert.deepEqual((await store.listRuns({ status: ['failed'] })).items.length, 2);
      await assert.rejects(store.listRuns({ cursor: 'n.1' }), { code: 'invalid' });
    },
  ],
  [
    'changes since a revision are all cards that differ',
    async (store) => {
      const first = await addQueued(store);
      const waiting = await addQueued(store, { dependsOn: [first.id] });
      await addQueued(store);
      const { revision } = await store.changesSince(0);
      assert.deepEqual(await store.changesSince(revision), { revision, tasks: [], deleted: [] });
      await store.moveTask(first.id, 'done', null, by(person));
      const changes = await store.changesSince(revision);
      assert.deepEqual([changes.revision, changes.tasks.map((task) => task.id)], [revision + 1, [first.id, waiting.id]]);
    },
  ],
  [
    'the board is all cards in order, short',
    async (store) => {
      const first = await store.createTask({ title: 'one', labels: ['a'], description: 'long' }, 'cli', by(person));
      await addQueued(store, { title: 'two', dependsOn: [first.id] });
      const board = await store.readBoard();
      assert.deepEqual(Board.parse(board), board);
      assert.equal(board.revision, (await store.changesSince(0)).revision);
      assert.deepEqual(
        board.cards.map((card) => [card.number, card.title, card.status, card.openDependencies]),
        [
          [1, 'one', 'todo', 0],
          [2, 'two', 'queued', 1],
        ],
      );
      assert.deepEqual([board.cards[0]?.labels, board.cards[0]?.accepted], [['a'], true]);
    },
  ],
  [
    'a card on the board shows its checks, runs, cost and missing approval, and is reported when they change',
    async (store) => {
      const checks = ['a', 'b', 'c'].map((command) => ({ ...commandCheck, command }));
      const parent = await store.createTask({ title: 'parent', approvalRequired: true }, 'cli', by(person));
      const card = await addQueued(store, { parent: parent.id, eta: 'tomorrow', checks, maxAttempts: 5 });
      await store.changeTask(card.id, { checks: [...checks, { ...commandCheck, command: 'proposed' }] }, by(agent));
      const facts = async (): Promise<unknown> => {
        const shown = (await store.readBoard()).cards.find((each) => each.id === card.id);
        return [shown?.checks, shown?.run, shown?.cost, shown?.attempts];
      };
      assert.deepEqual(await facts(), [{ total: 3, passed: 0, failed: 0 }, null, null, 0]);
      const first = await claim(store, { task: card.id });
      await store.recordCheck(first.key, { check: 'c1', phase: 'baseline', result: aResult(false) }, by(agent));
      await store.recordCheck(first.key, { check: 'c1', phase: 'latest', result: aResult(true) }, by(agent));
      await store.recordCheck(first.key, { check: 'c3', phase: 'latest', result: aResult(false) }, by(agent));
      await store.endRun(first.key, anOutcome({ taskStatus: 'queued', progress: { usage: noUsage, cost: 0.25, steps: 1 } }), by(agent));
      assert.deepEqual(await facts(), [{ total: 3, passed: 1, failed: 1 }, first.key.run, 0.25, 1]);
      const second = await claim(store, { task: card.id });
      assert.deepEqual(await facts(), [{ total: 3, passed: 1, failed: 1 }, second.key.run, 0.25, 2]);
      const { revision } = await store.readBoard();
      const told: unknown[] = [];
      const listening = store.onDidChange((change) => told.push(change.tasks));
      await store.reportRun(second.key, { progress: { usage: noUsage, cost: 0.5, steps: 2 } }, by(agent));
      await store.reportRun(second.key, { progress: { usage: noUsage, cost: 0.5, steps: 3 } }, by(agent));
      listening.dispose();
      assert.deepEqual(told, [[card.id], []]);
      assert.deepEqual(
        (await store.changesSince(revision)).tasks.map((task) => task.id),
        [card.id],
      );
      const changes = await store.readBoardSince(revision);
      assert.deepEqual(BoardChanges.parse(changes), changes);
      assert.deepEqual(
        changes.cards.map((shown) => [shown.id, shown.cost, shown.parent, shown.eta]),
        [[card.id, 0.75, parent.id, 'tomorrow']],
      );
      const pending = async (): Promise<unknown> => (await store.readBoard()).cards.map((shown) => shown.approvalPending);
      assert.deepEqual(await pending(), [true, false]);
      await store.acceptTask(parent.id, { approval: true }, by(person));
      assert.deepEqual(await pending(), [false, false]);
    },
  ],
  [
    'comments, artifacts and audit records are kept in order',
    async (store) => {
      const card = await store.createTask({ title: 'one' }, 'cli', by(person));
      await store.addComment(card.number, 'first', by(person));
      await store.addComment(card.id, 'second', by(agent));
      await assert.rejects(store.addComment(card.id, '', by(person)), { code: 'invalid' });
      await assert.rejects(store.addComment(99, 'x', by(person)), { code: 'not-found' });
      assert.deepEqual(
        (await store.listComments(card.id)).map((comment) => comment.text),
        ['first', 'second'],
      );
      const hash = await store.putBlob(new Uint8Array([1, 2, 3]));
      const artifact = { id: 'a1', task: card.id, run: null, name: 'out.txt', mediaType: 'text/plain', size: 3, hash };
      assert.deepEqual(await store.addArtifact(artifact, by(person, 7)), { ...artifact, at: 7 });
      assert.equal((await store.listArtifacts(card.id)).length, 1);
      await store.recordAudit({ action: 'export', entity: 'task 1', outcome: 'failed', detail: 'disk full' }, by(person, 9));
      const [newest] = await store.listAudit({ entity: 'task 1', limit: 1 });
      assert.deepEqual([newest?.action, newest?.at, newest?.outcome], ['export', 9, 'failed']);
      assert.ok((await store.listAudit({})).length >= 2);
    },
  ],
];
