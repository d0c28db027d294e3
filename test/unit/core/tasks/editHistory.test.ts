import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { defaultBoard } from '../../../../src/core/model/board.ts';
import type { Edit } from '../../../../src/core/model/edit.ts';
import type { Task, TaskDraft } from '../../../../src/core/model/task.ts';
import { EditHistory } from '../../../../src/core/tasks/editHistory.ts';
import { TaskService } from '../../../../src/core/tasks/taskService.ts';
import { FakeClock } from '../../../support/fakeClock.ts';
import { MemoryConsents } from '../../../support/flowApp.ts';
import { createMemoryTaskStore } from '../../../support/memoryTaskStore.ts';
import { agent, anOutcome, aResult, by, claim, commandCheck, person } from '../../../support/storeScenario.ts';

const editor = { actor: person, door: 'board' };

const board = (): typeof defaultBoard => defaultBoard;

async function aBoard(...drafts: Partial<TaskDraft>[]) {
  const store = await createMemoryTaskStore();
  const copies: number[] = [];
  let full = false;
  const keepCopy = async (): Promise<void> => {
    if (full) throw new Error('the disk is full');
    copies.push((await store.listTasks({})).items.length);
  };
  const clock = new FakeClock();
  const tasks = new TaskService({ store, clock, consents: new MemoryConsents(), board });
  const history = new EditHistory({ tasks, store, clock, board, keepCopy });
  const cards: Task[] = [];
  for (const draft of drafts) cards.push(await tasks.create({ title: 'card', ...draft }, editor));
  const now = async (number: number): Promise<Task | undefined> => {
    const task = await store.findTask(number);
    return task && { ...task, revision: 0, updatedAt: 0 };
  };
  const order = async (): Promise<number[]> => (await store.listTasks({ order: 'board' })).items.map(({ number }) => number);
  const card = (number: number): Task['id'] => cards[number - 1]!.id;
  return { store, history, cards, copies, failCopies: (fail: boolean) => void (full = fail), now, order, card };
}

