import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { TaskId } from '../../../../src/core/model/scalars.ts';
import { requiresApproval, riskOf } from '../../../../src/core/rules/approvals.ts';
import { claimBlockers } from '../../../../src/core/rules/claiming.ts';
import { assertNoCycle, type DependencyNode } from '../../../../src/core/rules/dependencies.ts';
import { rankBetween, spreadRanks } from '../../../../src/core/rules/ranks.ts';
import { deadLetterReason, retryDelay } from '../../../../src/core/rules/retries.ts';
import { changeTask } from '../../../../src/core/rules/taskChanges.ts';
import { aTask } from '../../../support/aTask.ts';
import { agent, aResult, commandCheck, person, program } from '../../../support/storeScenario.ts';

const idOf = (index: number): TaskId => TaskId.parse(String(index).padStart(26, '0'));

test('dependencies are refused exactly when they close a circle', () => {
  const links = fc.array(fc.tuple(fc.nat(7), fc.nat(7)), { maxLength: 20 });
  fc.assert(
    fc.property(links, (pairs) => {
      const edges = new Map<number, Set<number>>();
      const node = (index: number): DependencyNode => ({
        id: idOf(index),
        number: index + 1,
        status: 'todo',
        dependsOn: [...(edges.get(index) ?? [])].map(idOf),
      });
      const reaches = (from: number, to: number, seen = new Set<number>()): boolean =>
        from === to || [...(edges.get(from) ?? [])].some((next) => !seen.has(next) && reaches(next, to, seen.add(next)));
      for (const [from, to] of pairs) {
        const wanted = {
          id: idOf(from),
          number: from + 1,
          dependsOn: [...(edges.get(from) ?? []), to].map((index) => (typeof index === 'number' ? idOf(index) : index)),
        };
        const add = (): void => assertNoCycle(wanted, (id) => node(Number(id)));
        if (reaches(to, from)) assert.throws(add, { code: 'refused', message: new RegExp(`#${from + 1} → .*#${from + 1}`) });
        else {
          add();
          edges.set(from, new Set([...(edges.get(from) ?? []), to]));
        }
      }
    }),
  );
});

test('a rank always fits between its neighbours, or says that all have to be spread', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 60 }), (places) => {
      const ranks: string[] = [];
      for (const place of places) {
        const at = Math.round(place * ranks.length);
        const rank = rankBetween(ranks[at - 1] ?? null, ranks[at] ?? null);
        if (rank === undefined) return;
        ranks.splice(at, 0, rank);
      }
      assert.deepEqual([...ranks].sort(), ranks);
      assert.equal(new Set(ranks).size, ranks.length);
    }),
  );
  assert.deepEqual([...spreadRanks(5000)].sort(), spreadRanks(5000));
});

test('every reason that keeps a card from starting is said', () => {
  const task = aTask({
    openDependencies: 2,
    runAfter: 2000,
    accepted: false,
    approval: { ...aTask().approval, required: true },
    attempts: 3,
  });
  assert.deepEqual(
    claimBlockers(task, 1000, [
      { number: 3, status: 'todo' },
      { number: 4, status: 'running' },
    ]),
    [
      'its status is "To do", not "Queued"',
      'it waits for #3, #4',
      'a person has to accept it first',
      'it needs approval first',
      'all 3 attempts are used up',
      'it is not to start before 1970-01-01T00:00:02.000Z',
    ],
  );
  assert.deepEqual(claimBlockers(aTask({ status: 'queued', runAfter: 1000 }), 1000), []);
});

test('a dependency that was given up or failed is said to be that', () => {
  const queued = aTask({ status: 'queued', openDependencies: 3, lostDependencies: 2 });
  const known = [
    { number: 3, status: 'canceled' },
    { number: 4, status: 'running' },
    { number: 5, status: 'failed' },
  ] as const;
  assert.deepEqual(claimBlockers(queued, 1000, known), [
    'it waits for #4',
    'it depends on #3, which was canceled',
    'it depends on #5, which failed',
  ]);
  assert.deepEqual(claimBlockers(queued, 1000), ['it waits for 1 other tasks', 'it depends on 2 cards that were canceled or failed']);
  assert.deepEqual(claimBlockers({ ...queued, openDependencies: 1, lostDependencies: 1 }, 1000), [
    'it depends on a card that was canceled or failed',
  ]);
});

