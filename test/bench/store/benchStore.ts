import { alwaysHeld } from '../../../src/core/store/holding.ts';
import { openJournalDriver } from '../../../src/core/store/openJournal.ts';
import type { CheckpointLimits, JournalDriver } from '../../../src/core/store/journalDriver.ts';
import type { Statement } from '../../../src/core/store/sqlDriver.ts';
import { nodeClock } from '../../../src/node/nodeClock.ts';
import { testSeal } from '../../support/testSeal.ts';
import { nodeStoreFiles } from '../../../src/node/nodeStoreFiles.ts';

const ROWS_PER_MB = 2450;
const ROWS_PER_COMMIT = 500;
const never = { bytes: 1e12, idleMs: 1e9 };

/** Opens the store of a benchmark. Without limits it never makes a checkpoint by itself. */
export function openStore(folder: string, limits: Partial<CheckpointLimits> = never): Promise<JournalDriver> {
  return openJournalDriver({
    files: nodeStoreFiles,
    folder,
    clock: nodeClock,
    seal: testSeal(),
    mayCreate: true,
    lock: alwaysHeld,
    notify: console.error,
    limits,
  });
}

/** Makes a store whose database has about so many megabytes, closed. Answers its number of rows. */
export async function makeStore(folder: string, megabytes: number): Promise<number> {
  const driver = await openStore(folder);
  const tables = [
    'CREATE TABLE tasks(id INTEGER PRIMARY KEY, status TEXT NOT NULL, title TEXT NOT NULL, body TEXT NOT NULL, rev INTEGER NOT NULL) STRICT',
    'CREATE INDEX tasks_by_status ON tasks(status, id)',
    'CREATE TABLE audit(id INTEGER PRIMARY KEY, at INTEGER NOT NULL, actor TEXT NOT NULL, action TEXT NOT NULL, entity TEXT NOT NULL) STRICT',
  ];
  await driver.commit(tables.map((sql) => ({ sql, params: [] })));
  const rows = Math.round(megabytes * ROWS_PER_MB);
  for (let id = 1; id <= rows; id += ROWS_PER_COMMIT) {
    const ids = Array.from({ length: Math.min(ROWS_PER_COMMIT, rows - id + 1) }, (_, index) => id + index);
    await driver.commit(ids.map(insertTask));
  }
  await driver.close();
  return rows;
}

function insertTask(id: number): Statement {
  return {
    sql: 'INSERT INTO tasks VALUES(?, ?, ?, ?, 0)',
    params: [id, 'todo', `Task number ${id}`, `What to do in ${id}. `.repeat(17).slice(0, 330)],
  };
}

/** The usual change: a task gets another status, and the audit log says so. */
export function mutation(n: number, rows: number): Statement[] {
  return [
    { sql: 'UPDATE tasks SET status = ?, rev = rev + 1 WHERE id = ?', params: [n % 2 ? 'doing' : 'todo', 1 + (n % rows)] },
    {
      sql: 'INSERT INTO audit(at, actor, action, entity) VALUES(?, ?, ?, ?)',
      params: [1_700_000_000_000 + n, 'agent-1', 'task.status', `task/${n}`],
    },
  ];
}

/** Milliseconds that an action takes. */
export async function timed(action: () => unknown): Promise<number> {
  const start = performance.now();
  await action();
  return performance.now() - start;
}
