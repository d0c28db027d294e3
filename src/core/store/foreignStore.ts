import * as l10n from '@vscode/l10n';
import * as z from 'zod';
import { UserError } from '../base/errors.ts';
import type { TaskId } from '../model/scalars.ts';
import { Comment, Task, TaskDraft } from '../model/task.ts';
import { newerVersionReason, schemaOf, schemaVersion } from './migrations.ts';
import { jsonColumn, RowReader } from './rows.ts';
import type { SqlDriver } from './sqlDriver.ts';
import { readTasks } from './taskReads.ts';
import { taskJsonAt } from './tasks.ts';

/** A card of a store that was made elsewhere, with what people wrote below it. */
export const ForeignCard = z.strictObject({ task: Task, comments: z.array(Comment) });
export type ForeignCard = z.infer<typeof ForeignCard>;

/** What could be read of a foreign store, and how many rows made no sense. */
export const ForeignStore = z.strictObject({ cards: z.array(ForeignCard), skipped: z.number() });
export type ForeignStore = z.infer<typeof ForeignStore>;

const mostCards = 100_000;
const mostComments = 1000;
const magic = 'SQLite format 3\0';

/** Refuses an image that cannot be a store, before SQLite sees it. */
export function assertImage(image: Uint8Array, mostBytes: number): void {
  if (image.length > mostBytes) throw foreign(l10n.t('it is larger than {0} MB', Math.floor(mostBytes / 2 ** 20)));
  const head = String.fromCharCode(...image.subarray(0, magic.length));
  if (head !== magic) throw foreign(l10n.t('it is not a database'));
}

/**
 * Reads a store that somebody else made: hostile input. Its tables must be exactly ours, so that nothing of it runs; then every row
 * is read by itself and counts only if it fits the model.
 */
export function readForeignStore(driver: Pick<SqlDriver, 'all'>): ForeignStore {
  const taskJson = taskJsonAt(assertTables(driver));
  const reader = new RowReader(driver);
  const rows = rowIds(driver, 'SELECT rowid AS row FROM tasks ORDER BY number LIMIT ?', [mostCards]);
  const tasks = rows.flatMap((row) => readForeignTask(reader, row, taskJson) ?? []);
  const ids = new Set<TaskId>();
  const unique = tasks.filter((task) => !ids.has(task.id) && ids.add(task.id));
  return { cards: unique.map((task) => ({ task, comments: readComments(driver, reader, task.id) })), skipped: rows.length - unique.length };
}

const SchemaRow = z.object({ type: z.string(), name: z.string(), sql: z.string().nullable() });

/** Answers the version of the tables. */
function assertTables(driver: Pick<SqlDriver, 'all'>): number {
  const version = guard(() => schemaVersion(driver));
  const newer = newerVersionReason(version);
  if (newer !== undefined) throw new UserError('invalid', l10n.t('The board cannot be imported: {0}.', newer));
  const rows = guard(() => driver.all('SELECT type, name, sql FROM sqlite_schema').map((row) => SchemaRow.parse(row)));
  const known = new Set(schemaOf(version).map(plain));
  for (const { type, name, sql } of rows) {
    const automatic = type === 'index' && sql === null && name.startsWith('sqlite_autoindex_');
    if (!automatic && !(sql !== null && known.delete(plain(sql))))
      throw foreign(l10n.t('it contains the {0} "{1}", which no store has', type, name.slice(0, 100)));
  }
  if (known.size > 0) throw foreign(l10n.t('tables of a store are missing'));
  return version;
}

function plain(sql: string): string {
  return sql.replace(/\s+/g, ' ').trim();
}

const RowId = z.object({ row: z.number().int() });

function rowIds(driver: Pick<SqlDriver, 'all'>, sql: string, params: readonly (string | number)[]): number[] {
  return guard(() => driver.all(sql, params).map((row) => RowId.parse(row).row));
}

/** What is damaged, or holds more than a card may be given today, is left out. */
function readForeignTask(reader: RowReader, row: number, json: string): Task | undefined {
  try {
    const [read] = readTasks(reader, 'WHERE rowid = ?', [row], json);
    return read && !read.damage && GivenFreely.safeParse(read.task).success ? read.task : undefined;
  } catch {
    return undefined;
  }
}

const GivenFreely = TaskDraft.pick({ payload: true, metadata: true }).strip();

/** A row that makes no sense is left out; the others count. */
function readRow<S extends z.ZodType>(reader: RowReader, schemaOfRow: S, sql: string, row: number): z.output<S> | undefined {
  try {
    return reader.find(schemaOfRow, sql, [row]);
  } catch {
    return undefined;
  }
}

function readComments(driver: Pick<SqlDriver, 'all'>, reader: RowReader, task: TaskId): Comment[] {
  const sql = `SELECT json_object('id', id, 'task', task, 'by', ${jsonColumn('actor')}, 'text', text, 'at', at) AS json FROM comments WHERE seq = ?`;
  const rows = rowIds(driver, 'SELECT seq AS row FROM comments WHERE task = ? ORDER BY seq LIMIT ?', [task, mostComments]);
  return rows.flatMap((row) => readRow(reader, Comment, sql, row) ?? []);
}

function guard<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw foreign(l10n.t('it cannot be read'), error);
  }
}

function foreign(reason: string, cause?: unknown): UserError {
  return new UserError('invalid', l10n.t('The board cannot be imported: {0}. Nothing was taken from it.', reason), { cause });
}
