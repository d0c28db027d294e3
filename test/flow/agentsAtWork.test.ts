import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { AgentPage } from '../../src/core/actions/agentActions.ts';
import type { ModelRequest } from '../../src/core/providers/provider.ts';
import { createFlow, type Flow } from '../support/flowApp.ts';
import { scriptedModel } from '../support/scriptedModel.ts';

/** A model that answers only when it is told to. */
function heldModel() {
  const waiting: (() => void)[] = [];
  const hold = async (_request: ModelRequest, signal: AbortSignal): Promise<object> => {
    await new Promise<void>((resolve) => {
      waiting.push(resolve);
      signal.addEventListener('abort', () => resolve());
    });
    return signal.aborted ? { stopReason: 'aborted' } : { text: 'Done.' };
  };
  const model = scriptedModel(...Array.from({ length: 9 }, () => hold));
  return { model, release: () => waiting.splice(0).forEach((go) => go()) };
}

async function settled(): Promise<void> {
  for (let turn = 0; turn < 200; turn++) await new Promise((resolve) => setImmediate(resolve));
}

const agentsOf = async (flow: Flow) => AgentPage.parse(await flow.call('agent.list', {})).items;

describe('agents at work', () => {
  it('are as many at once as the host has slots, and say what they work on', async () => {
    const { model, release } = heldModel();
    const flow = await createFlow({ model, slots: 2, agent: { maxConcurrent: 3 } });
    const cards = [await flow.add({ title: 'one' }), await flow.add({ title: 'two' }), await flow.add({ title: 'three' })];
    const executing = flow.execute(...cards);
    await settled();
    assert.equal(model.requests.length, 2);
    assert.deepEqual(
      (await agentsOf(flow)).map(({ state, tasks }) => [state, tasks.toSorted()]),
      [['active', cards.slice(0, 2).map(({ id }) => id)]],
    );
    release();
    await settled();
    assert.equal(model.requests.length, 3);
    release();
    assert.deepEqual(
      (await executing).map(({ status }) => status),
      ['review', 'review', 'review'],
    );
    assert.deepEqual(
      (await agentsOf(flow)).map(({ state, tasks }) => [state, tasks]),
      [['idle', []]],
    );
  });

  it('begin every card anew, without a word of the last one', async () => {
    const model = scriptedModel({ text: 'Painted.' }, { text: 'Done.' });
    const flow = await createFlow({ model });
    await flow.execute(await flow.add({ title: 'Paint the fence' }), await flow.add({ title: 'Water the roses' }));
    assert.deepEqual(
      model.requests[1]?.messages.map(({ role }) => role),
      ['system', 'user'],
    );
    assert.doesNotMatch(JSON.stringify(model.requests[1]?.messages), /fence|Painted/);
  });

  it('are offered only the tools that they are given', async () => {
    const model = scriptedModel({ text: 'Done.' });
    const flow = await createFlow({ model, agent: { tools: ['read_file', 'list_files'] } });
    await flow.execute(await flow.add({ title: 'Look' }));
    assert.deepEqual(model.requests[0]?.tools.map(({ name }) => name).toSorted(), ['list_files', 'read_file']);
  });

  it('are stopped when their card is canceled', async () => {
    const { model } = heldModel();
    const flow = await createFlow({ model });
    const card = await flow.add({ title: 'Hang' });
    const executing = flow.execute(card);
    await settled();
    assert.equal(((await flow.call('task.cancel', { task: card.number })) as { status: string }).status, 'canceled');
    assert.equal((await executing)[0]?.status, 'canceled');
    const [run] = (await flow.store.listRuns({ task: card.id })).items;
    assert.deepEqual([run?.status, flow.app.runs.active], ['canceled', []]);
  });
});
