import { agentOperations } from './agentOperations.ts';
import { cardOperations } from './cardOperations.ts';
import { claimOperations } from './claimOperations.ts';
import { fileOperations } from './fileOperations.ts';
import { queryOperations } from './queryOperations.ts';
import { recoveryOperations } from './recoveryOperations.ts';
import { requestOperations } from './requestOperations.ts';
import { runOperations } from './runOperations.ts';
import { StoreCore } from './storeCore.ts';
import type { StoreParts } from './storeParts.ts';
import { taskOperations } from './taskOperations.ts';
import type { TaskStore } from './taskStore.ts';

/** The task store over an SQL driver whose tables are migrated. Every operation is in the file named after its concern. */
export function createSqlTaskStore(parts: StoreParts): TaskStore {
  const core = new StoreCore(parts);
  return {
    storeId: parts.storeId,
    readOnly: parts.readOnly,
    onDidChange: core.onDidChange,
    ...taskOperations(core),
    ...cardOperations(core),
    ...claimOperations(core),
    ...runOperations(core),
    ...recoveryOperations(core),
    ...requestOperations(core),
    ...agentOperations(core),
    ...fileOperations(core),
    ...queryOperations(core),
    close: () => parts.driver.close(),
  };
}
