import * as l10n from '@vscode/l10n';
import { UserError } from '../base/errors.ts';
import { boardFacts, dueDays, firstSchema, keptCards, storeDays } from './schema.ts';
import type { SqlDriver, Statement } from './sqlDriver.ts';

/** Append-only: entry n leads from version n to n + 1. A released entry is never edited. */
const migrations: readonly (readonly string[])[] = [firstSchema, boardFacts, keptCards, dueDays, storeDays];

/** The version of the tables that this version of Rota makes. */
export const newestSchema = migrations.length;

const addedColumn = /^ALTER TABLE (\w+) ADD COLUMN (.+)$/;

/** The tables and indexes of a version as SQLite describes them: what a store must look like to be one of ours. */
export function schemaOf(version: number): string[] {
  const described: string[] = [];
  for (const sql of migrations.slice(0, version).flat()) {
    const [, table, column] = addedColumn.exec(sql) ?? [];
    const at = described.findIndex((each) => each.startsWith(`CREATE TABLE ${table}(`));
    if (at >= 0) described[at] = (described[at] ?? '').replace(/\) STRICT/, () => `, ${column}) STRICT`);
    else if (sql.startsWith('CREATE ')) described.push(sql);
  }
  return described;
}

/** Makes the tables of a version in an empty database. */
export function emptyTables(version: number): Statement[] {
  const made = migrations.slice(0, version).flat();
  return [...made, `PRAGMA user_version = ${version}`].map((sql) => ({ sql, params: [] }));
}

/** Version of the tables in the store; 0 is an empty database. */
export function schemaVersion(driver: Pick<SqlDriver, 'all'>): number {
  return Number(driver.all('PRAGMA user_version')[0]?.['user_version'] ?? 0);
}

/** Whether the tables are as this version of Rota makes them. */
export function isNewest(driver: Pick<SqlDriver, 'all'>): boolean {
  return schemaVersion(driver) === newestSchema;
}

/** Why this store cannot be written: a newer Rota made it. `undefined` when it can. */
export function newerVersionReason(version: number, newest = newestSchema): string | undefined {
  if (version <= newest) return undefined;
  return l10n.t('the store was made by a newer Rota (version {0}, this one knows {1}); update Rota to change cards', version, newest);
}

/** Brings the tables to the newest version, one transaction a step. `storeId` names a store that is empty until now. */
export async function migrate(driver: SqlDriver, storeId: string, steps = migrations): Promise<void> {
  const version = schemaVersion(driver);
  const reason = newerVersionReason(version, steps.length);
  if (reason !== undefined) throw new UserError('read-only', reason);
  for (let from = version; from < steps.length; from += 1) {
    const statements: Statement[] = (steps[from] ?? []).map((sql) => ({ sql, params: [] }));
    if (from === 0) statements.push(...firstRows(storeId));
    statements.push({ sql: `PRAGMA user_version = ${from + 1}`, params: [] });
    await driver.commit(statements);
  }
  if (version < steps.length) await driver.checkpoint();
}

/** The id in the database itself; `undefined` in an empty one. */
export function storedId(driver: Pick<SqlDriver, 'all'>): string | undefined {
  const value = driver.all(`SELECT value FROM meta WHERE key = 'store'`)[0]?.['value'];
  return typeof value === 'string' ? value : undefined;
}

function firstRows(storeId: string): Statement[] {
  const rows = [
    ['store', storeId],
    ['revision', '0'],
    ['number', '0'],
  ];
  return rows.map((params) => ({ sql: 'INSERT INTO meta(key, value) VALUES(?, ?)', params }));
}
