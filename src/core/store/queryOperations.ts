import * as l10n from '@vscode/l10n';
import * as z from 'zod';
import { UserError } from '../base/errors.ts';
import { listArtifacts } from './artifacts.ts';
import { listAudit } from './audit.ts';
import { boardOfBytes, readBoardBytes, readChangedCards } from './board.ts';
import { listComments } from './comments.ts';
import { findRun, listRuns } from './runs.ts';
import type { StoreCore } from './storeCore.ts';
import { listTaskEvents } from './taskEvents.ts';
import { countTasks, listTasks } from './taskQueries.ts';
import { findTask, findTaskByExternalRef, listDeletedSince, listTasksSince } from './taskReads.ts';
import type { TaskStore } from './taskStore.ts';

type TaskQueries = 'findTask' | 'findTaskByExternalRef' | 'listTasks' | 'readBoard' | 'readBoardSince' | 'countTasks' | 'changesSince';
type RecordQueries = 'listComments' | 'listTaskEvents' | 'listArtifacts' | 'findRun' | 'listRuns' | 'recordAudit' | 'listAudit';

const mostRuns = 1000;

/** Reading, and the audit log. */
export function queryOperations(core: StoreCore): Pick<TaskStore, TaskQueries | RecordQueries> {
  const { reader } = core;
  return {
    findTask: async (ref) => findTask(reader, ref),
    findTaskByExternalRef: async (system, id) => findTaskByExternalRef(reader, system, id),
    listTasks: async (query) => listTasks(reader, query),
    readBoard: async () => boardOfBytes(readBoardBytes(reader, core.revision())),
    readBoardSince: async (revision) => ({
      revision: core.revision(),
      cards: readChangedCards(reader, revision),
      deleted: listDeletedSince(reader, revision),
    }),
    countTasks: async () => countTasks(reader),
    changesSince: async (revision) => ({
      revision: core.revision(),
      tasks: listTasksSince(reader, revision),
      deleted: listDeletedSince(reader, revision),
    }),
    listComments: async (task) => listComments(reader, task),
    listTaskEvents: async (task) => listTaskEvents(reader, task),
    listArtifacts: async (task) => listArtifacts(reader, task),
    findRun: async (run) => findRun(reader, run),

    async listRuns({ task, status, limit, cursor }) {
      const most = Math.max(1, Math.min(limit ?? 100, mostRuns));
      const filter = { ...(task && { task }), ...(status && { status }), ...(cursor !== undefined && { before: readCursor(cursor) }) };
      const found = listRuns(reader, { ...filter, limit: most + 1 });
      const page = found.slice(0, most);
      return { items: page.map(({ run }) => run), cursor: found.length > most ? `r.${page.at(-1)?.seq}` : null };
    },

    async recordAudit(record, context) {
      await core.write('audit-record', z.null(), context, (transaction) => {
        transaction.audit(record.action, record.entity, record.detail, record.outcome);
        return () => null;
      });
    },

    listAudit: async (query) => listAudit(reader, query),
  };
}

function readCursor(cursor: string): number {
  const place = /^r\.(\d{1,15})$/.exec(cursor)?.[1];
  if (place === undefined) throw new UserError('invalid', l10n.t('The cursor does not belong to this list; begin again without one.'));
  return Number(place);
}
