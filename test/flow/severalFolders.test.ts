import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { DrainReport } from '../../src/core/runs/dispatcher.ts';
import { createFlow } from '../support/flowApp.ts';
import { scriptedModel } from '../support/scriptedModel.ts';

const checks = [{ kind: 'command', command: 'npm test', timeLimit: 60 }] as const;

describe('a card in a workspace of several folders', () => {
  it('has its checks run in the folder that it is about, which the agent is told', async () => {
    const folders: string[] = [];
    const commands = { 'npm test': (_files: unknown, folder: string) => ({ exitCode: folders.push(folder) === 1 ? 1 : 0, output: 'ran' }) };
    const model = scriptedModel({ text: 'Done.' });
    const flow = await createFlow({ roots: ['app', 'server'], commands, model });
    const card = await flow.add({ title: 'Mend the server', root: 'server', checks: [...checks] });
    assert.equal((await flow.execute(card))[0]?.status, 'done');
    assert.deepEqual(folders, ['/memory/server', '/memory/server']);
    assert.match(
      JSON.stringify(model.requests[0]?.messages),
      /Workspace folders: app, server\. The task is about server, and its checks run there\. Begin a path with the folder's name/,
    );
  });

  it('waits where its folder is not open, claims nothing, and says so', async () => {
    const model = scriptedModel({ text: 'Done.' });
    const flow = await createFlow({ roots: ['app'], model });
    const card = await flow.add({ title: 'Mend the server', root: 'server' });
    const { blocked } = (await flow.call('task.execute', { tasks: [card.id] })) as DrainReport;
    assert.deepEqual(
      blocked.map(({ reasons }) => reasons),
      [['it is about the folder "server", which is not open here']],
    );
    const { status, attempts } = await flow.app.tasks.get(card.id);
    assert.deepEqual([status, attempts, model.requests.length], ['queued', 0, 0]);
    await flow.call('task.change', { task: card.id, change: { root: null } });
    assert.equal((await flow.execute(card))[0]?.status, 'review');
  });

  it('has no checks run by hand where its folder is not open', async () => {
    const flow = await createFlow({ roots: ['app'], model: scriptedModel({ text: 'Done.' }) });
    const card = await flow.add({ title: 'Mend the server' });
    await flow.execute(card);
    await flow.call('task.change', { task: card.id, change: { root: 'server', checks: [...checks] } });
    await assert.rejects(
      flow.call('task.run-checks', { task: card.id }),
      /The checks of #1 cannot run: it is about the folder "server", which is not open here/,
    );
    assert.deepEqual(flow.ran, []);
  });
});
