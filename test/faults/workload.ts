import { alwaysHeld } from '../../src/core/store/holding.ts';
import assert from 'node:assert/strict';
import { openJournalDriver, type OpenJournalOptions } from '../../src/core/store/openJournal.ts';
import type { JournalDriver } from '../../src/core/store/journalDriver.ts';
import type { SqlDriver, Statement } from '../../src/core/store/sqlDriver.ts';
import { nodeClock } from '../../src/node/nodeClock.ts';
import { testSeal } from '../support/testSeal.ts';

/** Options for a store that nobody else wants. */
export function storeOptions(options: Pick<OpenJournalOptions, 'files' | 'folder'> & Partial<OpenJournalOptions>): OpenJournalOptions {
  return { clock: nodeClock, seal: testSeal(), mayCreate: true, lock: alwaysHeld, notify: () => undefined, ...options };
}

/** Opens a store and makes the tables of the workload if it has none. */
export async function openWorkload(options: OpenJournalOptions): Promise<JournalDriver> {
  const driver = await openJournalDriver(options);
  if (driver.all('PRAGMA user_version')[0]?.['user_version'] === 0) await driver.commit(tables);
  return driver;
}

const tables: Statement[] = [
  'CREATE TABLE entries(n INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT',
  'CREATE TABLE twins(n INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT',
  'CREATE TABLE newest(only INTEGER PRIMARY KEY, n INTEGER NOT NULL) STRICT',
  'PRAGMA user_version = 1',
].map((sql) => ({ sql, params: [] }));

/** Transaction `n`: two rows and a counter. None of them may ever be seen without the others. */
export function entry(n: number): Statement[] {
  return [
    { sql: 'INSERT INTO entries(n, text) VALUES(?, ?)', params: [n, textOf(n)] },
    { sql: 'INSERT INTO newest(only, n) VALUES(1, ?) ON CONFLICT(only) DO UPDATE SET n = max(newest.n, excluded.n)', params: [n] },
    { sql: 'INSERT INTO twins(n, text) VALUES(?, ?)', params: [n, textOf(n)] },
  ];
}

function textOf(n: number): string {
  return `entry ${n} ${'x'.repeat(150 + (n % 97))}`;
}

/** Fails unless the store holds whole transactions with the right content. Answers their numbers, ascending. */
export function readEntries(driver: SqlDriver): number[] {
  if (driver.all('PRAGMA user_version')[0]?.['user_version'] === 0) return [];
  const rows = driver.all('SELECT n, text FROM entries ORDER BY n');
  assert.deepEqual(driver.all('SELECT n, text FROM twins ORDER BY n'), rows, 'half a transaction');
  const numbers = rows.map(({ n }) => Number(n));
  for (const { n, text } of rows) assert.equal(text, textOf(Number(n)), 'wrong content');
  assert.equal(driver.all('SELECT max(n) AS n FROM newest')[0]?.['n'] ?? 0, numbers.at(-1) ?? 0, 'half a transaction');
  assert.equal(driver.all('PRAGMA integrity_check')[0]?.['integrity_check'], 'ok');
  return numbers;
}

/** For workloads that number without gaps: the last number. */
export function readTop(driver: SqlDriver): number {
  const numbers = readEntries(driver);
  assert.equal(numbers.length, numbers.at(-1) ?? 0, 'a transaction is missing before the last one');
  return numbers.length;
}