describe('The history of edits', () => {
  test('takes a move back with all that it changed, and does it again', async () => {
    const { store, history, now, order, card } = await aBoard({ checks: [commandCheck] }, {}, {});
    await store.moveTask(card(1), 'queued', null, by(person));
    const { key } = await claim(store, { task: card(1) });
    await store.recordCheck(key, { check: 'c1', phase: 'latest', result: aResult(true) }, by(agent));
    await store.endRun(key, anOutcome({ result: 'did it' }), by(agent));
    const review = await now(1);
    await history.apply([{ kind: 'move', task: card(1), to: 'done', place: { after: card(2), before: card(3) } }], editor);
    assert.deepEqual([(await now(1))?.status, await order(), history.canUndo], ['done', [2, 1, 3], 'Move #1 to Done']);
    await history.undo(editor);
    assert.deepEqual([await now(1), await order()], [review, [1, 2, 3]]);
    assert.deepEqual([history.canUndo, history.canRedo], [undefined, 'Move #1 to Done']);
    const [again] = await history.redo(editor);
    assert.deepEqual([again?.status, await order(), history.canRedo], ['done', [2, 1, 3], undefined]);
    await history.undo(editor);
    assert.deepEqual(await now(1), review);
    await store.moveTask(card(1), 'done', null, by(person));
    const done = await now(1);
    await history.apply([{ kind: 'move', task: card(1), to: 'todo' }], editor);
    assert.equal((await now(1))?.checks[0]?.latest, null);
    await history.undo(editor);
    assert.deepEqual(await now(1), done, 'the evidence is back');
  });

  test('takes each kind of edit back, many as one step, and in the order of the steps', async () => {
    const { store, history, now, order, card } = await aBoard({ labels: ['a'] }, { dependsOn: [] }, {});
    const before = [await now(1), await now(2), await now(3)];
    const told: unknown[] = [];
    history.onDidChange(() => told.push(history.canUndo));
    await history.apply(
      [
        { kind: 'change', task: card(1), change: { priority: 'P0' } },
        { kind: 'change', task: card(2), change: { priority: 'P0', labels: ['x'] } },
      ],
      editor,
    );
    await history.apply([{ kind: 'place', task: card(3), place: { after: null, before: card(1) } }], editor);
    await history.apply(
      [
        { kind: 'delete', task: card(1) },
        { kind: 'delete', task: card(2) },
      ],
      editor,
    );
    const [added] = await history.apply([{ kind: 'create', draft: { title: 'new' } }], editor);
    await history.apply([{ kind: 'change', task: added!.id, change: { title: 'newer' } }], editor);
    assert.deepEqual(told, ['Change 2 cards', 'Reorder #3', 'Delete 2 cards', 'Add #4', 'Change title of #4']);
    assert.deepEqual(await order(), [3, 4]);
    for (let step = 0; step < 5; step += 1) await history.undo(editor);
    assert.deepEqual([await now(1), await now(2), await now(3), await now(4)], [...before, undefined]);
    await assert.rejects(history.undo(editor), { code: 'refused', message: /nothing to undo/ });
    for (let step = 0; step < 5; step += 1) await history.redo(editor);
    assert.deepEqual([await order(), (await store.findTask(4))?.title], [[3, 4], 'newer']);
    for (let step = 0; step < 5; step += 1) await history.undo(editor);
    assert.deepEqual([await now(1), await now(2), await now(3), await now(4)], [...before, undefined]);
    await assert.rejects(
      history
        .redo(editor)
        .then(() => history.apply([{ kind: 'place', task: card(1), place: { after: card(2), before: null } }], editor))
        .then(() => history.redo(editor)),
      { message: /nothing to redo/ },
    );
  });

  test('does what is not refused and says which edit was refused and why', async () => {
    const { store, history, card } = await aBoard({ status: 'queued' }, {}, {});
    await claim(store, { task: card(1) });
    const moves = [1, 2, 3].map((number): Edit => ({ kind: 'move', task: card(number), to: 'done' }));
    await assert.rejects(history.apply(moves, editor), {
      code: 'refused',
      message: /^2 of 3 edits were made.*\n#1 cannot go from "In progress" to "Done": a run is working on it/,
    });
    assert.deepEqual((await store.countTasks()).done, 2);
    assert.equal(history.canUndo, 'Move 2 cards to Done');
    await history.undo(editor);
    assert.deepEqual((await store.countTasks()).todo, 2);
    await assert.rejects(history.apply([moves[0]!], editor), { message: /^#1 cannot go/ });
  });

  test('leaves alone what somebody else changed since, says so, and takes the rest back', async () => {
    const { store, history, now, card } = await aBoard({}, {}, { status: 'queued' }, {});
    const priority = [1, 2].map((number): Edit => ({ kind: 'change', task: card(number), change: { priority: 'P0' } }));
    await history.apply(priority, editor);
    await store.changeTask(card(1), { priority: 'P1' }, by(agent));
    await store.changeTask(card(2), { title: 'another title' }, by(agent));
    await assert.rejects(history.undo(editor), { message: /^1 of 2 .*\n#1 was changed meanwhile \(priority\), so it was left/ });
    assert.deepEqual([(await now(1))?.priority, (await now(2))?.priority, (await now(2))?.title], ['P1', 'P2', 'another title']);
    await store.changeTask(card(2), { priority: 'P3' }, by(agent));
    await assert.rejects(history.redo(editor), { code: 'conflict' });
    assert.equal((await now(2))?.priority, 'P3');

    await history.apply([{ kind: 'move', task: card(4), to: 'queued' }], editor);
    await claim(store, { task: card(4) });
    await assert.rejects(history.undo(editor), { code: 'conflict', message: /#4 is "In progress" meanwhile/ });
    assert.equal(history.canUndo, undefined);

    const [added] = await history.apply([{ kind: 'create', draft: { title: 'new' } }], editor);
    await store.changeTask(added!.id, { description: 'an agent wrote this' }, by(agent));
    await assert.rejects(history.undo(editor), { code: 'conflict' });
    assert.ok(await store.findTask(added!.id));
  });

  test('does not bring an approval back for instructions that nobody approved', async () => {
    const { store, history, now, card } = await aBoard({ risk: 'high' }, { risk: 'high' });
    for (const task of [card(1), card(2)]) {
      await store.acceptTask(task, { card: true, approval: true }, by(person));
      await history.apply([{ kind: 'change', task, change: { risk: 'low' } }], editor);
    }
    await store.changeTask(card(2), { description: 'something else' }, by(agent));
    await assert.rejects(history.undo(editor), { code: 'conflict', message: /changed meanwhile \(description\)/ });
    assert.equal((await now(2))?.risk, 'low');
    await history.undo(editor);
    assert.equal((await now(1))?.approval.state, 'approved');
  });

  test('does not bring back a run that a move has ended', async () => {
    const { store, history, now, card } = await aBoard({ status: 'queued' });
    const { key } = await claim(store, { task: card(1) });
    await store.endRun(key, anOutcome({ status: 'waiting', taskStatus: 'waiting' }), by(agent));
    await history.apply([{ kind: 'move', task: card(1), to: 'canceled' }], editor);
    await assert.rejects(history.undo(editor), { code: 'refused', message: /its run ended with the move/ });
    assert.equal((await now(1))?.status, 'canceled');
  });

  test('keeps a hundred steps, and lets steps that overlap in time follow each other', async () => {
    const { history, now, card } = await aBoard({});
    const weights = Array.from({ length: 105 }, (_, weight) => weight + 1);
    await Promise.all(weights.map((weight) => history.apply([{ kind: 'change', task: card(1), change: { weight } }], editor)));
    const undone = weights.map(() =>
      history.undo(editor).then(
        () => 1,
        () => 0,
      ),
    );
    assert.equal((await Promise.all(undone)).filter((each) => each === 1).length, 100);
    assert.equal((await now(1))?.weight, 5);
  });

  test('only a person takes edits back', async () => {
    const { history, store, card } = await aBoard({});
    await history.apply([{ kind: 'change', task: card(1), change: { title: 'x' } }], editor);
    await assert.rejects(history.undo({ actor: agent, door: 'tool' }), { code: 'refused' });
    assert.equal((await store.findTask(1))?.title, 'x');
  });

  test('keeps a copy of the board before many cards are deleted in one step, whichever way', async () => {
    const { store, history, cards, copies } = await aBoard({}, {}, {}, {}, {}, {});
    const deletions = cards.map(({ id }): Edit => ({ kind: 'delete', task: id }));
    await history.apply(deletions.slice(0, 4), editor);
    assert.deepEqual(copies, []);
    await history.undo(editor);
    await history.apply(deletions, editor);
    assert.deepEqual(copies, [6], 'made before they went');
    await history.undo(editor);
    await history.redo(editor);
    assert.deepEqual(copies, [6, 6]);
    await history.apply(
      cards.slice(1).map((): Edit => ({ kind: 'create', draft: { title: 'new' } })),
      editor,
    );
    await history.undo(editor);
    assert.deepEqual(copies, [6, 6, 5]);
    assert.equal((await store.listTasks({})).items.length, 0);
  });

  test('deletes nothing of many cards when no copy can be kept, and the step can be tried again', async () => {
    const { store, history, cards, failCopies } = await aBoard({}, {}, {}, {}, {});
    const deletions = cards.map(({ id }): Edit => ({ kind: 'delete', task: id }));
    failCopies(true);
    const refusal = { code: 'refused', message: 'No copy of the board could be kept, so nothing was deleted: the disk is full' };
    await assert.rejects(history.apply(deletions, editor), refusal);
    assert.equal((await store.listTasks({})).items.length, 5);
    failCopies(false);
    await history.apply(deletions, editor);
    await history.undo(editor);
    failCopies(true);
    await assert.rejects(history.redo(editor), refusal);
    assert.equal(history.canRedo !== undefined, true);
    assert.equal((await store.listTasks({})).items.length, 5);
  });
});
