import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { UserError } from '../../../../src/core/base/errors.ts';
import type { Task } from '../../../../src/core/model/task.ts';
import { TaskStatus } from '../../../../src/core/model/taskStatus.ts';
import { claimBlockers } from '../../../../src/core/rules/claiming.ts';
import type { RunKey, TaskStore } from '../../../../src/core/store/taskStore.ts';
import { createMemoryTaskStore } from '../../../support/memoryTaskStore.ts';
import { aClaim, addQueued, agent, anOutcome, by, person } from '../../../support/storeScenario.ts';

type Step =
  | { kind: 'add'; priority: number; weight: number; dependsOn: number[] }
  | { kind: 'move'; card: number; to: TaskStatus }
  | { kind: 'claim'; hold: number }
  | { kind: 'end'; key: number; to: TaskStatus }
  | { kind: 'renew'; key: number }
  | { kind: 'recover' }
  | { kind: 'depend'; card: number; on: number }
  | { kind: 'delete'; card: number };

const priorities = ['P0', 'P1', 'P2', 'P3'] as const;
const status = fc.constantFrom(...TaskStatus.options);
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constant('add' as const),
    priority: fc.nat(3),
    weight: fc.nat(2),
    dependsOn: fc.array(fc.nat(9), { maxLength: 2 }),
  }),
  fc.record({ kind: fc.constant('claim' as const), hold: fc.constantFrom(1, 3, 50) }),
  fc.record({ kind: fc.constant('claim' as const), hold: fc.constantFrom(1, 3, 50) }),
  fc.record({ kind: fc.constant('move' as const), card: fc.nat(9), to: status }),
  fc.record({ kind: fc.constant('end' as const), key: fc.nat(9), to: fc.constantFrom('review', 'queued', 'failed', 'todo') }),
  fc.record({ kind: fc.constant('renew' as const), key: fc.nat(9) }),
  fc.constant({ kind: 'recover' as const }),
  fc.record({ kind: fc.constant('depend' as const), card: fc.nat(9), on: fc.nat(9) }),
  fc.record({ kind: fc.constant('delete' as const), card: fc.nat(9) }),
);

/** Drives a store and knows, from its answers alone, who holds what. */
class Driver {
  readonly store: TaskStore;
  readonly keys: RunKey[] = [];
  readonly fences = new Map<string, number>();
  at = 1000;

  constructor(store: TaskStore) {
    this.store = store;
  }

  async cards(): Promise<Task[]> {
    return (await this.store.listTasks({ order: 'number' })).items;
  }

  async run(step: Step): Promise<void> {
    this.at += 1;
    const cards = await this.cards();
    const pick = (index: number): Task | undefined => (cards.length > 0 ? cards[index % cards.length] : undefined);
    switch (step.kind) {
      case 'add': {
        const dependsOn = step.dependsOn.flatMap((index) => pick(index)?.id ?? []);
        await addQueued(this.store, { priority: priorities[step.priority] ?? 'P0', weight: step.weight, dependsOn }, by(person, this.at));
        return;
      }
      case 'claim':
        return this.claim(step.hold, cards);
      case 'move':
        return this.tolerate(this.store.moveTask(pick(step.card)?.id ?? 1, step.to, null, by(person, this.at)));
      case 'end':
        return this.report(step.key, cards, (key) => this.store.endRun(key, anOutcome({ taskStatus: step.to }), by(agent, this.at)));
      case 'renew':
        return this.report(step.key, cards, (key) => this.store.renewLease(key, this.at + 3));
      case 'recover':
        await this.store.recoverRuns(by(person, this.at));
        return;
      case 'depend':
        return this.tolerate(
          this.store.changeTask(pick(step.card)?.id ?? 1, { dependsOn: cards.length > 0 ? [pick(step.on)!.id] : [] }, by(person, this.at)),
        );
      case 'delete':
        return this.tolerate(this.store.deleteTask(pick(step.card)?.id ?? 1, by(person, this.at)));
    }
  }

  /** The claim answers what a look at all cards says: the first in order that nothing holds back. */
  async claim(hold: number, cards: Task[]): Promise<void> {
    const order = (a: Task, b: Task): number => a.priority.localeCompare(b.priority) || b.weight - a.weight || (a.rank < b.rank ? -1 : 1);
    const expected = cards
      .filter((card) => claimBlockers(card, this.at).length === 0 && (card.agent ?? 'coder') === 'coder')
      .sort(order)[0];
    const claimed = await this.store.claimTask(aClaim({ leaseUntil: this.at + hold }), by(agent, this.at));
    assert.equal(claimed?.task.id, expected?.id);
    if (!claimed) return;
    assert.equal(expected?.lease, null);
    assert.ok(claimed.run.fence > (this.fences.get(claimed.task.id) ?? 0), 'a fence only grows');
    this.fences.set(claimed.task.id, claimed.run.fence);
    this.keys.push({ run: claimed.run.id, fence: claimed.run.fence });
  }

  /** A report succeeds only while its key holds the card, and a late one is told so. */
  async report(index: number, cards: Task[], act: (key: RunKey) => Promise<unknown>): Promise<void> {
    const key = this.keys[index % Math.max(1, this.keys.length)];
    if (!key) return;
    const held = cards.some((card) => card.lease?.run === key.run && card.lease.fence === key.fence);
    if (held) return this.tolerate(act(key));
    await assert.rejects(act(key), (error) => error instanceof UserError && (error.code === 'conflict' || error.code === 'not-found'));
  }

  async tolerate(work: Promise<unknown>): Promise<void> {
    await work.catch((error: unknown) => {
      if (!(error instanceof UserError)) throw error;
    });
  }

  async check(): Promise<void> {
    const cards = await this.cards();
    const byId = new Map(cards.map((card) => [card.id, card]));
    for (const card of cards) {
      const open = card.dependsOn.filter((id) => byId.get(id)?.status !== 'done');
      assert.equal(card.openDependencies, open.length, `#${card.number} counts its open dependencies`);
      if (card.lease) assert.ok(card.status === 'running' || card.status === 'waiting');
      const live = (await this.store.listRuns({ task: card.id, status: ['running'] })).items;
      assert.deepEqual(
        live.map((run) => run.id),
        card.lease ? [card.lease.run] : [],
      );
    }
    assert.equal(new Set(cards.map((card) => card.rank)).size, cards.length);
  }
}

test('whatever happens in whatever order: one holder a card, no late report, true counters', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const driver = new Driver(await createMemoryTaskStore());
      for (const one of steps) {
        await driver.run(one);
        await driver.check();
      }
      await driver.store.close();
    }),
    { numRuns: 40, interruptAfterTimeLimit: 8000 },
  );
});
