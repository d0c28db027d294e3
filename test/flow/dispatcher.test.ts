import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { AgentPage } from '../../src/core/actions/agentActions.ts';
import { RunWish } from '../../src/core/actions/queueActions.ts';
import type { ModelReply, ModelRequest } from '../../src/core/providers/provider.ts';
import type { Task } from '../../src/core/model/task.ts';
import { createFlow, type Flow } from '../support/flowApp.ts';
import { call, scriptedModel, type ScriptedModel } from '../support/scriptedModel.ts';

/** A model whose replies wait until the test lets them go; `titles` are the cards it was asked about, in order. */
function heldModel(...replies: Partial<ModelReply>[]) {
  const waiting: (() => void)[] = [];
  let given = 0;
  const hold = async (_request: ModelRequest, signal: AbortSignal): Promise<Partial<ModelReply>> => {
    const reply = replies[given++] ?? { text: 'Done.' };
    await new Promise<void>((resolve) => {
      waiting.push(resolve);
      signal.addEventListener('abort', () => resolve());
    });
    return signal.aborted ? { stopReason: 'aborted' } : reply;
  };
  const model = scriptedModel(...Array.from({ length: 20 }, () => hold));
  return { model, release: () => waiting.splice(0).forEach((go) => go()), titles: () => titlesOf(model) };
}

function titlesOf(model: ScriptedModel): string[] {
  return model.requests.map(({ messages }) => /card (\w+)/.exec(JSON.stringify(messages))?.[1] ?? '');
}

async function quiet(): Promise<void> {
  for (let turn = 0; turn < 150; turn++) await new Promise((resolve) => setImmediate(resolve));
}

const run = async (flow: Flow, ...cards: Task[]): Promise<RunWish> =>
  RunWish.parse(await flow.call('task.run', { tasks: cards.map(({ id }) => id) }));
const status = async (flow: Flow, card: Task): Promise<string | undefined> => (await flow.store.findTask(card.id))?.status;

