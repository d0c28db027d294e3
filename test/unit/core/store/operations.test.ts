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
