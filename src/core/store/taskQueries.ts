import * as l10n from '@vscode/l10n';
import * as z from 'zod';
import { UserError } from '../base/errors.ts';
import { foldText } from '../base/foldText.ts';
import type { Task } from '../model/task.ts';
import { TaskStatus } from '../model/taskStatus.ts';
import { spellingsOf, spellingsOfLabel } from './names.ts';
import { validJson, type RowReader } from './rows.ts';
import type { SqlValue } from './sqlDriver.ts';
import { readTasks } from './taskReads.ts';
import type { Page, TaskQuery } from './taskStore.ts';

const mostRows = 1000;
const usualRows = 200;
const mostWords = 20;

/** One page of the tasks that fit. */
export function listTasks(reader: RowReader, query: TaskQuery): Page<Task> {
  const order = query.order ?? 'board';
  const limit = Math.max(1, Math.min(query.limit ?? usualRows, mostRows));
  const { where, params } = filterOf(reader, query);
  if (query.cursor !== undefined) {
    where.push(order === 'board' ? 'tasks.rank > ?' : 'tasks.number > ?');
    params.push(readCursor(order, query.cursor));
  }
  const rest = `WHERE ${where.join(' AND ')} ORDER BY ${order === 'board' ? 'tasks.rank, tasks.number' : 'tasks.number'} LIMIT ?`;
  const found = readTasks(reader, rest, [...params, limit + 1]).map(({ task }) => task);
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return { items, cursor: found.length > limit && last ? writeCursor(order, last) : null };
}

function filterOf(reader: RowReader, query: TaskQuery): { where: string[]; params: SqlValue[] } {
  const where = ['1'];
  const params: SqlValue[] = [];
  const add = (sql: string, ...values: SqlValue[]): void => {
    where.push(sql);
    params.push(...values);
  };
  const addNames = (column: string, names: readonly string[]): void => add(`${column} IN (${marks(names)})`, ...names);
  if (query.status) addNames('tasks.status', query.status.includes('todo') ? [...query.status, ...strangeStatuses(reader)] : query.status);
  if (query.priority) add(`tasks.priority IN (${marks(query.priority)})`, ...query.priority);
  if (query.project !== undefined) add('tasks.project = ?', query.project);
  if (query.agent === null) add('tasks.agent IS NULL');
  else if (query.agent !== undefined) addNames('tasks.agent', spellingsOf(reader, query.agent));
  if (query.parent !== undefined) add('tasks.parent = ?', query.parent);
  if (query.dependsOn !== undefined) add('tasks.id IN (SELECT task FROM task_dependencies WHERE dependency = ?)', query.dependsOn);
  if (query.chat !== undefined) add('tasks.chat = ?', query.chat);
  if (query.changedBefore !== undefined) add('tasks.updated_at < ?', query.changedBefore);
  if (query.metadata)
    add(
      `EXISTS (SELECT 1 FROM json_each(${validJson('tasks.metadata')}) WHERE key = ? AND value = ?)`,
      query.metadata.key,
      query.metadata.value,
    );
  if (query.label !== undefined) {
    const labels = spellingsOfLabel(reader, query.label);
    add(`EXISTS (SELECT 1 FROM json_each(${validJson('tasks.labels')}) WHERE value IN (${marks(labels)}))`, ...labels);
  }
  const words = wordsOf(query.text ?? '');
  if (words.length > 0) {
    const every = words.map(() => 'instr(text, ?) > 0').join(' AND ');
    add(`tasks.id IN (SELECT task FROM task_search WHERE ${every})`, ...words);
  }
  return { where, params };
}

const StatusRow = z.object({ status: z.string() });

/** Statuses that damaged cards have and nothing else; such cards are shown under the first one. */
function strangeStatuses(reader: RowReader): string[] {
  const found = reader.rows(StatusRow, 'SELECT DISTINCT status FROM tasks').map(({ status }) => status);
  return found.filter((status) => !TaskStatus.safeParse(status).success);
}

function marks(values: readonly unknown[]): string {
  return values.map(() => '?').join(', ');
}

/** Words compare as plain text: no character of a query has a meaning of its own. */
function wordsOf(text: string): string[] {
  const words = foldText(text)
    .split(/\s+/u)
    .filter((word) => word !== '');
  return words.slice(0, mostWords);
}

/** Opaque to callers: the order, then the place of the last item in it. */
function writeCursor(order: 'board' | 'number', last: Task): string {
  return order === 'board' ? `b.${last.rank}` : `n.${last.number}`;
}

function readCursor(order: 'board' | 'number', cursor: string): SqlValue {
  const place = /^([bn])\.([0-9A-Za-z]{1,200})$/.exec(cursor)?.[2];
  const number = Number(place);
  if (place !== undefined && order === 'board' && cursor.startsWith('b')) return place;
  if (order === 'number' && cursor.startsWith('n') && Number.isSafeInteger(number)) return number;
  throw new UserError('invalid', l10n.t('The cursor does not belong to this list; begin again without one.'));
}

const CountRow = z.object({ status: z.string(), count: z.number() });

export function countTasks(reader: RowReader): Record<TaskStatus, number> {
  const counts = Object.fromEntries(TaskStatus.options.map((status) => [status, 0])) as Record<TaskStatus, number>;
  for (const { status, count } of reader.rows(CountRow, 'SELECT status, count(*) AS count FROM tasks GROUP BY status'))
    counts[TaskStatus.safeParse(status).data ?? 'todo'] += count;
  return counts;
}
