import * as l10n from '@vscode/l10n';
import * as z from 'zod';
import { UserError } from '../base/errors.ts';
import { parseJson } from '../base/json.ts';
import type { Run } from '../model/run.ts';
import { TaskId, type RunId } from '../model/scalars.ts';
import { Lease, type Task } from '../model/task.ts';
import type { RowReader } from './rows.ts';
import { findRun } from './runs.ts';
import { findTask } from './taskReads.ts';
import type { RunKey } from './taskStore.ts';

export interface HeldRun {
  readonly task: Task;
  readonly run: Run;
  readonly lease: Lease;
}

/** The run and its task, when the key still holds them; a late reporter is refused. */
export function getHeldRun(from: { reader: RowReader }, key: RunKey): HeldRun {
  const run = getRun(from.reader, key.run);
  const task = findTask(from.reader, run.task);
  const lease = task?.lease;
  if (!task || !lease || lease.run !== run.id || lease.fence !== key.fence || run.fence !== key.fence) throw staleFence();
  return { task, run, lease };
}

const HeldRow = z.object({ id: TaskId, lease: z.string() });

/** Only the task's id, for reports that come many times a minute. */
export function getHeldTaskId(from: { reader: RowReader }, key: RunKey): TaskId {
  const sql = 'SELECT t.id, t.lease FROM runs r JOIN tasks t ON t.id = r.task WHERE r.id = ? AND r.fence = ? AND t.lease IS NOT NULL';
  const [row] = from.reader.rows(HeldRow, sql, [key.run, key.fence]);
  const lease = row && parseJson(Lease, row.lease);
  return row && lease?.run === key.run && lease.fence === key.fence ? row.id : getHeldRun(from, key).task.id;
}

export function getRun(reader: RowReader, id: RunId): Run {
  const run = findRun(reader, id);
  if (!run) throw new UserError('not-found', l10n.t('There is no run {0}.', id));
  return run;
}

function staleFence(): UserError {
  return new UserError(
    'conflict',
    l10n.t('The run does not hold its card any more: it was taken over, canceled or ended. The report was not stored.'),
  );
}
