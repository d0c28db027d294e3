import assert from 'node:assert/strict';
import type { TaskStore } from '../../../src/core/store/taskStore.ts';
import {
  addQueued,
  agent,
  anOutcome,
  aResult,
  by,
  claim,
  commandCheck,
  commandEffect,
  newRunId,
  person,
  toolEnd,
  toolStart,
  type ConformanceTest,
} from '../storeScenario.ts';

const conflict = { code: 'conflict' };

export const runTests: ConformanceTest[] = [
  [
    'a run with a check that turned green finishes its card',
    async (store) => {
      await store.createAgent({ name: 'coder', model: { provider: 'simulated' } }, by(person));
      await addQueued(store, { checks: [commandCheck] });
      const { task, key } = await claim(store);
      await store.recordCheck(key, { check: 'c1', phase: 'baseline', result: aResult(false) }, by(agent));
      await store.recordCheck(key, { check: 'c1', phase: 'latest', result: aResult(true, 2000) }, by(agent, 2000));
      await store.appendRunEvents(key, [{ at: 2000, body: { type: 'status', message: 'checked' } }], false);
      const progress = { usage: { input: 5, cachedInput: 1, output: 2, reasoning: 0 }, cost: 0.25, steps: 3 };
      const done = await store.endRun(key, anOutcome({ taskStatus: 'done', result: 'All green.', progress }), by(agent, 3000));
      assert.deepEqual([done.status, done.result, done.lease, done.completedAt], ['done', 'All green.', null, 3000]);
      const run = await store.findRun(key.run);
      assert.deepEqual(
        [run?.status, run?.usage, run?.cost, run?.steps, run?.endedAt, run?.eventCount],
        ['succeeded', progress.usage, 0.25, 3, 3000, 1],
      );
      assert.ok((run?.logBytes ?? 0) > 0);
      const [comment] = await store.listComments(task.id);
      assert.deepEqual([comment?.text, comment?.by], ['All green.', agent]);
      assert.deepEqual((await store.findAgent('coder'))?.succeeded, 1);
    },
  ],
  [
    'a run cannot call its card done without evidence of its own',
    async (store) => {
      const noCheck = await addQueued(store);
      const { key } = await claim(store);
      const done = anOutcome({ taskStatus: 'done' });
      await assert.rejects(store.endRun(key, done, by(agent)), {
        code: 'refused',
        message: /"In progress" to "Done": it has no accepted check/,
      });
      await store.changeTask(noCheck.id, { checks: [commandCheck] }, by(person));
      await store.recordCheck(key, { check: 'c1', phase: 'baseline', result: aResult(true) }, by(agent));
      await store.recordCheck(key, { check: 'c1', phase: 'latest', result: aResult(true) }, by(agent));
      await assert.rejects(store.endRun(key, done, by(agent)), { message: /already passing/ });
      await store.recordCheck(key, { check: 'c1', phase: 'baseline', result: aResult(false) }, by(agent));
      await store.recordCheck(key, { check: 'c1', phase: 'latest', result: aResult(true, 999) }, by(agent));
      await assert.rejects(store.endRun(key, done, by(agent)), { message: /has not passed in this run/ });
      assert.equal((await store.findTask(noCheck.id))?.status, 'running');
      assert.equal((await store.endRun(key, anOutcome(), by(agent))).status, 'review');
    },
  ],
  [
    'events are numbered from 1 and read on from any of them',
    async (store) => {
      await addQueued(store);
      const { task, key } = await claim(store);
      const bodies = ['a', 'b', 'c'].map((message) => ({ at: 1000, body: { type: 'status', message } as const }));
      const strange = { at: 1001, body: { type: 'status', message: 'd \u2028 "x" \n' } as const };
      assert.equal(await store.appendRunEvents(key, bodies, true), 1);
      assert.equal(await store.appendRunEvents(key, [strange], false), 4);
      const expected = [...bodies, strange].map((event, index) => ({ seq: index + 1, task: task.id, ...event }));
      assert.deepEqual(await store.readRunEvents(key.run, 2), expected.slice(2));
      assert.deepEqual(await store.readRunEvents(key.run, 0, 2), expected.slice(0, 2));
      assert.deepEqual(await store.readRunEvents(newRunId(), 0), []);
    },
  ],
  [
    'reports with an old fence are refused and change nothing',
    async (store) => {
      await addQueued(store);
      const { task, key } = await claim(store, { leaseUntil: 2000 });
      await store.recoverRuns(by(person, 2000));
      const retaken = await claim(store, {}, 2001);
      assert.equal(retaken.key.fence, 2);
      await assert.rejects(store.renewLease(key, 9000), conflict);
      await assert.rejects(store.reportRun(key, { waiting: 'me' }, by(agent)), conflict);
      await assert.rejects(store.endRun(key, anOutcome(), by(agent)), conflict);
      await assert.rejects(store.appendRunEvents(key, [], false), conflict);
      await assert.rejects(
        store.recordRunFile(key, { run: key.run, root: '', path: 'a', access: 'read', before: null, after: null }),
        conflict,
      );
      await assert.rejects(store.openRequest(key, 'q1', { kind: 'interrupted', message: '' }, by(agent)), conflict);
      await assert.rejects(store.renewLease({ run: retaken.key.run, fence: 1 }, 9000), conflict);
      assert.deepEqual(await store.findTask(task.id), retaken.task);
      assert.deepEqual(await store.renewLease(retaken.key, 9000), { cancelRequested: false });
      assert.equal((await store.findTask(task.id))?.lease?.expires, 9000);
    },
  ],
  [
    'an interrupted run goes back to the queue when it changed nothing',
    async (store) => {
      await addQueued(store, { maxAttempts: 2 });
      const first = await claim(store, { holder: 'dead' });
      await store.appendRunEvents(first.key, [{ at: 1000, body: toolStart('1', [{ kind: 'question' }]) }], true);
      assert.deepEqual(await store.recoverRuns(by(person, 1500)), []);
      const [run] = await store.recoverRuns(by(person, 1500), (holder) => holder === 'dead');
      assert.deepEqual([run?.id, run?.status], [first.key.run, 'interrupted']);
      assert.equal((await store.findTask(first.task.id))?.status, 'queued');
      const second = await claim(store);
      await store.recoverRuns(by(person, 61_000));
      const failed = await store.findTask(second.task.id);
      assert.deepEqual([failed?.status, failed?.attempts], ['failed', 2]);
      assert.match(failed?.error ?? '', /2 attempts/);
    },
  ],
  [
    'an interrupted run with a side effect waits for a person, who lets it go on',
    async (store) => {
      await addQueued(store);
      const { task, key } = await claim(store);
      const steps = [toolStart('1', [commandEffect]), toolEnd('1'), toolStart('2', [commandEffect])];
      await store.appendRunEvents(
        key,
        steps.map((body) => ({ at: 1000, body })),
        true,
      );
      await store.recoverRuns(by(person, 61_000));
      assert.equal((await store.findTask(task.id))?.status, 'waiting');
      const [request] = await store.listRequests({ open: true });
      assert.equal(request?.body.kind, 'interrupted');
      assert.match(request?.body.kind === 'interrupted' ? request.body.message : '', /finished step: step 1.*perhaps done: step 2/);
      await store.answerRequest(request?.id ?? '', { kind: 'continue' }, by(person));
      const resumed = await store.resumeRun(key.run, 'there', 99_000, by(agent, 62_000));
      assert.deepEqual([resumed.task.status, resumed.run.status, resumed.run.fence, resumed.run.endedAt], ['running', 'running', 2, null]);
      await assert.rejects(store.resumeRun(key.run, 'third', 99_000, by(agent)), { code: 'refused' });
      await assert.rejects(store.endRun(key, anOutcome(), by(agent)), conflict);
      const first = await store.appendRunEvents({ run: key.run, fence: 2 }, [{ at: 1, body: toolEnd('2') }], true);
      assert.equal(first, 4);
    },
  ],
  [
    'a paused run lets its card go, and taking the card elsewhere ends the run',
    async (store) => {
      await addQueued(store);
      const { task, key } = await claim(store);
      await store.openRequest(key, 'q1', { kind: 'question', callId: 'c', question: 'which?', choices: [] }, by(agent));
      await store.reportRun(key, { waiting: 'waits for an answer' }, by(agent));
      assert.deepEqual([(await store.findTask(task.id))?.status, (await store.findTask(task.id))?.lease !== null], ['waiting', true]);
      await assert.rejects(store.moveTask(task.id, 'queued', null, by(person)), { code: 'refused', message: /cancel the run/ });
      const paused = await store.endRun(key, anOutcome({ status: 'waiting', taskStatus: 'waiting', statusReason: 'waits' }), by(agent));
      assert.deepEqual([paused.status, paused.lease, (await store.listRequests({ open: true })).length], ['waiting', null, 1]);
      await store.recoverRuns(by(person, 99_000));
      assert.equal((await store.findRun(key.run))?.status, 'waiting');
      await store.moveTask(task.id, 'queued', null, by(person));
      assert.equal((await store.findRun(key.run))?.status, 'canceled');
      assert.deepEqual(await store.listRequests({ open: true }), []);
    },
  ],
  [
    'cancel is asked of the holder, and done at once where there is none',
    async (store) => {
      await addQueued(store);
      const { task, key } = await claim(store);
      assert.equal(await store.requestCancel(key.run, by(person)), true);
      assert.deepEqual(await store.renewLease(key, 70_000), { cancelRequested: true });
      await store.endRun(key, anOutcome({ status: 'canceled', taskStatus: 'todo' }), by(agent));
      assert.equal(await store.requestCancel(key.run, by(person)), false);
      await store.moveTask(task.id, 'queued', null, by(person));
      const paused = await claim(store);
      await store.endRun(paused.key, anOutcome({ status: 'waiting', taskStatus: 'waiting' }), by(agent));
      assert.equal(await store.requestCancel(paused.key.run, by(person)), true);
      assert.equal((await store.findTask(task.id))?.status, 'canceled');
      assert.equal((await store.findRun(paused.key.run))?.status, 'canceled');
    },
  ],
  [
    'a failed attempt goes back to the queue for later, and requested changes open the next prompt',
    async (store) => {
      await addQueued(store, { maxAttempts: 2 });
      const first = await claim(store);
      const failed = anOutcome({ status: 'failed', taskStatus: 'queued', error: 'no model', runAfter: 8000 });
      const queued = await store.endRun(first.key, failed, by(agent));
      assert.deepEqual([queued.status, queued.error, queued.runAfter, queued.attempts], ['queued', 'no model', 8000, 1]);
      const second = await claim(store, {}, 8000);
      await assert.rejects(store.endRun(second.key, failed, by(agent)), { code: 'refused', message: /attempts are used up/ });
      await store.endRun(second.key, anOutcome(), by(agent));
      const changed = await store.moveTask(second.task.id, 'queued', 'rename it', by(person));
      assert.deepEqual([changed.changeRequest, changed.attempts], ['rename it', 0]);
      const third = await claim(store);
      assert.equal(third.task.changeRequest, 'rename it');
      assert.equal((await store.endRun(third.key, anOutcome(), by(agent))).changeRequest, null);
    },
  ],
  ['what a run touched stays as it was before its first write', filesTest],
];

async function filesTest(store: TaskStore): Promise<void> {
  await addQueued(store);
  const { key } = await claim(store);
  const [one, two, three] = await Promise.all(['1', '2', '3'].map((text) => store.putBlob(new TextEncoder().encode(text))));
  assert.ok(one && two && three);
  const file = { run: key.run, root: 'w', path: 'a.ts' };
  await store.recordRunFile(key, { ...file, access: 'read', before: null, after: null });
  await store.recordRunFile(key, { ...file, access: 'write', before: one, after: two });
  await store.recordRunFile(key, { ...file, access: 'write', before: two, after: three });
  await store.recordRunFile(key, { ...file, access: 'read', before: null, after: null });
  assert.deepEqual(await store.listRunFiles(key.run), [{ ...file, access: 'write', before: one, after: three }]);
  assert.equal(new TextDecoder().decode(await store.readBlob(one)), '1');
  assert.equal(await store.readBlob('0'.repeat(64) as typeof one), undefined);
}
