import assert from 'node:assert/strict';
import { addQueued, agent, anOutcome, by, claim, commandEffect, person, program, type ConformanceTest } from '../storeScenario.ts';

const approval = {
  kind: 'approval',
  callId: 'c1',
  tool: 'run_command',
  summary: 'Run make',
  effects: [commandEffect],
  reason: 'commands ask',
  scopes: ['once' as const],
  diff: null,
} as const;
const body = { ...approval, effects: [...approval.effects], scopes: [...approval.scopes] };

export const requestTests: ConformanceTest[] = [
  [
    'the first answer counts, and only a fitting one by a person or program',
    async (store) => {
      const { task, key } = await addQueued(store).then(() => claim(store));
      const asked = await store.openRequest(key, 'r1', body, by(agent, 1500));
      assert.deepEqual(await store.listRequests({ task: task.id, open: true }), [asked]);
      await assert.rejects(store.answerRequest('r1', { kind: 'approve', scope: 'once' }, by(agent)), { code: 'refused' });
      await assert.rejects(store.answerRequest('r1', { kind: 'approve', scope: 'run' }, by(person)), { code: 'invalid' });
      await assert.rejects(store.answerRequest('r1', { kind: 'continue' }, by(person)), { code: 'invalid' });
      await assert.rejects(store.answerRequest('r2', { kind: 'continue' }, by(person)), { code: 'not-found' });
      const answers = [by(person, 2000), by(program, 2000)].map((context) =>
        store.answerRequest('r1', { kind: 'approve', scope: 'once' }, context),
      );
      const settled = await Promise.allSettled(answers);
      assert.deepEqual(
        settled.map((one) => one.status),
        ['fulfilled', 'rejected'],
      );
      await assert.rejects(store.answerRequest('r1', { kind: 'reject', note: null }, by(person)), { code: 'conflict' });
      const [answered] = await store.listRequests({ run: key.run, open: false });
      assert.deepEqual([answered?.answer, answered?.answeredAt, answered?.answeredBy], [{ kind: 'approve', scope: 'once' }, 2000, person]);
    },
  ],
  [
    'a run that ended asks nothing any more',
    async (store) => {
      const { key } = await addQueued(store).then(() => claim(store));
      await store.openRequest(key, 'r1', body, by(agent));
      await store.endRun(key, anOutcome({ status: 'canceled', taskStatus: 'todo' }), by(agent));
      assert.deepEqual(await store.listRequests({ open: true }), []);
      await assert.rejects(store.answerRequest('r1', { kind: 'approve', scope: 'once' }, by(person)), { code: 'conflict' });
    },
  ],
  [
    'agents are made, changed and removed by people only',
    async (store) => {
      const model = { provider: 'ollama', baseUrl: 'http://127.0.0.1:11434', model: 'm', contextTokens: 8192 } as const;
      const made = await store.createAgent({ name: 'Öl 1', model, prompt: 'p' }, by(person, 1));
      await assert.rejects(store.createAgent({ name: 'Öl 1', model }, by(person)), { code: 'conflict' });
      await assert.rejects(store.createAgent({ name: 'other', model }, by(agent)), { code: 'refused' });
      await assert.rejects(store.createAgent({ name: '../x', model }, by(person)), { code: 'invalid' });
      const changed = await store.changeAgent('Öl 1', { mode: 'edit', maxConcurrent: 3 }, by(person, 2));
      assert.deepEqual(changed, { ...made, mode: 'edit', maxConcurrent: 3, updatedAt: 2 });
      assert.deepEqual(await store.listAgents(), [changed]);
      await store.removeAgent('Öl 1', by(person));
      await assert.rejects(store.removeAgent('Öl 1', by(person)), { code: 'not-found' });
      assert.equal(await store.findAgent('Öl 1'), undefined);
    },
  ],
];
