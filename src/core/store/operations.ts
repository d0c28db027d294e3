import * as z from 'zod';
import type { RowReader } from './rows.ts';
import type { Statement } from './sqlDriver.ts';

/** How long a repeated operation id still answers the first outcome. */
const remembered = 7 * 24 * 60 * 60_000;

const OperationRow = z.object({ name: z.string(), outcome: z.string() });

/** What an operation id stands for, if it was used before. */
export function findOperation(reader: RowReader, id: string): { name: string; outcome: string } | undefined {
  return reader.rows(OperationRow, 'SELECT name, outcome FROM operations WHERE id = ?', [id])[0];
}

/** Remembers an outcome and forgets those that are too old. */
export function saveOperation(id: string, name: string, outcome: string, at: number): Statement[] {
  return [
    { sql: 'DELETE FROM operations WHERE at < ?', params: [at - remembered] },
    { sql: 'INSERT INTO operations(id, name, at, outcome) VALUES(?, ?, ?, ?)', params: [id, name, at, outcome] },
  ];
}
