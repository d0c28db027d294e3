import * as z from 'zod';
import { Run, type RunStatus } from '../model/run.ts';
import type { RunId, TaskId } from '../model/scalars.ts';
import { notDeleted } from './keptTasks.ts';
import type { RowReader } from './rows.ts';
import type { SqlValue, Statement } from './sqlDriver.ts';

const runJson = `json_object('id', id, 'task', task, 'attempt', attempt, 'agent', agent, 'runner', runner,
  'simulated', json(iif(simulated, 'true', 'false')), 'fence', fence, 'status', status, 'usage', json(usage), 'cost', cost, 'steps', steps,
  'startedAt', started_at, 'endedAt', ended_at, 'error', error, 'cancelRequested', json(iif(cancel_requested, 'true', 'false')),
  'eventCount', event_count, 'logBytes', log_bytes)`;

const insertRun = `INSERT INTO runs(fence, status, usage, cost, steps, ended_at, error, cancel_requested, event_count, log_bytes,
  id, task, attempt, agent, runner, simulated, started_at) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;
const updateRun = `UPDATE runs SET fence = ?, status = ?, usage = ?, cost = ?, steps = ?, ended_at = ?, error = ?, cancel_requested = ?,
  event_count = ?, log_bytes = ? WHERE id = ?`;

/** The write that leads from one state of a run to the next. */
export function saveRun(before: Run | undefined, after: Run): Statement[] {
  const changing: SqlValue[] = [
    after.fence,
    after.status,
    JSON.stringify(after.usage),
    after.cost,
    after.steps,
    after.endedAt,
    after.error,
  ];
  changing.push(after.cancelRequested ? 1 : 0, after.eventCount, after.logBytes, after.id);
  if (before) return [{ sql: updateRun, params: changing }];
  const fixed: SqlValue[] = [after.task, after.attempt, after.agent, after.runner, after.simulated ? 1 : 0, after.startedAt];
  return [{ sql: insertRun, params: [...changing, ...fixed] }];
}

export function findRun(reader: RowReader, id: RunId): Run | undefined {
  return reader.find(Run, `SELECT ${runJson} AS json FROM runs WHERE id = ? AND ${notDeleted}`, [id]);
}

/** The newest run of a task. */
export function findLastRun(reader: RowReader, task: TaskId): Run | undefined {
  return reader.find(Run, `SELECT ${runJson} AS json FROM runs WHERE task = ? ORDER BY seq DESC LIMIT 1`, [task]);
}

/** Runs of a task that have not come to an end. */
export function listOpenRuns(reader: RowReader, task: TaskId): Run[] {
  const sql = `SELECT ${runJson} AS json FROM runs WHERE task = ? AND status IN ('running', 'waiting', 'interrupted') ORDER BY seq`;
  return reader.list(Run, sql, [task]);
}

/** Runs that somebody works on or that pause, over all tasks. */
export function listLiveRuns(reader: RowReader): Run[] {
  return reader.list(Run, `SELECT ${runJson} AS json FROM runs WHERE status IN ('running', 'waiting') AND ${notDeleted} ORDER BY seq`);
}

const HolderRow = z.object({ holder: z.string() });

/** Everybody who holds a lease. */
export function listHolders(reader: RowReader): string[] {
  const sql = `SELECT DISTINCT json_extract(tasks.lease, '$.holder') AS holder FROM runs JOIN tasks ON tasks.id = runs.task
    WHERE runs.status IN ('running', 'waiting') AND tasks.lease IS NOT NULL`;
  return reader.rows(HolderRow, sql).map((row) => row.holder);
}

/** Runs that the agent has in hand: working, or waiting for a person while their host is there. */
export function countLive(reader: RowReader, agent: string): number {
  const sql = `SELECT count(*) AS count FROM runs JOIN tasks ON tasks.id = runs.task
    WHERE runs.status IN ('running', 'waiting') AND runs.agent = ? AND json_extract(tasks.lease, '$.run') = runs.id`;
  return reader.count(sql, [agent]);
}

export interface RunFilter {
  readonly task?: TaskId;
  readonly status?: readonly RunStatus[];
  readonly before?: number;
  readonly limit: number;
}

const SeqRow = z.object({ seq: z.number(), json: z.string() });

/** Newest first, each with its place for paging. */
export function listRuns(reader: RowReader, filter: RunFilter): { seq: number; run: Run }[] {
  const where = [notDeleted];
  const params: SqlValue[] = [];
  if (filter.task !== undefined) where.push('task = ?') && params.push(filter.task);
  if (filter.status) where.push(`status IN (${filter.status.map(() => '?').join(', ')})`) && params.push(...filter.status);
  if (filter.before !== undefined) where.push('seq < ?') && params.push(filter.before);
  const sql = `SELECT seq, ${runJson} AS json FROM runs WHERE ${where.join(' AND ')} ORDER BY seq DESC LIMIT ?`;
  return reader.rows(SeqRow, sql, [...params, filter.limit]).map(({ seq, json }) => ({ seq, run: Run.parse(JSON.parse(json)) }));
}