test('the message about a circle stays short however long that is', () => {
  const ids = Array.from({ length: 400 }, (_, at) => TaskId.parse(String(at).padStart(26, '0')));
  const nodes = new Map(ids.map((id, at) => [id, { id, number: at + 1, status: 'todo' as const, dependsOn: ids.slice(at - 1, at) }]));
  const close = (length: number): void =>
    assertNoCycle({ id: ids[0] as TaskId, number: 1, dependsOn: [ids[length - 1] as TaskId] }, (id) => nodes.get(id));
  assert.throws(() => close(3), { message: /: #1 → #3 → #2 → #1\. / });
  assert.throws(() => close(400), { message: /: #1 → #400 → #399 → #398 → … 393 more … → #4 → #3 → #2 → #1\. / });
});

test('an unchanged check keeps its evidence and its state when the list is written anew', () => {
  const evidence = { id: 'c4', spec: commandCheck, state: 'proposed' as const, by: agent, baseline: aResult(false), latest: null };
  const files = { kind: 'files', pattern: '*.md', expect: 'present' } as const;
  const changed = changeTask(aTask({ checks: [evidence] }), { checks: [files, commandCheck] }, person, 2000).task;
  assert.deepEqual(changed.checks, [{ id: 'c5', spec: files, state: 'accepted', by: person, baseline: null, latest: null }, evidence]);
});

test('a change that changes nothing leaves the card as it was', () => {
  const task = aTask({ metadata: { a: '1', b: '2' }, labels: ['x'] });
  const same = changeTask(task, { metadata: { b: '2', a: '1' }, labels: ['x'], title: task.title }, person, 2000);
  assert.equal(same.task, task);
  assert.deepEqual(same.sentences, []);
});

test('what an agent is told changes only with a new consent, and some fields are not for agents', () => {
  const approved = aTask({
    actionType: 'payment',
    risk: 'high',
    approval: { required: true, state: 'approved', by: person, note: null, at: 1 },
  });
  for (const change of [{ title: 'x' }, { description: 'x' }, { payload: { to: 'x' } }, { actionType: 'purchase' }, { root: 'x' }]) {
    const { task } = changeTask(approved, change, program, 2000);
    assert.deepEqual([task.accepted, task.approval.state], [false, 'pending'], JSON.stringify(change));
  }
  assert.equal(changeTask(approved, { labels: ['x'], progress: 5 }, agent, 2000).task.accepted, true);
  assert.equal(changeTask(approved, { risk: 'low', actionType: null }, program, 2000).task.approval.required, true);
  assert.equal(changeTask(approved, { risk: 'low', actionType: null }, person, 2000).task.approval.required, false);
  for (const change of [{ budget: { steps: 9 } }, { maxAttempts: 9 }, { schedule: 'daily' }]) {
    assert.throws(() => changeTask(approved, change, agent, 2000), { code: 'refused' });
  }
});

test('risk follows the action type, and only a person switches the approval off', () => {
  assert.equal(riskOf(undefined, 'prod_deploy'), 'high');
  assert.equal(riskOf('low', 'prod_deploy'), 'high');
  assert.equal(riskOf('critical', 'prod_deploy'), 'critical');
  assert.equal(riskOf(undefined, 'write_docs'), 'low');
  assert.equal(requiresApproval('high', false, person), false);
  assert.equal(requiresApproval('high', false, program), true);
  assert.equal(requiresApproval('low', true, agent), true);
});

test('retries wait longer each time, up to a limit, and giving up says why', () => {
  assert.deepEqual(
    [1, 2, 3, 30].map((attempt) => retryDelay(attempt, 1)),
    [5000, 10_000, 20_000, 600_000],
  );
  assert.equal(retryDelay(3, 0), 0);
  assert.match(deadLetterReason(3, 'no model'), /3 attempts: no model/);
});
