import type { Ids } from '../../src/core/base/ids.ts';
import type { Log } from '../../src/core/base/log.ts';
import { migrate } from '../../src/core/store/migrations.ts';
import { createSqlTaskStore } from '../../src/core/store/sqlTaskStore.ts';
import type { TaskStore } from '../../src/core/store/taskStore.ts';
import { countingIds } from './countingIds.ts';
import { memoryBlobs, memoryRunLogs } from './memoryLogs.ts';
import { MemorySqlDriver } from './memorySqlDriver.ts';

/** A real task store without disk and worker: fast, gone with the test. */
export async function createMemoryTaskStore(options: { ids?: Ids; driver?: MemorySqlDriver; log?: Log } = {}): Promise<TaskStore> {
  const driver = options.driver ?? (await MemorySqlDriver.open());
  const storeId = 'test-store';
  await migrate(driver, storeId);
  return createSqlTaskStore({
    driver,
    logs: memoryRunLogs(),
    blobs: memoryBlobs(),
    ids: options.ids ?? countingIds(),
    log: options.log ?? throwingLog,
    storeId,
    readOnly: undefined,
  });
}

const throwingLog: Log = {
  info() {},
  warn() {},
  error(message, error) {
    throw new Error(message, { cause: error });
  },
};
