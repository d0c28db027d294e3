import type { SqlValue } from './sqlDriver.ts';

const CHANCE_OR_TIME =
  /\b(random|randomblob|current_timestamp|current_date|current_time|changes|total_changes|last_insert_rowid)\b|\b(datetime|date|time|julianday|strftime|unixepoch|timediff)\s*\(/i;
const QUOTED_OR_COMMENT = /'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\//g;

/** Refuses a write whose effect depends on anything but its parameters: replaying the journal must give the same rows. */
export function assertDeterministic(sql: string): void {
  const found = CHANCE_OR_TIME.exec(sql.replace(QUOTED_OR_COMMENT, ' '));
  if (found) throw new Error(`a journaled statement may not use ${found[0]}: pass the value as a parameter (${sql})`);
}

/** Refuses what a journal cannot keep exactly. */
export function assertStorable(value: SqlValue): void {
  if (value === null || typeof value === 'string') return;
  if (typeof value === 'number' && Number.isFinite(value) && Math.abs(value) <= Number.MAX_SAFE_INTEGER) return;
  throw new Error(`a statement parameter must be a string, null, or a finite number within 2^53, not ${String(value)} (${typeof value})`);
}
