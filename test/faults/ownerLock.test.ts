import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { createNodeIds } from '../../src/node/nodeIds.ts';
import { nodeStoreFiles } from '../../src/node/nodeStoreFiles.ts';
import { OwnerLock } from '../../src/node/ownerLock.ts';
import { tempFolder } from '../support/tempFolder.ts';
import { TestChild } from './children.ts';
import { rounds } from './form.ts';
import { openWorkload, readEntries, storeOptions } from './workload.ts';

describe('The lock of a store folder', () => {
  test('never has two live holders, however many fight for it and die', { timeout: 300_000 }, async (context) => {
    const folder = await tempFolder(context);
    const all: TestChild[] = [];
    let stopping = false;
    const startOne = (): void => {
      const child = new TestChild('lockContender.ts', [folder]);
      all.push(child);
      void child.closed.then(() => stopping || startOne()); // one died holding the lock: the next takes its place
    };
    for (let count = 0; count < 4; count++) startOne();
    const enough = (): boolean => all.flatMap((child) => child.lines).filter((line) => line === 'held').length > rounds(30, 600);
    for (let spent = 0; spent < rounds(5_000, 25_000) || (spent < 120_000 && !enough()); spent += 200) await wait(200);
    stopping = true;
    await Promise.all(all.map((child) => child.kill()));
    const said = all.flatMap((child) => child.lines);
    const held = said.filter((line) => line === 'held').length;
    context.diagnostic(`${held} times held, ${all.length - 4} holders died`);
    assert.deepEqual(
      said.filter((line) => line !== 'held'),
      [],
    );
    assert.ok(held > 10, `held ${held} times`);
    assert.ok((await OwnerLock.tryAcquire(folder, { token: createNodeIds().token() })).lock, 'free for the next');
  });

  test('fences off an owner that was paused while another took over', { timeout: 300_000 }, async (context) => {
    for (let round = 0; round < rounds(3, 12); round++) {
      const folder = await tempFolder(context);
      const first = new TestChild('fencedOwner.ts', [folder, '1']);
      await first.until((line) => line === '5');
      await wait(Math.random() * 200);
      first.signal('SIGSTOP');
      const second = new TestChild('fencedOwner.ts', [folder, '1000000']);
      await second.until((line) => line === '1000005');
      first.signal('SIGCONT');
      await first.until((line) => line.startsWith('refused: Another process took over'));
      await wait(50);
      await Promise.all([first.kill(), second.kill()]);
      const driver = await openWorkload(storeOptions({ files: nodeStoreFiles, folder }));
      const kept = new Set(readEntries(driver));
      await driver.close();
      const lost = [...first.numbers, ...second.numbers].filter((n) => !kept.has(n));
      assert.deepEqual(lost, [], `round ${round}: acknowledged and lost`);
    }
  });

  test('is not taken from a living owner by a clock that jumped', async (context) => {
    const folder = await tempFolder(context);
    const times = { beatMs: 100, staleMs: 1000 };
    const { lock } = await OwnerLock.tryAcquire(folder, { token: createNodeIds().token() }, times);
    context.mock.timers.enable({ apis: ['Date'], now: Date.now() + 86_400_000 });
    const other = await OwnerLock.tryAcquire(folder, { token: createNodeIds().token() }, times);
    context.mock.timers.reset();
    assert.equal(other.lock, undefined);
    assert.ok(lock?.held());
    lock?.release();
  });

  test('is taken over at once from a process that is gone, and after a while from a file that says nothing', async (context) => {
    const folder = await tempFolder(context);
    const owner = new TestChild('fencedOwner.ts', [folder, '1']);
    await owner.until((line) => line === 'ready');
    const busy = await OwnerLock.tryAcquire(folder, { token: createNodeIds().token() });
    assert.ok(busy.lock === undefined && busy.owner.pid > 0 && busy.owner.host !== '');
    await owner.kill();
    const { lock } = await OwnerLock.tryAcquire(folder, { token: createNodeIds().token() });
    assert.ok(lock?.held());
    writeFileSync(`${folder}/owner.lock`, 'no owner');
    assert.equal(lock?.held(), false);
    assert.equal((await OwnerLock.tryAcquire(folder, { token: createNodeIds().token() })).lock, undefined);
    await wait(300);
    const next = await OwnerLock.tryAcquire(folder, { token: createNodeIds().token() }, { beatMs: 100, staleMs: 200 });
    assert.ok(next.lock?.held());
    lock?.release();
    assert.ok(next.lock?.held(), 'a former owner releases nothing');
    next.lock?.release();
  });
});
