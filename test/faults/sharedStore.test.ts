import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { RunId } from '../../src/core/model/scalars.ts';
import { LocalStoreFixture } from '../support/localStore.ts';
import type { Cleanup } from '../support/tempFolder.ts';
import { TestChild } from './children.ts';
import { rounds } from './form.ts';

/** Processes at one store, killed at the end of the test. */
class Processes {
  readonly fixture: LocalStoreFixture;
  readonly storeId: string;
  readonly all: TestChild[] = [];

  private constructor(fixture: LocalStoreFixture, storeId: string) {
    this.fixture = fixture;
    this.storeId = storeId;
  }

  static async make(context: Cleanup): Promise<Processes> {
    const fixture = await LocalStoreFixture.make(context);
    const store = await fixture.open();
    await store.close();
    const own = new Processes(fixture, store.storeId);
    context.after(async () => void (await Promise.all(own.all.map((child) => child.kill()))));
    return own;
  }

  /** Writes cards from a number on. */
  async writer(first: number, count: number, more: readonly string[] = []): Promise<TestChild> {
    const child = this.#start('sharedWriter.ts', [String(first), String(count), ...more]);
    await child.until((line) => line === 'ready');
    return child;
  }

  run(events: number): TestChild {
    return this.#start('sharedRun.ts', [String(events)]);
  }

  /** Ends all, and answers the titles on the board: numbers, sorted. Fails when a confirmed one is missing, or one is there twice. */
  async titles(): Promise<number[]> {
    await Promise.all(this.all.map((child) => child.kill()));
    const store = await this.fixture.open(false);
    const titles: number[] = [];
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const page = await store.listTasks({ limit: 1000, order: 'number', ...(cursor !== undefined && { cursor }) });
      titles.push(...page.items.map(({ title }) => Number(title)));
      cursor = page.cursor;
    }
    await store.close();
    const there = new Set(titles);
    assert.equal(there.size, titles.length, 'a step happened twice');
    assert.deepEqual(
      this.all.flatMap((child) => child.numbers).filter((number) => !there.has(number)),
      [],
      'confirmed and lost',
    );
    return titles.sort((one, other) => one - other);
  }

  #start(script: string, args: readonly string[]): TestChild {
    const child = new TestChild(script, [JSON.stringify(this.fixture.threadData(this.storeId)), ...args]);
    this.all.push(child);
    return child;
  }
}

/** Waits until a process has confirmed more than it has now, and answers how long that took. */
async function untilMore(child: TestChild, limitMs: number): Promise<number> {
  const start = performance.now();
  const before = child.numbers.length;
  while (child.numbers.length <= before) {
    assert.ok(
      performance.now() - start < limitMs,
      `nothing confirmed within ${limitMs} ms; last words: ${child.lines.slice(-3).join(', ')}`,
    );
    await wait(2);
  }
  return performance.now() - start;
}

describe('Processes that share a store', () => {
  test('write a thousand cards each at the same time: nothing is lost, and both see and hear of all', {
    timeout: 300_000,
  }, async (context) => {
    const processes = await Processes.make(context);
    const both = await Promise.all([processes.writer(1, 1000), processes.writer(10_001, 1000)]);
    await Promise.all(both.map((child) => child.until((line) => line === 'sees 2000 heard 2000', 240_000)));
    assert.equal((await processes.titles()).length, 2000);
    assert.deepEqual(
      both.flatMap((child) => child.refusals),
      [],
    );
  });

  test('go on when the owner is killed, as often as it happens, and nothing confirmed is lost or done twice', {
    timeout: 600_000,
  }, async (context) => {
    const processes = await Processes.make(context);
    const living = [await processes.writer(1, 1e6), await processes.writer(1e6 + 1, 1e6)];
    const times: number[] = [];
    for (let round = 2; round < rounds(5, 60); round++) {
      living.push(await processes.writer(round * 1e6 + 1, 1e6));
      await Promise.all(living.map((child) => untilMore(child, 30_000)));
      await living.shift()?.kill(); // the owner, or whoever took over from it first
      times.push(Math.max(...(await Promise.all(living.map((child) => untilMore(child, 5_000))))));
    }
    context.diagnostic(`next confirmation of every other process after ${times.map(Math.round).join(', ')} ms`);
    await processes.titles();
    assert.deepEqual(
      processes.all.flatMap((child) => child.refusals),
      [],
    );
  });

  test('replace an owner that is paused beyond its lease; once it wakes it follows and loses nothing either', {
    timeout: 300_000,
  }, async (context) => {
    for (let round = 0; round < rounds(1, 12); round++) {
      const processes = await Processes.make(context);
      const quick = ['100', '1000', '2'];
      const first = await processes.writer(1, 1e6, quick);
      const second = await processes.writer(1e6 + 1, 1e6, quick);
      await untilMore(second, 10_000);
      await wait(Math.random() * 100);
      first.signal('SIGSTOP');
      await second.until((line) => line === 'takeover', 30_000);
      await untilMore(second, 30_000);
      first.signal('SIGCONT');
      await first.until((line) => line === 'takeover', 30_000);
      await Promise.all([first, second].map((child) => untilMore(child, 30_000)));
      await processes.titles();
      assert.deepEqual(second.refusals, []);
      // What was on its way to the disk when it fell asleep is all that the first cannot know of.
      assert.ok(first.refusals.length <= 2 && first.refusals.every((line) => line.includes('is not known')), first.refusals.join('\n'));
    }
  });

  test('keep every event of a run whose store changed hands, under its number', { timeout: 300_000 }, async (context) => {
    for (let round = 0; round < rounds(1, 10); round++) {
      const processes = await Processes.make(context);
      const owner = await processes.writer(1, 0);
      const runner = processes.run(400);
      await runner.until((line) => line === '151');
      await wait(Math.random() * 100);
      await owner.kill();
      await runner.until((line) => line === 'ended', 60_000);
      await runner.closed;
      const run = RunId.parse(runner.lines.find((line) => line.startsWith('run '))?.slice(4));
      const store = await processes.fixture.open(false);
      const events = await store.readRunEvents(run, 0);
      assert.deepEqual(
        events.map(({ seq, body }) => [seq, body.type === 'status' && body.message]),
        events.map((_, index) => [index + 1, String(index + 1)]),
      );
      assert.equal(events.length, 400);
      assert.equal((await store.findRun(run))?.eventCount, 400);
      await store.close();
    }
  });
});
