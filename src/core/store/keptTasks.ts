import * as l10n from '@vscode/l10n';
import * as z from 'zod';
import { UserError } from '../base/errors.ts';
import { parseJson } from '../base/json.ts';
import { RunId, TaskId, Timestamp } from '../model/scalars.ts';
import { DeletedTask, Relation, Task, type TaskRef } from '../model/task.ts';
import type { ReadTask } from './damagedTasks.ts';
import type { RowReader } from './rows.ts';
import type { Statement } from './sqlDriver.ts';
import { taskJson } from './tasks.ts';

/** What a card meant to another one, taken from it when the card was deleted. */
const CutLink = z.strictObject({ task: TaskId, waited: z.boolean(), child: z.boolean(), relations: z.array(Relation) });
export type CutLink = z.infer<typeof CutLink>;

/** A deleted card as it is kept. */
export interface KeptTask {
  readonly task: Task;
  readonly deletedAt: number;
  readonly cut: readonly CutLink[];
}

/** What hangs off a card moves aside with it, under a key that is no task's id: nothing that looks for a card's rows finds it. */
const belongings = ['task_events', 'comments', 'artifacts', 'requests', 'runs'];
const lookUps = ['task_search', 'task_dependencies', 'external_refs'];

/** SQL that is true for the rows of cards that are there. */
export const notDeleted = `task NOT LIKE '-%'`;

const mostListed = 1000;

interface Deletion {
  readonly revision: number;
  readonly at: number;
  /** How many days the store was in use, this one among them. */
  readonly day: number;
}

/** Takes a task off the board with all that hangs off it, and keeps it; viewers learn of it by the tombstone. */
export function keepTask(task: TaskId, cut: readonly CutLink[], { revision, at, day }: Deletion): Statement[] {
  const sql = `INSERT INTO deleted_tasks(task, revision, at, day, number, content, links) SELECT id, ?, ?, ?, number, ${taskJson}, ? FROM tasks WHERE id = ?`;
  return [{ sql, params: [revision, at, day, JSON.stringify(cut), task] }, ...takeOff(task)];
}

/** Takes a damaged card off the board. Its row is kept as it is, for whoever has to read something out of it; nothing brings it back onto a board. */
export function keepDamagedTask(reader: RowReader, { task, damage }: ReadTask, { revision, at, day }: Deletion): Statement[] {
  const key = damage?.key ?? task.id;
  const [row] = reader.rows(z.record(z.string(), z.unknown()), 'SELECT * FROM tasks WHERE id = ?', [key]);
  const content = JSON.stringify({ title: task.title, damagedRow: row });
  const sql = 'INSERT INTO deleted_tasks(task, revision, at, day, number, content, links) VALUES(?, ?, ?, ?, ?, ?, ?)';
  return [{ sql, params: [task.id, revision, at, day, task.number, content, '[]'] }, ...takeOff(key)];
}

function takeOff(key: string): Statement[] {
  return [
    ...belongings.map((table) => ({ sql: `UPDATE ${table} SET task = '-' || task WHERE task = ?`, params: [key] })),
    ...lookUps.map((table) => ({ sql: `DELETE FROM ${table} WHERE task = ?`, params: [key] })),
    { sql: 'DELETE FROM tasks WHERE id = ?', params: [key] },
  ];
}

/** Gives a kept task its belongings back; its row and links are written beside this. */
export function returnBelongings(task: TaskId): Statement[] {
  return [
    ...belongings.map((table) => ({ sql: `UPDATE ${table} SET task = ? WHERE task = ?`, params: [task, `-${task}`] })),
    { sql: 'DELETE FROM deleted_tasks WHERE task = ?', params: [task] },
  ];
}

/** Forgets a kept task for good; only its tombstone stays. */
export function forgetTask(task: TaskId): Statement[] {
  return [
    { sql: 'DELETE FROM run_files WHERE run IN (SELECT id FROM runs WHERE task = ?)', params: [`-${task}`] },
    ...belongings.map((table) => ({ sql: `DELETE FROM ${table} WHERE task = ?`, params: [`-${task}`] })),
    { sql: 'UPDATE deleted_tasks SET at = NULL, number = NULL, content = NULL, links = NULL WHERE task = ?', params: [task] },
  ];
}

const KeptRow = z.object({ content: z.string(), links: z.string(), at: Timestamp });

export function findKeptTask(reader: RowReader, ref: TaskRef): KeptTask | undefined {
  const key = typeof ref === 'number' ? 'number' : 'task';
  const [row] = reader.rows(KeptRow, `SELECT content, links, at FROM deleted_tasks WHERE ${key} = ? AND content IS NOT NULL`, [ref]);
  if (!row) return undefined;
  const task = parseJson(Task, row.content);
  const cut = parseJson(z.array(CutLink), row.links);
  if (task && cut) return { task, deletedAt: row.at, cut };
  throw new UserError(
    'damaged',
    l10n.t(
      '{0} was damaged in the store when it was deleted, so only a backup of the board can bring it back.',
      typeof ref === 'number' ? `#${ref}` : ref,
    ),
  );
}

/** What can be restored, the last deleted first. */
export function listKeptTasks(reader: RowReader): DeletedTask[] {
  const title = `coalesce(iif(json_valid(content), content ->> 'title', NULL), '')`;
  const sql = `SELECT task AS id, number, ${title} AS title, at AS deletedAt FROM deleted_tasks WHERE content IS NOT NULL
    ORDER BY at DESC, revision DESC LIMIT ?`;
  return reader.rows(DeletedTask, sql, [mostListed]);
}

const TaskRow = z.object({ id: TaskId });
const RunRow = z.object({ id: RunId });

/** What was deleted when the store had been in use for fewer days. */
export function listKeptBefore(reader: RowReader, day: number): TaskId[] {
  return reader.rows(TaskRow, 'SELECT task AS id FROM deleted_tasks WHERE content IS NOT NULL AND day < ?', [day]).map(({ id }) => id);
}

/** The runs of a kept task. */
export function listKeptRuns(reader: RowReader, task: TaskId): RunId[] {
  return reader.rows(RunRow, 'SELECT id FROM runs WHERE task = ?', [`-${task}`]).map(({ id }) => id);
}
