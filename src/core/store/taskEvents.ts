import { TaskEvent } from '../model/task.ts';
import type { TaskId } from '../model/scalars.ts';
import type { RowReader } from './rows.ts';

/** The history of a task, oldest first. */
export function listTaskEvents(reader: RowReader, task: TaskId): TaskEvent[] {
  const sql = `SELECT json_object('seq', seq, 'task', task, 'at', at, 'actor', json(actor), 'type', type, 'message', message) AS json
    FROM task_events WHERE task = ? ORDER BY seq`;
  return reader.list(TaskEvent, sql, [task]);
}
