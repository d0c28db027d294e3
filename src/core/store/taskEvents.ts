import * as l10n from '@vscode/l10n';
import { TaskEvent } from '../model/task.ts';
import type { TaskId } from '../model/scalars.ts';
import { repair } from './repairing.ts';
import { jsonColumn, type RowReader } from './rows.ts';

/** The history of a task, oldest first. */
export function listTaskEvents(reader: RowReader, task: TaskId): TaskEvent[] {
  const sql = `SELECT json_object('seq', seq, 'task', task, 'at', at, 'actor', ${jsonColumn('actor')}, 'type', type, 'message', message) AS json
    FROM task_events WHERE task = ? ORDER BY seq`;
  const actor = { kind: 'system', name: 'rota' } as const;
  const message = l10n.t('(this line is damaged in the store)');
  const base: TaskEvent = { seq: 1, task, at: 0, actor, type: 'damaged', message };
  return reader.list(TaskEvent, sql, [task], (fields) => repair(TaskEvent.shape, fields, base).record);
}
