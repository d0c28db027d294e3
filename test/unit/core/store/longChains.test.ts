import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Task } from '../../../../src/core/model/task.ts';
import { MemorySqlDriver } from '../../../support/memorySqlDriver.ts';
import { createMemoryTaskStore } from '../../../support/memoryTaskStore.ts';
import { by, person } from '../../../support/storeScenario.ts';

test('a card that is added to a chain, or linked to it later, costs the same however long that is', async () => {
  const driver = await MemorySqlDriver.open();
  const read = driver.all.bind(driver);
  let reads = 0;
  driver.all = (...args) => {
    reads += 1;
    return read(...args);
  };
  const store = await createMemoryTaskStore({ driver });
  const cost = async (work: () => Promise<unknown>): Promise<number> => {
    const before = reads;
    await work();
    return reads - before;
  };
  const add = (draft: object): Promise<Task> => store.createTask({ title: 'x', ...draft }, 'cli', by(person));
  const first = await add({});
  let last = first;
  const costs: number[][] = [];
  for (const length of [10, 200]) {
    while (last.number < length) last = await add({ dependsOn: [last.id] });
    const [link, free] = [{ dependsOn: [last.id] }, await add({})];
    costs.push([
      await cost(() => add(link)),
      await cost(() => store.changeTask(free.id, link, by(person))),
      await cost(() => store.changeTask(free.id, { dependsOn: [] }, by(person))),
    ]);
  }
  assert.deepEqual(costs[1], costs[0]);
  await assert.rejects(store.changeTask(first.id, { dependsOn: [last.id] }, by(person)), {
    code: 'refused',
    message: /^These tasks would wait for each other: #1 → .{1,80} → #1\. Remove one of the dependencies\.$/,
  });
});
