import type { RowReader } from './rows.ts';
import type { Statement } from './sqlDriver.ts';

const DAY = 24 * 60 * 60_000;

/**
 * How many days a store was written on, that of `at` among them. A store counts them itself, each day of the calendar once: a clock that is wrong for a
 * moment makes one day of it, however far it is off, and a clock that goes back takes none away. So what is kept for a number of days is kept at least
 * as long as the store was in use on so many.
 */
export function daysInUse(reader: RowReader, at: number): number {
  return reader.count('SELECT count(*) AS count FROM store_days', []) + (isCounted(reader, at) ? 0 : 1);
}

/** Counts the day when it is a new one. To be written with what is written at that time. */
export function countDay(reader: RowReader, at: number): Statement[] {
  return isCounted(reader, at) ? [] : [{ sql: 'INSERT OR IGNORE INTO store_days(day) VALUES(?)', params: [dayOf(at)] }];
}

/** When the last `days` of them began; before all time when it was not in use on so many. */
export function beginOfLast(reader: RowReader, days: number): number {
  const sql = 'SELECT coalesce((SELECT day FROM store_days ORDER BY day DESC LIMIT 1 OFFSET ?), 0) AS count';
  return reader.count(sql, [days]) * DAY;
}

function isCounted(reader: RowReader, at: number): boolean {
  return reader.count('SELECT count(*) AS count FROM store_days WHERE day = ?', [dayOf(at)]) > 0;
}

function dayOf(at: number): number {
  return Math.floor(at / DAY);
}
