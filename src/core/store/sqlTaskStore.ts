import { agentOperations } from './agentOperations.ts';
import { readBoardBytes } from './board.ts';
import { cardOperations } from './cardOperations.ts';
import { claimOperations } from './claimOperations.ts';
import { deleteOperations } from './deleteOperations.ts';
import { fileOperations, type RepeatableAppends } from './fileOperations.ts';
import { queryOperations } from './queryOperations.ts';
import { recoveryOperations } from './recoveryOperations.ts';
import { requestOperations } from './requestOperations.ts';
import { runOperations } from './runOperations.ts';
import { listHolders } from './runs.ts';
import { StoreCore } from './storeCore.ts';
import type { StoreParts } from './storeParts.ts';
import { taskOperations } from './taskOperations.ts';
import type { TaskStore } from './taskStore.ts';

/** A task store in this thread, with what serves callers in others. */
export interface SqlTaskStore extends TaskStore, RepeatableAppends {
  appendRunEvents: RepeatableAppends['appendRunEvents'];
  /** The board for `boardOfBytes` on the other side. */
  readBoardBytes(): Promise<Uint8Array>;
  /** Everybody who holds a lease. */
  listHolders(): Promise<string[]>;
}

/** The task store over an SQL driver whose tables are migrated. Every operation is in the file named after its concern. */
export function createSqlTaskStore(parts: StoreParts): SqlTaskStore {
  const core = new StoreCore(parts);
  return {
    storeId: parts.storeId,
    readOnly: parts.readOnly,
    onDidChange: core.onDidChange,
    ...taskOperations(core),
    ...deleteOperations(core),
    ...cardOperations(core),
    ...claimOperations(core),
    ...runOperations(core),
    ...recoveryOperations(core),
    ...requestOperations(core),
    ...agentOperations(core),
    ...fileOperations(core),
    ...queryOperations(core),
    readBoardBytes: async () => readBoardBytes(core.reader, core.revision()),
    listHolders: async () => listHolders(core.reader),
    close: () => parts.driver.close(),
  };
}
