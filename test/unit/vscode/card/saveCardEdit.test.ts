import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Task } from '../../../../src/core/model/task.ts';
import { saveCardEdit } from '../../../../src/vscode/card/saveCardEdit.ts';
import { createFlow, type Flow } from '../../../support/flowApp.ts';
import { scriptedModel } from '../../../support/scriptedModel.ts';

const person = { actor: { kind: 'person' as const, name: 'ada' }, door: 'palette' };

function writesTo(flow: Flow, { id }: Task): Parameters<typeof saveCardEdit>[1] {
  return {
    find: () => flow.store.findTask(id),
    change: (change, expectedRevision) => flow.app.edits.apply([{ kind: 'change', task: id, change, expectedRevision }], person),
  };
}

async function oneCard(): Promise<{ flow: Flow; task: Task }> {
  const flow = await createFlow({ model: scriptedModel() });
  return { flow, task: await flow.add({ title: 'Old title', labels: ['a'] }) };
}

test('an edit is saved although the card changed elsewhere since the page saw it', async () => {
  const { flow, task } = await oneCard();
  await flow.call('task.change', { task: task.id, change: { progress: 40 } });
  assert.equal(
    await saveCardEdit({ revision: task.revision, change: { title: 'New title' }, base: { title: 'Old title' } }, writesTo(flow, task)),
    true,
  );
  const now = await flow.app.tasks.get(task.id);
  assert.deepEqual([now.title, now.progress], ['New title', 40]);
});

test('nothing is saved over a change of the same field', async () => {
  const { flow, task } = await oneCard();
  await flow.call('task.change', { task: task.id, change: { title: 'Their title' } });
  assert.equal(
    await saveCardEdit({ revision: task.revision, change: { title: 'New title' }, base: { title: 'Old title' } }, writesTo(flow, task)),
    false,
  );
  assert.equal((await flow.app.tasks.get(task.id)).title, 'Their title');
});

test('a list of checks is compared by what they say, not by their evidence', async () => {
  const { flow, task } = await oneCard();
  const spec = { kind: 'command' as const, command: 'npm test', timeLimit: 300 };
  await flow.call('task.change', { task: task.id, change: { checks: [spec] } });
  const more = { kind: 'files' as const, pattern: 'dist/*.js', expect: 'present' as const };
  assert.equal(await saveCardEdit({ revision: 0, change: { checks: [spec, more] }, base: { checks: [spec] } }, writesTo(flow, task)), true);
  assert.equal((await flow.app.tasks.get(task.id)).checks.length, 2);
});

test('a refusal of the board reaches the person as it was said', async () => {
  const { flow, task } = await oneCard();
  await assert.rejects(
    saveCardEdit({ revision: task.revision, change: { dependsOn: [task.id] }, base: { dependsOn: [] } }, writesTo(flow, task)),
    /#1/,
  );
});
