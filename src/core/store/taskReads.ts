import * as z from 'zod';
import { parseJson } from '../base/json.ts';
import { TaskId } from '../model/scalars.ts';
import { Task, type TaskRef } from '../model/task.ts';
import { TaskStatus } from '../model/taskStatus.ts';
import type { DependencyNode } from '../rules/dependencies.ts';
import { damagedTask, numberOfMadeUp, type ReadTask } from './damagedTasks.ts';
import type { RowReader } from './rows.ts';
import type { SqlValue } from './sqlDriver.ts';
import { payloadUnreadable, taskJson } from './tasks.ts';

const IdRow = z.object({ id: TaskId });
const TaskRow = z.object({ json: z.string(), unreadable: z.number() });

/** The tasks of a query, `rest` being what follows `FROM tasks`. One whose row makes no sense is shown as damaged and hides no other. */
export function readTasks(reader: RowReader, rest: string, params: readonly SqlValue[] = [], json = taskJson): ReadTask[] {
  const sql = `SELECT ${json} AS json, ${payloadUnreadable} AS unreadable FROM tasks ${rest}`;
  return reader.rows(TaskRow, sql, params).map(({ json, unreadable }) => {
    const fields = JSON.parse(json) as Record<string, unknown>;
    const parsed = unreadable === 0 ? Task.safeParse(fields) : undefined;
    return parsed?.success ? { task: parsed.data, damage: undefined } : damagedTask(fields, unreadable !== 0);
  });
}

/** The task, whole or damaged. */
export function readTask(reader: RowReader, ref: TaskRef): ReadTask | undefined {
  const number = typeof ref === 'number' ? ref : numberOfMadeUp(ref);
  return readTasks(reader, `WHERE ${number === undefined ? 'id' : 'number'} = ?`, [number ?? ref])[0];
}

export function findTask(reader: RowReader, ref: TaskRef): Task | undefined {
  return readTask(reader, ref)?.task;
}

const NodeRow = z.object({ id: TaskId, number: z.number(), status: TaskStatus, dependsOn: z.string() });

/** Of a task what dependencies need. */
export function findNode(reader: RowReader, id: TaskId): DependencyNode | undefined {
  const [row] = reader.rows(NodeRow, 'SELECT id, number, status, depends_on AS dependsOn FROM tasks WHERE id = ?', [id]);
  return row && { ...row, dependsOn: parseJson(z.array(TaskId), row.dependsOn) ?? [] };
}

export function findTaskByExternalRef(reader: RowReader, system: string, id: string): Task | undefined {
  return readTasks(reader, 'WHERE id = (SELECT task FROM external_refs WHERE system = ? AND id = ?)', [system, id])[0]?.task;
}

/** The tasks that could start next, in claim order, for an agent. */
export function listClaimable(reader: RowReader, agent: string, now: number): TaskId[] {
  const sql = `SELECT id FROM tasks WHERE ready = 1 AND open_dependencies = 0 AND (run_after IS NULL OR run_after <= ?)
    AND (agent IS NULL OR agent = ?) ORDER BY priority, weight DESC, rank, number LIMIT ${mostClaimable}`;
  return reader.rows(IdRow, sql, [now, agent]).map(({ id }) => id);
}

/** Claims take the first; the others are for the rare case that it is damaged. */
const mostClaimable = 20;

/** Tasks that wait for this one. */
export function listDependents(reader: RowReader, task: TaskId): TaskId[] {
  return reader.rows(IdRow, 'SELECT task AS id FROM task_dependencies WHERE dependency = ?', [task]).map((row) => row.id);
}

/** True when one of the tasks is another or waits for it, over however many others. */
export function leadsTo(reader: RowReader, tasks: readonly TaskId[], other: TaskId): boolean {
  const sql = `WITH RECURSIVE way(id) AS (
      SELECT value FROM json_each(?) UNION SELECT link.dependency FROM task_dependencies AS link JOIN way ON link.task = way.id)
    SELECT count(*) AS count FROM way WHERE id = ?`;
  return reader.count(sql, [JSON.stringify(tasks), other]) > 0;
}

/** Tasks that name this one as parent or in a relation. */
export function listRelated(reader: RowReader, task: TaskId): TaskId[] {
  const sql = 'SELECT id FROM tasks WHERE parent = ?1 OR instr(relations, ?1) > 0';
  return reader.rows(IdRow, sql, [task]).map((row) => row.id);
}

/** All tasks in board order. */
export function listIdsByRank(reader: RowReader): TaskId[] {
  return reader.rows(IdRow, 'SELECT id FROM tasks ORDER BY rank, number').map((row) => row.id);
}

const RankRow = z.object({ rank: z.string() });

/** The rank of the neighbour in the order of the whole board; ranks are unique over all columns. */
export function neighbourRank(reader: RowReader, rank: string | null, side: 'above' | 'below'): string | null {
  const [compare, order] = side === 'above' ? ['>', 'ASC'] : ['<', 'DESC'];
  const where = rank === null ? '' : `WHERE rank ${compare} ?`;
  return (
    reader.rows(RankRow, `SELECT rank FROM tasks ${where} ORDER BY rank ${order} LIMIT 1`, rank === null ? [] : [rank])[0]?.rank ?? null
  );
}

export function isRankTaken(reader: RowReader, rank: string): boolean {
  return reader.count('SELECT count(*) AS count FROM tasks WHERE rank = ?', [rank]) > 0;
}

export function listTasksSince(reader: RowReader, revision: number): Task[] {
  return readTasks(reader, 'WHERE revision > ? ORDER BY revision, number', [revision]).map(({ task }) => task);
}

export function listDeletedSince(reader: RowReader, revision: number): TaskId[] {
  return reader
    .rows(IdRow, 'SELECT task AS id FROM deleted_tasks WHERE revision > ? ORDER BY revision, task', [revision])
    .map((row) => row.id);
}
