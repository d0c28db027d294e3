import * as l10n from '@vscode/l10n';
import { UserError } from '../base/errors.ts';
import { listArtifacts } from './artifacts.ts';
import { listAudit } from './audit.ts';
import { listComments } from './comments.ts';
import { listKeptTasks } from './keptTasks.ts';
import { listRequests } from './requests.ts';
import type { RowReader } from './rows.ts';
import { listRunFiles } from './runFiles.ts';
import { findRun, listRuns } from './runs.ts';
import type { RunEventLogs } from './storeParts.ts';
import { listTaskEvents } from './taskEvents.ts';
import { countTasks, listTasks } from './taskQueries.ts';
import { findTask, findTaskByExternalRef } from './taskReads.ts';
import type { TaskReads } from './taskStore.ts';

const mostRuns = 1000;
const mostEvents = 10_000;

/** Reading rows and run logs, which needs nothing of what writes them. */
export function readOperations(reader: RowReader, logs: Pick<RunEventLogs, 'read'>): TaskReads {
  return {
    findTask: async (ref) => findTask(reader, ref),
    findTaskByExternalRef: async (system, id) => findTaskByExternalRef(reader, system, id),
    listTasks: async (query) => listTasks(reader, query),
    countTasks: async () => countTasks(reader),
    listDeletedTasks: async () => listKeptTasks(reader),
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

    readRunEvents: (run, after, limit) => logs.read(run, after, Math.min(limit ?? mostEvents, mostEvents)),
    listRunFiles: async (run) => listRunFiles(reader, run),
    listRequests: async (query) => listRequests(reader, query),
    listAudit: async (query) => listAudit(reader, query),
  };
}

function readCursor(cursor: string): number {
  const place = /^r\.(\d{1,15})$/.exec(cursor)?.[1];
  if (place === undefined) throw new UserError('invalid', l10n.t('The cursor does not belong to this list; begin again without one.'));
  return Number(place);
}
