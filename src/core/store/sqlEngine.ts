import initSqlJs from 'sql.js';
import type { SqlRow, SqlValue, Statement } from './sqlDriver.ts';
import { assertDeterministic } from './statementLint.ts';

// Durability is the journal's business, so the engine keeps its own files in memory without syncing: transactions cost a quarter.
// query_only is lifted only inside `transact`: nothing can change what the journal does not know.
const SETUP = `
  PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=MEMORY; PRAGMA synchronous=OFF; PRAGMA temp_store=MEMORY;
  PRAGMA foreign_keys=ON; PRAGMA trusted_schema=OFF; PRAGMA query_only=ON;`;
const MAX_PREPARED = 256;

type SqlJs = Awaited<ReturnType<typeof initSqlJs>>;
type Prepared = ReturnType<InstanceType<SqlJs['Database']>['prepare']>;
type SqlJsOptions = Parameters<typeof initSqlJs>[0] & { useOldExtensionFunctions: boolean };

let loading: Promise<SqlJs> | undefined;

/** Compiles SQLite once per thread. */
function loadSqlite(): Promise<SqlJs> {
  const options: SqlJsOptions = { useOldExtensionFunctions: false };
  return (loading ??= initSqlJs(options));
}

/** SQLite in memory. Synchronous; each call is one step, so nothing can come in between. */
export class SqlEngine {
  readonly #db: InstanceType<SqlJs['Database']>;
  readonly #prepared = new Map<string, Prepared>();

  private constructor(db: InstanceType<SqlJs['Database']>) {
    this.#db = db;
    db.exec(SETUP);
  }

  /** An empty database, or the one in `image`. */
  static async open(image?: Uint8Array): Promise<SqlEngine> {
    const sqlite = await loadSqlite();
    return new SqlEngine(new sqlite.Database(image));
  }

  /** Runs all statements in one transaction, or none of them. */
  transact(statements: Iterable<Statement>): void {
    this.#step('PRAGMA query_only=OFF');
    try {
      this.#step('BEGIN');
      try {
        for (const { sql, params } of statements) this.#write(sql, params);
        this.#step('COMMIT');
      } catch (error) {
        this.#step('ROLLBACK');
        throw error;
      }
    } finally {
      this.#step('PRAGMA query_only=ON');
    }
  }

  /** The rows of one query. */
  all(sql: string, params: readonly SqlValue[] = []): SqlRow[] {
    const statement = this.#prepare(sql);
    try {
      statement.bind(params.map(wellFormed));
      const rows: SqlRow[] = [];
      const columns = statement.getColumnNames();
      while (statement.step()) {
        const values = statement.get() as SqlValue[];
        const row: Record<string, SqlValue> = {};
        columns.forEach((column, index) => (row[column] = values[index] ?? null));
        rows.push(row);
      }
      return rows;
    } finally {
      statement.reset();
    }
  }

  /** The whole database as an SQLite file. */
  image(): Uint8Array {
    return this.#db.export();
  }

  close(): void {
    this.#db.close();
  }

  #write(sql: string, params: readonly SqlValue[]): void {
    if (!this.#prepared.has(sql)) assertDeterministic(sql);
    this.#prepare(sql).run(params.map(wellFormed));
  }

  #step(sql: string): void {
    const statement = this.#prepare(sql);
    statement.step();
    statement.reset();
  }

  #prepare(sql: string): Prepared {
    const known = this.#prepared.get(sql);
    if (known) {
      this.#prepared.delete(sql); // to the end: the map's order is the order of use
      this.#prepared.set(sql, known);
      return known;
    }
    const statement = this.#db.prepare(sql);
    if (withoutEnd(statement.getSQL()) !== withoutEnd(sql)) {
      statement.free();
      throw new Error(`one SQL statement at a time: ${sql}`);
    }
    this.#prepared.set(sql, statement);
    if (this.#prepared.size > MAX_PREPARED) this.#forgetOldest();
    return statement;
  }

  #forgetOldest(): void {
    for (const [sql, statement] of this.#prepared) {
      statement.free();
      this.#prepared.delete(sql);
      return;
    }
  }
}

/** SQLite stores UTF-8: half a surrogate pair would be read back as something else after a restart. */
function wellFormed(value: SqlValue): SqlValue {
  return typeof value === 'string' && !value.isWellFormed() ? value.toWellFormed() : value;
}

function withoutEnd(sql: string): string {
  return sql.replace(/[\s;]+$/, '').trimStart();
}

/** Compiles all that opening a store needs, so that one can be opened at a moment's notice. */
export async function warmUpSqlite(): Promise<void> {
  const engine = await SqlEngine.open();
  engine.transact([{ sql: 'CREATE TABLE warm(up TEXT)', params: [] }]);
  engine.all('SELECT count(*) FROM warm');
  engine.image();
  engine.close();
}
