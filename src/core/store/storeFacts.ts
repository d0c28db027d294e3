import type { SqlDriver } from './sqlDriver.ts';
import { RowReader } from './rows.ts';

/** What tells one state of a store from another, for people and for what is kept of it. */
export interface StoreFacts {
  /** Cards on the board. */
  readonly cards: number;
  /** The highest number that was given to a card. */
  readonly number: number;
  readonly revision: number;
}

/** Of a store whose tables are there. */
export function readFacts(driver: Pick<SqlDriver, 'all'>): StoreFacts {
  const reader = new RowReader(driver);
  const meta = (key: string): number => reader.count('SELECT CAST(value AS INTEGER) AS count FROM meta WHERE key = ?', [key]);
  return { cards: reader.count('SELECT count(*) AS count FROM tasks'), number: meta('number'), revision: meta('revision') };
}
