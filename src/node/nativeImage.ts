import type { ReadEngine } from '../core/store/journalReader.ts';
import type { SqlRow, SqlValue } from '../core/store/sqlDriver.ts';

interface Statement {
  all(...params: readonly SqlValue[]): SqlRow[];
}

/** What is used of node's own SQLite. */
interface Database {
  deserialize?(image: Uint8Array): void;
  prepare(sql: string): Statement;
  close(): void;
}

interface Sqlite {
  /** The class has this name in newer versions. */
  readonly Database?: new (
    path: string,
  ) => Database;
  readonly DatabaseSync?: new (path: string) => Database;
}

/**
 * Opens an image with the SQLite that newer versions of node have built in: it is there at once, while the one that the store is written with has to be
 * compiled first. To look only: what a store becomes is decided by one engine, on every machine the same.
 */
export function openNativeImage(image: Uint8Array): ReadEngine | undefined {
  if (!hasSqlite(process.versions.node)) return undefined;
  const { Database, DatabaseSync } = process.getBuiltinModule('node:sqlite') as unknown as Sqlite;
  const Class = Database ?? DatabaseSync;
  if (Class === undefined) return undefined;
  const database = new Class(':memory:');
  if (database.deserialize === undefined) return undefined;
  database.deserialize(image);
  for (const pragma of ['trusted_schema = OFF', 'query_only = ON']) database.prepare(`PRAGMA ${pragma}`).all();
  return { all: (sql, params = []) => database.prepare(sql).all(...params), close: () => database.close() };
}

/** From these versions on it loads without a warning that it is an experiment. */
function hasSqlite(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 25 || (major === 25 && minor >= 7) || (major === 24 && minor >= 15);
}
