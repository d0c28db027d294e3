import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Board, defaultBoard } from '../../../../src/core/model/board.ts';
import type { Task } from '../../../../src/core/model/task.ts';
import { agentTasks } from '../../../../src/core/tasks/agentTasks.ts';
import { importCards } from '../../../../src/core/store/importCards.ts';
import { chatCall, chatTasks } from '../../../../src/vscode/chat/chatTools.ts';
import { createFlow, person, type Flow } from '../../../support/flowApp.ts';
import { countingIds } from '../../../support/countingIds.ts';
import { createMemoryTaskStore } from '../../../support/memoryTaskStore.ts';
import { scriptedModel } from '../../../support/scriptedModel.ts';
import { by, person as ada, program } from '../../../support/storeScenario.ts';

/** The usual columns, some with rules. */
function boardWith(rules: Record<string, object>): Board {
  return Board.parse({ columns: defaultBoard.columns.map((column) => ({ ...column, ...rules[column.name] })) });
}

const full = (name: string, most: number): RegExp => new RegExp(`cannot go to ${name}: it holds ${most} of at most ${most} cards`);
const editor = { actor: ada, door: 'board' };

async function flowWith(rules: Record<string, object>): Promise<Flow> {
  return createFlow({ board: boardWith(rules), model: scriptedModel() });
}

