import type { SqlValue } from './sqlDriver.ts';

/** The value as a column keeps it. Anything but text, a finite number or nothing is a bug of the caller. */
export function sqlValue(value: unknown): SqlValue {
  if (value === null || typeof value === 'string') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  throw new Error(`not a column value: ${typeof value}`);
}

/** JSON text for a column; `null` stays empty. */
export function jsonValue(value: unknown): SqlValue {
  return value === null || value === undefined ? null : JSON.stringify(value);
}
