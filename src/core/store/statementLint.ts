import * as l10n from '@vscode/l10n';
import { UserError } from '../base/errors.ts';
import { MAX_BODY } from './journalFrame.ts';
import type { SqlValue, Statement } from './sqlDriver.ts';

const CHANCE_OR_TIME =
  /\b(random|randomblob|current_timestamp|current_date|current_time|changes|total_changes|last_insert_rowid)\b|\b(datetime|date|time|julianday|strftime|unixepoch|timediff)\s*\(/i;
/** JSON writes a character in six bytes at most. */
const MAX_TEXT = Math.floor(MAX_BODY / 8);
const QUOTED_OR_COMMENT = /'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\//g;

/** Refuses a write whose effect depends on anything but its parameters: replaying the journal must give the same rows. */
export function assertDeterministic(sql: string): void {
  const found = CHANCE_OR_TIME.exec(sql.replace(QUOTED_OR_COMMENT, ' '));
  if (found) throw new Error(`a journaled statement may not use ${found[0]}: pass the value as a parameter (${sql})`);
}

/** Refuses what a journal cannot keep exactly, before it is applied. */
export function assertStorable(statements: readonly Statement[]): void {
  let length = 0;
  for (const { sql, params } of statements) {
    length += sql.length;
    for (const value of params) length += sizeOf(value);
  }
  if (length > MAX_TEXT) throw new UserError('invalid', l10n.t('One change may hold {0} characters at most, not {1}.', MAX_TEXT, length));
}

function sizeOf(value: SqlValue): number {
  if (value === null) return 0;
  if (typeof value === 'string') return value.length;
  if (typeof value === 'number' && Number.isFinite(value) && Math.abs(value) <= Number.MAX_SAFE_INTEGER) return 0;
  throw new Error(`a statement parameter must be a string, null, or a finite number within 2^53, not ${String(value)} (${typeof value})`);
}
