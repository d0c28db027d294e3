import * as z from 'zod';
import { parseJson } from '../base/json.ts';
import { nameKey } from '../base/names.ts';
import type { RowReader } from './rows.ts';

const NameRow = z.object({ name: z.string() });

/** How cards spell the name of an agent. SQLite compares letters of English only, so the few names there are are compared here. */
export function spellingsOf(reader: RowReader, agent: string): string[] {
  const names = reader.rows(NameRow, 'SELECT DISTINCT agent AS name FROM tasks WHERE agent IS NOT NULL');
  return sameNames(
    names.map(({ name }) => name),
    agent,
  );
}

/** How cards spell a label. */
export function spellingsOfLabel(reader: RowReader, label: string): string[] {
  // Many cards have the same few labels: to take the lists apart here is quicker than `json_each` over all of them.
  const lists = reader.rows(NameRow, `SELECT DISTINCT labels AS name FROM tasks WHERE labels <> '[]'`);
  return sameNames(
    lists.flatMap(({ name }) => parseJson(z.array(z.string()), name) ?? []),
    label,
  );
}

function sameNames(names: readonly string[], wanted: string): string[] {
  const key = nameKey(wanted);
  return [wanted, ...new Set(names.filter((name) => name !== wanted && nameKey(name) === key))];
}
