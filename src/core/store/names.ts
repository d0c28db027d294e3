import * as z from 'zod';
import { nameKey } from '../base/names.ts';
import { validJson, type RowReader } from './rows.ts';

const NameRow = z.object({ name: z.string() });

/** How cards spell the name of an agent. SQLite compares letters of English only, so the few names there are are compared here. */
export function spellingsOf(reader: RowReader, agent: string): string[] {
  return sameNames(reader, 'SELECT DISTINCT agent AS name FROM tasks WHERE agent IS NOT NULL', agent);
}

/** How cards spell a label. */
export function spellingsOfLabel(reader: RowReader, label: string): string[] {
  const sql = `SELECT DISTINCT value AS name FROM tasks, json_each(${validJson('tasks.labels')}) WHERE labels <> '[]'`;
  return sameNames(reader, sql, label);
}

function sameNames(reader: RowReader, sql: string, wanted: string): string[] {
  const key = nameKey(wanted);
  const found = reader.rows(NameRow, sql).flatMap(({ name }) => (name !== wanted && nameKey(name) === key ? [name] : []));
  return [wanted, ...found];
}
