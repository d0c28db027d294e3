import * as l10n from '@vscode/l10n';
import * as z from 'zod';
import { parseJsonValue } from '../base/json.ts';
import { Run, type RunStatus } from '../model/run.ts';
import { RunId, TaskId } from '../model/scalars.ts';
import { noUsage } from '../model/usage.ts';
import { notDeleted } from './keptTasks.ts';
import { repair } from './repairing.ts';
import { jsonColumn, validJson, type RowReader } from './rows.ts';
import type { SqlValue, Statement } from './sqlDriver.ts';

const runJson = `json_object('id', id, 'task', task, 'attempt', attempt, 'agent', agent, 'runner', runner,
  'simulated', json(iif(simulated, 'true', 'false')), 'fence', fence, 'status', status, 'usage', ${jsonColumn('usage')}, 'cost', cost, 'steps', steps,
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

/** The runs of a query, `rest` being what follows `FROM runs`. */
function readRuns(reader: RowReader, rest: string, params: readonly SqlValue[] = []): Run[] {
  return reader.list(Run, `SELECT ${runJson} AS json FROM runs ${rest}`, params, runOfFields);
}

/** A run, or what is left of a damaged one: what it used is in its log, and it can be stopped. Without its ids it is none. */
function runOfFields(fields: unknown): Run | undefined {
  const parsed = Run.safeParse(fields);
  if (parsed.success) return parsed.data;
  const named = z.object({ id: RunId, task: TaskId }).safeParse(fields);
  if (!named.success) return undefined;
  const numbers = { attempt: 1, fence: 1, steps: 0, startedAt: 0, eventCount: 0, logBytes: 0 };
  const rest = {
    agent: '?',
    runner: 'builtin',
    simulated: false,
    status: 'failed',
    usage: noUsage,
    cost: null,
    cancelRequested: false,
  } as const;
  const base: Run = { ...named.data, ...numbers, ...rest, endedAt: null, error: null };
  return { ...repair<Run>(Run.shape, fields, base).record, error: l10n.t('the record of this run is damaged in the store') };
}

export function findRun(reader: RowReader, id: RunId): Run | undefined {
  return readRuns(reader, `WHERE id = ? AND ${notDeleted}`, [id])[0];
}

/** The newest run of a task. */
export function findLastRun(reader: RowReader, task: TaskId): Run | undefined {
  return readRuns(reader, 'WHERE task = ? ORDER BY seq DESC LIMIT 1', [task])[0];
}

/** Runs of a task that have not come to an end. */
export function listOpenRuns(reader: RowReader, task: TaskId): Run[] {
  return readRuns(reader, `WHERE task = ? AND status IN ('running', 'waiting', 'interrupted') ORDER BY seq`, [task]);
}

/** Runs that somebody works on or that pause, over all tasks. */
export function listLiveRuns(reader: RowReader): Run[] {
  return readRuns(reader, `WHERE status IN ('running', 'waiting') AND ${notDeleted} ORDER BY seq`);
}

const HolderRow = z.object({ holder: z.string() });

/** Everybody who holds a lease. */
export function listHolders(reader: RowReader): string[] {
  const sql = `SELECT DISTINCT json_extract(${validJson('tasks.lease')}, '$.holder') AS holder FROM runs JOIN tasks ON tasks.id = runs.task
    WHERE runs.status IN ('running', 'waiting') AND tasks.lease IS NOT NULL`;
  return reader.rows(HolderRow, sql).map((row) => row.holder);
}

/** Runs that the agent has in hand: working, or waiting for a person while their host is there. */
export function countLive(reader: RowReader, agent: string): number {
  const sql = `SELECT count(*) AS count FROM runs JOIN tasks ON tasks.id = runs.task
    WHERE runs.status IN ('running', 'waiting') AND runs.agent = ? AND json_extract(${validJson('tasks.lease')}, '$.run') = runs.id`;
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
  return reader.rows(SeqRow, sql, [...params, filter.limit]).flatMap(({ seq, json }) => {
    const run = runOfFields(parseJsonValue(json));
    return run ? [{ seq, run }] : [];
  });
}
