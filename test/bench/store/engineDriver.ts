import type { SqlDriver } from '../../../src/core/store/sqlDriver.ts';
import { SqlEngine } from '../../../src/core/store/sqlEngine.ts';

/** The product's SQLite without its journal. */
export async function engineDriver(): Promise<SqlDriver> {
  const engine = await SqlEngine.open();
  return {
    failure: undefined,
    commit: async (statements) => engine.transact(statements),
    all: (sql, params) => engine.all(sql, params),
    checkpoint: async () => undefined,
    close: async () => engine.close(),
  };
}