describe('the limit of a column holds', () => {
  it('for a card that is made in it, by anybody, also two at once', async () => {
    const flow = await flowWith({ Queued: { limit: 1 }, 'To do': { limit: 2 } });
    const made = await Promise.allSettled([1, 2].map(() => flow.add({ title: 'queued', status: 'queued' })));
    assert.deepEqual(made.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
    await assert.rejects(flow.add({ title: 'third', status: 'queued' }), { code: 'refused', message: full('Queued', 1) });
    await assert.rejects(flow.add({ title: 'third', status: 'queued' }), { message: /^The card "third" cannot go to Queued/ });
    await flow.add({ title: 'a' });
    const chat = flow.app.actions.call('task.create', { title: 'b' }, { ...person, actor: program, door: 'http' });
    await chat;
    await assert.rejects(flow.add({ title: 'c' }), { message: full('To do', 2) });
    assert.equal((await flow.store.listTasks({})).items.length, 3, 'no number and no card was left behind');
  });

  it('for cards that agents propose, in a run and in a chat', async () => {
    const flow = await flowWith({ 'To do': { limit: 1 } });
    const own = await flow.add({ title: 'own' });
    const actor = { kind: 'agent', name: 'coder' } as const;
    const ports = {
      store: flow.store,
      filter: (text: string) => text,
      ids: countingIds(),
      board: () => boardWith({ 'To do': { limit: 1 } }),
    };
    const tools = agentTasks(ports, own, actor, () => by(actor));
    await assert.rejects(tools.add({ title: 'more' }), { name: 'ToolError', message: full('To do', 1) });
    const call = chatCall(flow.app.actions, actor, new AbortController().signal);
    const chat = chatTasks({ call, actor, chat: 'c1', onAdded: () => undefined });
    await assert.rejects(chat.add({ title: 'more' }), { name: 'ToolError', message: full('To do', 1) });
  });

  it('for a card that is restored, by an action and by undo and redo', async () => {
    const flow = await flowWith({ Queued: { limit: 1 } });
    const { edits } = flow.app;
    const first = await flow.add({ title: 'first', status: 'queued' });
    await edits.apply([{ kind: 'delete', task: first.id }], editor);
    const second = await flow.add({ title: 'second', status: 'queued' });
    await assert.rejects(flow.call('task.restore', { task: 1 }), { code: 'refused', message: full('Queued', 1) });
    await assert.rejects(edits.undo(editor), { message: full('Queued', 1) });
    await flow.call('task.delete', { task: second.id });
    assert.equal(((await flow.call('task.restore', { task: 1 })) as Task).status, 'queued');

    await edits.apply([{ kind: 'create', draft: { title: 'third', status: 'todo' } }], editor);
    await edits.undo(editor);
    await edits.redo(editor);
    assert.equal((await flow.store.findTask(3))?.status, 'todo');
  });

  it('for a move that is taken back or made again', async () => {
    const flow = await flowWith({ Queued: { limit: 1 } });
    const { edits } = flow.app;
    const card = await flow.add({ title: 'card', status: 'queued' });
    await edits.apply([{ kind: 'move', task: card.id, to: 'todo' }], editor);
    const other = await flow.add({ title: 'other', status: 'queued' });
    await assert.rejects(edits.undo(editor), { code: 'refused', message: /#1 cannot go to Queued: it holds 1 of at most 1/ });
    await flow.call('task.delete', { task: other.id });
    await edits.apply([{ kind: 'move', task: card.id, to: 'queued' }], editor);
    await edits.undo(editor);
    await flow.add({ title: 'another', status: 'queued' });
    await assert.rejects(edits.redo(editor), { message: full('Queued', 1) });
  });

  it('for an import, which brings all cards or none', async () => {
    const theirs = await createMemoryTaskStore();
    for (const title of ['one', 'two', 'three']) await theirs.createTask({ title }, 'cli', by(ada));
    await theirs.moveTask(3, 'done', null, by(ada));
    const cards = (await theirs.listTasks({})).items.map((task) => ({ task, comments: [] }));
    const ours = await createMemoryTaskStore();
    const into = (rules: Record<string, object>): Promise<number> => importCards(ours, cards, { at: 1, board: boardWith(rules) });
    await assert.rejects(into({ 'To do': { limit: 1 } }), { code: 'refused', message: full('To do', 1) });
    await assert.rejects(into({ Done: { limit: 1 }, 'To do': { limit: 1 } }), { code: 'refused' });
    assert.equal((await ours.listTasks({})).items.length, 0);
    // Cards arrive where they stand: an exit guard of a column that they never left says nothing.
    assert.equal(await into({ 'To do': { limit: 2, exitGuard: 'approved' }, Done: { limit: 1 } }), 3);
    assert.deepEqual(
      (await ours.listTasks({ order: 'number' })).items.map(({ status }) => status),
      ['todo', 'todo', 'done'],
    );
    await assert.rejects(into({ Done: { limit: 1 } }), { code: 'refused', message: full('Done', 1) });
    assert.equal((await ours.listTasks({})).items.length, 3);
  });
});

it('an exit guard holds also for a move that is taken back', async () => {
  const flow = await flowWith({ 'To do': { exitGuard: 'dependencies-done' } });
  const { edits } = flow.app;
  const card = await flow.add({ title: 'card', status: 'queued' });
  const needed = await flow.add({ title: 'needed' });
  await edits.apply([{ kind: 'move', task: card.id, to: 'todo' }], editor);
  await flow.call('task.change', { task: card.id, change: { dependsOn: [needed.id] } });
  await assert.rejects(edits.undo(editor), { code: 'refused', message: /#1 cannot leave To do for Queued: 1 cards that it waits for/ });
});

it('an entry action queues what a person moves there and starts nothing that is only made, restored or taken back there', async () => {
  const flow = await flowWith({ 'In review': {}, 'To do': { entryAction: 'queue' } });
  const card = await flow.add({ title: 'card' });
  assert.equal(card.status, 'todo');
  await flow.call('task.delete', { task: card.id });
  assert.equal(((await flow.call('task.restore', { task: card.id })) as Task).status, 'todo');
  await flow.app.edits.apply([{ kind: 'move', task: card.id, to: 'done' }], editor);
  await flow.app.edits.undo(editor);
  assert.equal((await flow.store.findTask(card.id))?.status, 'todo');
  await flow.call('task.move', { task: card.id, to: 'done' });
  assert.equal(((await flow.call('task.move', { task: card.id, to: 'todo' })) as Task).status, 'queued');
});

it('a run is never held up by a limit', async () => {
  const model = scriptedModel({ text: 'Did it.' });
  const flow = await createFlow({
    board: boardWith({ Queued: { limit: 1 }, 'In progress': { limit: 1 }, 'In review': { limit: 1 } }),
    model,
  });
  await flow.store.createTask({ title: 'by hand', status: 'todo' }, 'cli', by(ada));
  await flow.call('task.move', { task: 1, to: 'running' });
  await flow.call('task.move', { task: 1, to: 'review' });
  await flow.store.createTask({ title: 'by hand', status: 'todo' }, 'cli', by(ada));
  await flow.call('task.move', { task: 2, to: 'running' });
  const card = await flow.add({ title: 'run me', status: 'queued' });
  const [done] = await flow.execute(card);
  assert.equal(done?.status, 'review');
});

it('while nobody knows the rules, cards are made and given up, and none is moved by hand or brought into another column', async () => {
  const unknownRules = 'The rules of the board are not known.';
  const flow = await createFlow({ board: { ...defaultBoard, unknownRules }, model: scriptedModel() });
  const card = await flow.add({ title: 'card' });
  await assert.rejects(flow.call('task.move', { task: card.id, to: 'queued' }), { code: 'refused', message: unknownRules });
  await assert.rejects(flow.add({ title: 'queued', status: 'queued' }), { code: 'refused', message: unknownRules });
  assert.equal(((await flow.call('task.move', { task: card.id, to: 'canceled' })) as Task).status, 'canceled');
  await flow.call('task.delete', { task: card.id });
  assert.equal(((await flow.call('task.restore', { task: card.id })) as Task).status, 'canceled');
});
