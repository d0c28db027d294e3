import * as z from 'zod';
import { boardOfBytes, readBoardBytes, readChangedCards } from './board.ts';
import { readOperations } from './readOperations.ts';
import type { StoreCore } from './storeCore.ts';
import { listDeletedSince, listTasksSince } from './taskReads.ts';
import type { TaskReads, TaskStore } from './taskStore.ts';

type Queries = TaskReads & Pick<TaskStore, 'readBoard' | 'readBoardSince' | 'changesSince' | 'recordAudit'>;

/** Reading, and the audit log. */
export function queryOperations(core: StoreCore): Queries {
  const { reader } = core;
  return {
    ...readOperations(reader, core.parts.logs),
    readBoard: async () => boardOfBytes(readBoardBytes(reader, core.revision())),
    readBoardSince: async (revision) => ({
      revision: core.revision(),
      cards: readChangedCards(reader, revision),
      deleted: listDeletedSince(reader, revision),
    }),
    changesSince: async (revision) => ({
      revision: core.revision(),
      tasks: listTasksSince(reader, revision),
      deleted: listDeletedSince(reader, revision),
    }),

    async recordAudit(record, context) {
      await core.write('audit-record', z.null(), context, (transaction) => {
        transaction.audit(record.action, record.entity, record.detail, record.outcome);
        return () => null;
      });
    },
  };
}
