import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createMemoryTaskStore } from '../../../support/memoryTaskStore.ts';
import { MemorySqlDriver } from '../../../support/memorySqlDriver.ts';
import { by, person } from '../../../support/storeScenario.ts';

test('an operation id is forgotten when its maker says that it was answered, and those of others are not', async () => {
  const driver = await MemorySqlDriver.open();
  const store = await createMemoryTaskStore({ driver });
  const remembered = (): unknown[] => driver.all('SELECT id FROM operations ORDER BY id').map(({ id }) => id);
  const create = (operation: string, settled?: string): Promise<unknown> =>
    store.createTask({ title: operation }, 'test', { ...by(person, 1000, operation), ...(settled !== undefined && { settled }) });
  await create('named by a caller');
  for (const operation of ['one/01', 'one/02', 'two/01']) await create(operation, operation);
  assert.deepEqual(remembered(), ['named by a caller', 'one/02', 'two/01']);
  await create('one/03', 'one/02');
  assert.deepEqual(remembered(), ['named by a caller', 'one/02', 'one/03', 'two/01']);
});

test('an operation id is remembered for seven days of use, whatever the clock says for a moment', async () => {
  const store = await createMemoryTaskStore();
  const day = 86_400_000;
  const write = async (days: number, operation: string): Promise<number> =>
    (await store.createTask({ title: operation }, 'test', by(person, Math.round((20_000 + days) * day), operation))).number;
  assert.equal(await write(0, 'first'), 1);
  await write(400, 'the clock is wrong');
  await write(0.1, 'and right again');
  assert.equal(await write(0.2, 'first'), 1, 'it is still answered, not done again');
  for (let days = 1; days <= 6; days++) await write(days, `day ${days}`);
  assert.equal(await write(6.1, 'first'), 1);
  for (let days = 7; days <= 9; days++) await write(days, `day ${days}`);
  assert.ok((await write(9, 'first')) > 1, 'it is forgotten');
});
