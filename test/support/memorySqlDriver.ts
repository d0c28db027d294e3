import initSqlJs from 'sql.js';
import type { SqlDriver, SqlRow, SqlValue, Statement } from '../../src/core/store/sqlDriver.ts';

type Database = InstanceType<Awaited<ReturnType<typeof initSqlJs>>['Database']>;
type Prepared = ReturnType<Database['prepare']>;

/** A driver without a disk that remembers what was committed, so that tests can replay it. */
export class MemorySqlDriver implements SqlDriver {
  readonly failure = undefined;
  readonly committed: (readonly Statement[])[] = [];
  readonly #db: Database;
  readonly #prepared = new Map<string, Prepared>();

  private constructor(db: Database) {
    this.#db = db;
  }

  static async open(): Promise<MemorySqlDriver> {
    const sqlite = await initSqlJs();
    return new MemorySqlDriver(new sqlite.Database());
  }

  async commit(statements: readonly Statement[]): Promise<void> {
    this.#prepare('BEGIN').run();
    try {
      for (const { sql, params } of statements) this.#prepare(sql).run([...params]);
      this.#prepare('COMMIT').run();
    } catch (error) {
      this.#prepare('ROLLBACK').run();
      throw error;
    }
    this.committed.push(statements);
  }

  all(sql: string, params: readonly SqlValue[] = []): SqlRow[] {
    const statement = this.#prepare(sql);
    statement.bind([...params]);
    const columns = statement.getColumnNames();
    const rows: SqlRow[] = [];
    while (statement.step()) {
      const values = statement.get() as SqlValue[];
      rows.push(Object.fromEntries(columns.map((column, index) => [column, values[index] ?? null])));
    }
    statement.reset();
    return rows;
  }

  checkpoint(): Promise<void> {
    return Promise.resolve();
  }

  /** The database as a file. */
  image(): Uint8Array {
    return this.#db.export();
  }

  async close(): Promise<void> {
    this.#prepared.clear();
    this.#db.close();
  }

  #prepare(sql: string): Prepared {
    const prepared = this.#prepared.get(sql) ?? this.#db.prepare(sql);
    this.#prepared.set(sql, prepared);
    return prepared;
  }
}