describe('a card that somebody runs', () => {
  it('starts at once, and a second one after it: two presses of Run never start two runs', async () => {
    const { model, release, titles } = heldModel();
    const flow = await createFlow({ model, agent: { maxConcurrent: 5 } });
    const [one, two] = [await flow.add({ title: 'card one' }), await flow.add({ title: 'card two' })];
    const [, second] = await Promise.all([run(flow, one), run(flow, two)]);
    await quiet();
    assert.deepEqual(titles(), ['one']);
    assert.deepEqual(second.blocked[0]?.reasons, [`it waits for #${one.number}, which is being worked on`]);
    assert.deepEqual(flow.app.dispatcher.whyNot(two.id), second.blocked[0]?.reasons);
    release();
    await quiet();
    assert.deepEqual(titles(), ['one', 'two']);
    assert.deepEqual(flow.app.dispatcher.whyNot(two.id), []);
  });

  it('waits for a run that the command line of this host started, which counts like any other', async () => {
    const { model, release, titles } = heldModel();
    const flow = await createFlow({ model, agent: { maxConcurrent: 5 } });
    const [one, two] = [await flow.add({ title: 'card one' }), await flow.add({ title: 'card two' })];
    const executing = flow.execute(one);
    await quiet();
    await run(flow, two);
    await quiet();
    assert.deepEqual(titles(), ['one']);
    release();
    await executing;
    await quiet();
    assert.deepEqual(titles(), ['one', 'two']);
  });

  it('waits for a live run of another host in the store', async () => {
    const { model } = heldModel();
    const other = await createFlow({ model });
    const [one, two] = [await other.add({ title: 'card one' }), await other.add({ title: 'card two' })];
    await run(other, one);
    await quiet();
    const flow = await createFlow({ model: scriptedModel(), after: other });
    assert.match((await run(flow, two)).blocked[0]?.reasons.join() ?? '', /waits for #1/);
  });

  it('keeps its slot while it waits for a person, and the next card says so', async () => {
    const { model, release, titles } = heldModel({ toolCalls: [call('ask_user', { question: 'Which?' })] });
    const flow = await createFlow({ model, attended: true });
    const [one, two] = [await flow.add({ title: 'card one' }), await flow.add({ title: 'card two' })];
    await run(flow, one, two);
    await quiet();
    release();
    await quiet();
    assert.equal(await status(flow, one), 'waiting');
    assert.deepEqual(flow.app.dispatcher.whyNot(two.id), [`it waits for #${one.number}, which waits for you`]);
    const [agent] = AgentPage.parse(await flow.call('agent.list', {})).items;
    assert.deepEqual([agent?.state, agent?.tasks], ['overloaded', [one.id]], 'an agent whose run waits has it in hand');
    const [request] = await flow.app.inbox.list();
    await flow.call('inbox.answer', { request: request?.id, answer: { kind: 'text', text: 'this' } });
    await quiet();
    release();
    await quiet();
    assert.deepEqual(titles(), ['one', 'one', 'two']);
  });

  it('does not hold up the others when it cannot start, and starts when what it waits for is done', async () => {
    const { model, release, titles } = heldModel();
    const flow = await createFlow({ model });
    const first = await flow.add({ title: 'card first' });
    const late = await flow.add({ title: 'card late', dependsOn: [first.id], priority: 'P0' });
    const free = await flow.add({ title: 'card free' });
    const { blocked } = await run(flow, late, free);
    assert.deepEqual(
      blocked.map(({ task, reasons }) => [task.number, reasons]),
      [[late.number, [`it waits for #${first.number}`]]],
    );
    await quiet();
    assert.deepEqual(titles(), ['free']);
    release();
    await quiet();
    await flow.call('task.move', { task: first.id, to: 'done' });
    await quiet();
    assert.deepEqual(titles(), ['free', 'late']);
  });

  it('is not started any more once it was taken out of the queue', async () => {
    const { model, release, titles } = heldModel();
    const flow = await createFlow({ model });
    const [one, two] = [await flow.add({ title: 'card one' }), await flow.add({ title: 'card two' })];
    await run(flow, one, two);
    await flow.call('run.stop', { task: two.id });
    release();
    await quiet();
    assert.deepEqual([titles(), await status(flow, two)], [['one'], 'todo']);
    await flow.call('task.move', { task: two.id, to: 'queued' });
    await quiet();
    assert.deepEqual(titles(), ['one'], 'the wish ended with the stop');
  });

  it('is tried again by itself after a failure that may pass', async () => {
    const busy = {
      stopReason: 'error' as const,
      failure: { kind: 'overloaded' as const, message: 'Busy.', retryable: true, retryAfter: 3_600_000 },
    };
    const flow = await createFlow({ model: scriptedModel(busy, { text: 'Done.' }) });
    const card = await flow.add({ title: 'card one' });
    await run(flow, card);
    for (let turn = 0; turn < 100 && (await status(flow, card)) !== 'review'; turn++) {
      await quiet();
      flow.clock.advance(60_000);
    }
    assert.deepEqual([await status(flow, card), (await flow.store.findTask(card.id))?.attempts], ['review', 2]);
  });

  it('says that nobody is there to do it, and starts as soon as somebody is', async () => {
    const { model, titles } = heldModel();
    const flow = await createFlow({ model });
    await flow.call('agent.remove', { agent: 'coder' });
    const card = await flow.add({ title: 'card one' });
    const { blocked } = await run(flow, card);
    assert.deepEqual(
      blocked.map(({ reasons, lacksAgent }) => [reasons, lacksAgent]),
      [[['there is no agent yet'], true]],
    );
    await flow.call('agent.create', { name: 'another', model: { provider: 'scripted', script: 'x' } });
    await quiet();
    assert.deepEqual(titles(), ['one']);
  });

  it('is refused with words when it is none for an agent now, and the others start', async () => {
    const { model, titles } = heldModel();
    const flow = await createFlow({ model });
    const [done, open] = [await flow.add({ title: 'card done' }), await flow.add({ title: 'card open' })];
    await flow.call('task.move', { task: done.id, to: 'done' });
    const { refused } = await run(flow, done, open);
    assert.match(refused.join(), /#1 is done/);
    await quiet();
    assert.deepEqual(titles(), ['open']);
  });

  it('shows in its log and its history why this agent was chosen', async () => {
    const flow = await createFlow({ model: scriptedModel({ text: 'Done.' }) });
    const card = await flow.add({ title: 'card one' });
    await flow.execute(card);
    const [start] = await flow.log(card);
    assert.equal(start?.body.type === 'run-start' && start.body.reason, 'the only agent that can');
    assert.match(
      (await flow.store.listTaskEvents(card.id)).map(({ message }) => message).join('\n'),
      /attempt 1 by coder \(the only agent that can\)/,
    );
  });
});

describe('the queue', () => {
  it('is left alone until somebody turns it on, then worked through in order, and no further once it is off', async () => {
    const { model, release, titles } = heldModel();
    const flow = await createFlow({ model });
    await flow.add({ title: 'card low', status: 'queued', priority: 'P3' });
    await flow.add({ title: 'card high', status: 'queued', priority: 'P1' });
    await flow.add({ title: 'card medium', status: 'queued', priority: 'P2' });
    await quiet();
    assert.deepEqual(titles(), []);
    await flow.call('queue.start', {});
    await quiet();
    release();
    await quiet();
    assert.deepEqual(titles(), ['high', 'medium']);
    await flow.call('queue.stop', {});
    release();
    await quiet();
    assert.deepEqual(titles(), ['high', 'medium']);
  });

  it('gives out its first card that may start, one at each press', async () => {
    const { model, release, titles } = heldModel();
    const flow = await createFlow({ model });
    const open = await flow.add({ title: 'card open' });
    await flow.add({ title: 'card blocked', status: 'queued', priority: 'P0', dependsOn: [open.id] });
    await flow.add({ title: 'card a', status: 'queued' });
    await flow.add({ title: 'card b', status: 'queued' });
    await flow.call('queue.next', {});
    await flow.call('queue.next', {});
    await quiet();
    await assert.rejects(flow.call('queue.next', {}), /No card in the queue can start now/);
    release();
    await quiet();
    assert.deepEqual(titles(), ['a', 'b']);
  });

  it('gives named cards the next slot', async () => {
    const { model, release, titles } = heldModel();
    const flow = await createFlow({ model });
    for (const name of ['a', 'b']) await flow.add({ title: `card ${name}`, status: 'queued', priority: 'P1' });
    const named = await flow.add({ title: 'card named', priority: 'P3' });
    await flow.call('queue.start', {});
    await run(flow, named);
    await quiet();
    release();
    await quiet();
    assert.deepEqual(titles(), ['a', 'named']);
  });
});

describe('a workspace that nobody trusts', () => {
  it('starts no run through any door, says why, and starts what waited once it is trusted', async () => {
    let refusal: string | undefined = 'nobody trusts this folder';
    const { model, titles } = heldModel();
    const flow = await createFlow({ model, refusal: () => refusal });
    const card = await flow.add({ title: 'card one' });
    const gone = await flow.add({ title: 'card gone', agent: 'nobody' });
    assert.deepEqual(
      (await run(flow, card, gone)).blocked.map(({ reasons, lacksAgent }) => [reasons, lacksAgent]),
      [
        [[refusal], false],
        [[refusal], false],
      ],
    );
    await flow.execute(card);
    const agent = await flow.store.findAgent('coder');
    const task = await flow.store.findTask(card.id);
    assert.ok(agent && task);
    await assert.rejects(flow.app.runs.start(task, agent, { grants: [] }, 'tried'), /nobody trusts/);
    assert.deepEqual(titles(), []);
    refusal = undefined;
    await flow.app.dispatcher.look();
    await quiet();
    assert.deepEqual(titles(), ['one']);
  });
});

describe('a host that goes away', () => {
  const write = { toolCalls: [call('write_file', { path: 'a.txt', content: 'made\n' })] };

  it('leaves its run as it is: not stopped by anybody, continued by the next where its log ends', async () => {
    const { model, release } = heldModel(write);
    const first = await createFlow({ model });
    const card = await first.add({ title: 'card one' });
    await run(first, card);
    await quiet();
    release();
    await quiet();
    await first.app.letGo();
    assert.equal(await status(first, card), 'running');
    assert.equal(
      (await first.log(card)).some(({ body }) => body.type === 'run-end'),
      false,
    );
    const second = await createFlow({ model: scriptedModel({ text: 'Done.' }), after: first });
    second.app.goOnAfterAnswers();
    const [interrupted] = await second.app.recover();
    assert.deepEqual([interrupted?.status, await status(second, card)], ['interrupted', 'waiting']);
    const [request] = await second.app.inbox.list();
    assert.match(request?.body.kind === 'interrupted' ? request.body.message : '', /Last finished step: .*a\.txt/);
    await quiet();
    await second.call('queue.start', {});
    await run(second, card);
    await quiet();
    assert.equal(await status(second, card), 'waiting', 'nothing goes on before it was answered');
    await second.call('run.continue', { task: card.id });
    await quiet();
    assert.equal(await status(second, card), 'review');
    assert.equal((await second.store.listRuns({ task: card.id })).items.length, 1);
  });

  it('is gone on with by an answer in the inbox: start over makes a new run, give up cancels the card', async () => {
    for (const [kind, ends, runs] of [
      ['start-over', 'review', 2],
      ['stop', 'canceled', 1],
      ['continue', 'review', 1],
    ] as const) {
      const { model, release } = heldModel(write);
      const first = await createFlow({ model });
      const card = await first.add({ title: 'card one' });
      await run(first, card);
      await quiet();
      release();
      await quiet();
      await first.app.letGo();
      const second = await createFlow({ model: scriptedModel({ text: 'Done.' }), after: first });
      second.app.goOnAfterAnswers();
      await second.app.recover();
      const [request] = await second.app.inbox.list();
      await second.call('inbox.answer', { request: request?.id, answer: { kind } });
      await quiet();
      assert.deepEqual(
        [kind, await status(second, card), (await second.store.listRuns({ task: card.id })).items.length],
        [kind, ends, runs],
      );
    }
  });

  it('leaves a question open in the log: nobody refused it', async () => {
    const { model, release } = heldModel({ toolCalls: [call('ask_user', { question: 'Which?' })] });
    const flow = await createFlow({ model, attended: true });
    const card = await flow.add({ title: 'card one' });
    await run(flow, card);
    await quiet();
    release();
    await quiet();
    await flow.app.letGo();
    flow.clock.advance(1000);
    await quiet();
    assert.deepEqual(
      (await flow.log(card)).filter(({ body }) => body.type === 'tool-end' || body.type === 'run-end'),
      [],
    );
  });

  it('leaves a card whose run had changed nothing in the queue, where it starts when somebody says so', async () => {
    const { model } = heldModel();
    const first = await createFlow({ model });
    const card = await first.add({ title: 'card one' });
    await run(first, card);
    await quiet();
    await first.app.letGo();
    const second = await createFlow({ model: scriptedModel({ text: 'Done.' }), after: first });
    await second.app.recover();
    await quiet();
    assert.equal(await status(second, card), 'queued');
    await second.call('run.continue', { task: card.id });
    await quiet();
    assert.deepEqual([await status(second, card), (await second.store.listRuns({ task: card.id })).items.length], ['review', 1]);
  });

  it('does not leave a stopped run to be continued: a stop by a person still puts the card back', async () => {
    const { model } = heldModel();
    const flow = await createFlow({ model });
    const card = await flow.add({ title: 'card one' });
    await run(flow, card);
    await quiet();
    await flow.call('run.stop', { task: card.id });
    assert.deepEqual([await status(flow, card), (await flow.store.listRuns({ task: card.id })).items[0]?.status], ['todo', 'canceled']);
  });

  it('cancels a card whose run waits for a person', async () => {
    const { model, release } = heldModel({ toolCalls: [call('ask_user', { question: 'Which?' })] });
    const flow = await createFlow({ model, attended: true });
    const card = await flow.add({ title: 'card one' });
    await run(flow, card);
    await quiet();
    release();
    await quiet();
    await flow.call('task.cancel', { task: card.id });
    assert.deepEqual([await status(flow, card), flow.app.runs.active, await flow.app.inbox.list()], ['canceled', [], []]);
  });
});
