import * as z from 'zod';
import type { RowReader } from './rows.ts';
import type { Statement } from './sqlDriver.ts';
import { beginOfLast } from './storeDays.ts';

/** On how many days of use a repeated operation id still answers the first outcome. */
const remembered = 7;

const OperationRow = z.object({ name: z.string(), outcome: z.string() });

/** What an operation id stands for, if it was used before. */
export function findOperation(reader: RowReader, id: string): { name: string; outcome: string } | undefined {
  return reader.rows(OperationRow, 'SELECT name, outcome FROM operations WHERE id = ?', [id])[0];
}

/** Remembers an outcome and forgets those that are too old, or that their maker will not ask for again. */
export function saveOperation(
  reader: RowReader,
  { operation, settled, at }: { operation: string; settled?: string; at: number },
  name: string,
  outcome: string,
): Statement[] {
  return [
    { sql: 'DELETE FROM operations WHERE at < ?', params: [beginOfLast(reader, remembered)] },
    ...(settled === undefined ? [] : [{ sql: 'DELETE FROM operations WHERE id >= ? AND id < ?', params: [makerOf(settled), settled] }]),
    { sql: 'INSERT INTO operations(id, name, at, outcome) VALUES(?, ?, ?, ?)', params: [operation, name, at, outcome] },
  ];
}

/** The part of an operation id that all ids of one maker begin with. */
function makerOf(id: string): string {
  return id.slice(0, id.lastIndexOf('/') + 1) || id;
}
