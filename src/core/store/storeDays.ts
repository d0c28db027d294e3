import type { RowReader } from './rows.ts';
import type { Statement } from './sqlDriver.ts';

const DAY = 24 * 60 * 60_000;
/** A clock that was further ahead than this was wrong. */
const mostAhead = 30 * DAY;

/**
 * The days on which a store was written, as it counts them itself. One wrong reading of the clock makes one day of it, however far it is ahead, and a
 * clock that goes back makes none: what is kept for a while is never gone because of a clock.
 */
export function readDay(reader: RowReader): number {
  return meta(reader, 'day');
}

/** Counts a day when the one that was counted last is over. To be written with what is written at that time. */
export function countDay(reader: RowReader, at: number): Statement[] {
  const counted = meta(reader, 'day_at');
  if (counted - at > mostAhead) return [setMeta('day_at', at)];
  return at - counted < DAY ? [] : [setMeta('day', readDay(reader) + 1), setMeta('day_at', at)];
}

function meta(reader: RowReader, key: 'day' | 'day_at'): number {
  return reader.count('SELECT CAST(value AS INTEGER) AS count FROM meta WHERE key = ?', [key]);
}

function setMeta(key: 'day' | 'day_at', value: number): Statement {
  return { sql: 'UPDATE meta SET value = ? WHERE key = ?', params: [String(value), key] };
}
