import { createHash } from 'node:crypto';
import type { SqlDriver } from '../../src/core/store/sqlDriver.ts';

/** One hash over the rows of every table: equal stores have equal digests. */
export function storeDigest(driver: Pick<SqlDriver, 'all'>): string {
  const hash = createHash('sha256');
  for (const { name } of driver.all(`SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name`)) {
    const rows = driver.all(`SELECT * FROM "${name}"`).map((row) => JSON.stringify(row));
    hash.update(JSON.stringify([name, rows.sort()]));
  }
  return hash.digest('hex');
}
