import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CheckedTask } from '../../src/core/actions/runActions.ts';
import type { Task } from '../../src/core/model/task.ts';
import { createFlow, person, type Flow } from '../support/flowApp.ts';
import { scriptedModel } from '../support/scriptedModel.ts';

const checks = [{ kind: 'command', command: 'npm test', timeLimit: 60 }] as const;

/** A card in review that got its check only after the work. */
async function reviewedCard(exitCode = 0): Promise<{ flow: Flow; card: Task }> {
  const commands = { 'npm test': () => ({ exitCode, output: 'ran' }) };
  const flow = await createFlow({
    files: { 'a.txt': 'one\n' },
    commands,
    model: scriptedModel({ text: 'Done.' }, { text: 'Done again.' }),
  });
  const card = await flow.add({ title: 'Do it' });
  assert.equal((await flow.execute(card))[0]?.status, 'review');
  flow.clock.advance(1000);
  await flow.call('task.change', { task: card.id, change: { checks: [...checks] } });
  return { flow, card };
}

describe('work whose check has not been run', () => {
  it('is not accepted in passing: the check is run first, or the person says that it does not matter', async () => {
    const { flow, card } = await reviewedCard();
    await assert.rejects(flow.call('task.accept', { task: card.id }), /"npm test" of task #1 has not been run.*task check 1.*--unchecked/);
    assert.equal((await flow.app.tasks.get(card.id)).status, 'review');
    const { task, notAllowed } = CheckedTask.parse(await flow.call('task.run-checks', { task: card.id }));
    assert.deepEqual([task.status, task.checks[0]?.latest?.passed, notAllowed, flow.ran], ['review', true, [], ['npm test']]);
    assert.match((await flow.store.listTaskEvents(card.id)).at(-1)?.message ?? '', /check c1 run: exit code 0/);
    assert.equal(((await flow.call('task.accept', { task: card.id })) as Task).status, 'done');
  });

  it('is accepted without it when the person says so', async () => {
    const { flow, card } = await reviewedCard();
    assert.equal(((await flow.call('task.accept', { task: card.id, unchecked: true })) as Task).status, 'done');
    assert.deepEqual(flow.ran, []);
  });

  it('may be accepted when the check was run and is red: the person has seen it', async () => {
    const { flow, card } = await reviewedCard(1);
    const { task } = CheckedTask.parse(await flow.call('task.run-checks', { task: card.id }));
    assert.equal(task.checks[0]?.latest?.passed, false);
    assert.equal(((await flow.call('task.accept', { task: card.id })) as Task).status, 'done');
  });

  it('is asked about again when the result is older than the last run', async () => {
    const { flow, card } = await reviewedCard();
    await flow.call('task.run-checks', { task: card.id });
    flow.clock.advance(1000);
    flow.consents.clear();
    await flow.call('task.request-changes', { task: card.id, note: 'Once more.' });
    assert.equal((await flow.execute(card))[0]?.status, 'review');
    await assert.rejects(flow.call('task.accept', { task: card.id }), /has not been run/);
  });
});

describe('checks that are run by hand', () => {
  it('leave out commands that nobody has allowed here, and name them', async () => {
    const { flow, card } = await reviewedCard();
    flow.consents.clear();
    const { task, notAllowed } = CheckedTask.parse(await flow.call('task.run-checks', { task: card.id }));
    assert.deepEqual([task.checks[0]?.latest, notAllowed.map(({ spec }) => spec), flow.ran], [null, [...checks], []]);
  });

  it('are refused where no agent may run, for agents, and for cards that are not in review', async () => {
    const { flow, card } = await reviewedCard();
    const agent = { ...person, actor: { kind: 'agent' as const, name: 'coder' } };
    await assert.rejects(flow.app.actions.call('task.run-checks', { task: card.id }, agent), /not for agents/);
    await flow.call('task.move', { task: card.id, to: 'todo' });
    await assert.rejects(flow.call('task.run-checks', { task: card.id }), /only there/);
    const restricted = await createFlow({ after: flow, model: scriptedModel(), refusal: () => 'this workspace is in Restricted Mode' });
    await assert.rejects(restricted.call('task.run-checks', { task: card.id }), /Restricted Mode/);
    assert.deepEqual(flow.ran, []);
  });

  it('put nothing on a card whose check was exchanged while it ran', async () => {
    const { flow, card } = await reviewedCard();
    const by = { actor: person.actor, at: 1 };
    const result = { passed: true, at: 1, duration: 1, summary: 'exit code 0', output: '' };
    const recorded = flow.store.recordCheck(
      { task: card.id, spec: { ...checks[0], command: 'true' } },
      { check: 'c1', phase: 'latest', result },
      by,
    );
    await assert.rejects(recorded, /changed while it ran/);
  });
});
