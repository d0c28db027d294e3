import { emptyTables } from '../migrations.ts';
import { RowReader } from '../rows.ts';
import type { Statement } from '../sqlDriver.ts';
import { SqlEngine } from '../sqlEngine.ts';
import { readTasks } from '../taskReads.ts';
import { saveLookUps, taskJsonAt } from '../tasks.ts';
import { checkCards, countLost, type LostCard } from './lostRows.ts';
import type { Column, StoredRow, StoredTables } from './storedTables.ts';

/** A database made anew of what could be read of another one. */
export interface RebuiltStore {
  readonly engine: SqlEngine;
  /** Rows that could be read and make no row, and those that could not be read, by table; `null` where nothing tells. */
  readonly lostRows: ReadonlyMap<string, number | null>;
  readonly lostCards: readonly LostCard[];
  readonly isNumberKnown: boolean;
  /** Cards of which a part is not as it was. */
  readonly blemished: readonly string[];
}

/** Rows that are put in at once; where one of them cannot be, each by itself. */
const batch = 200;

/** Writes the rows into new tables: no statement that stands in the image is executed, and its indexes are made anew. */
export async function rebuildStore(read: StoredTables): Promise<RebuiltStore> {
  const engine = await SqlEngine.open();
  engine.transact(emptyTables(read.version));
  const cards = checkCards(read);
  const lostRows = new Map<string, number | null>();
  const lostCards = [...cards.lost];
  for (const table of read.tables.values()) {
    const { name, columns } = table;
    if (name === 'meta') continue;
    const rows = name === 'tasks' ? cards.rows : table.rows;
    const refused = insertRows(
      engine,
      rows.map((row) => insertion(name, columns, row)),
    );
    const lost = name === 'tasks' ? lostOf(cards) : countLost(read, table);
    lostRows.set(name, lost === null ? null : lost + refused.length);
    if (name === 'tasks') lostCards.push(...refused.flatMap((index) => cardOf(columns, rows[index])));
  }
  insertMeta(engine, read);
  makeLookUps(engine, read.version);
  const blemished = cards.rows.filter(({ isBlemished }) => isBlemished).map(({ values }) => String(values[0]));
  return { engine, lostRows, lostCards, isNumberKnown: cards.isNumberKnown, blemished };
}

function lostOf({ lost, isNumberKnown }: { lost: readonly LostCard[]; isNumberKnown: boolean }): number | null {
  return isNumberKnown ? lost.length : null;
}

function cardOf(columns: readonly Column[], row: StoredRow | undefined): LostCard[] {
  const value = (name: string): unknown => row?.values[columns.findIndex((column) => column.name === name)];
  const [number, id] = [value('number'), value('id')];
  return [{ number: typeof number === 'number' ? number : undefined, id: typeof id === 'string' ? id : undefined }];
}

function insertion(table: string, columns: readonly Column[], { rowid, values }: StoredRow): Statement {
  const names = columns.slice(0, values.length).map(({ name }) => name);
  const hidden = table === 'tasks';
  const marks = values.map(() => '?').join(', ');
  const sql = `INSERT INTO ${table}(${hidden ? 'rowid, ' : ''}${names.join(', ')}) VALUES(${hidden ? '?, ' : ''}${marks})`;
  return { sql, params: hidden ? [rowid, ...values] : [...values] };
}

/** Answers which could not be put in. */
function insertRows(engine: SqlEngine, statements: readonly Statement[]): number[] {
  const refused: number[] = [];
  for (let start = 0; start < statements.length; start += batch) {
    const some = statements.slice(start, start + batch);
    if (attempt(engine, some)) continue;
    some.forEach((statement, index) => {
      if (!attempt(engine, [statement])) refused.push(start + index);
    });
  }
  return refused;
}

/** Runs all of them, or none: false. */
export function attempt(engine: SqlEngine, statements: readonly Statement[]): boolean {
  try {
    engine.transact(statements);
    return true;
  } catch {
    return false;
  }
}

const numbers = /^(0|[1-9]\d{0,14})$/;

const setMeta = 'INSERT OR REPLACE INTO meta(key, value) VALUES(?, ?)';

/** What the store counts by. What cannot be read is empty, for changes of the journal to fill. */
function insertMeta(engine: SqlEngine, read: StoredTables): void {
  const rows = read.tables.get('meta')?.rows ?? [];
  const known = rows.filter(({ values: [key, value] }) => key !== 'store' && typeof value === 'string' && numbers.test(value));
  const unknown = ['number', 'revision'].map((key) => [key, '']);
  const statements = [...unknown, ...known.map(({ values }) => values)].map((params) => ({ sql: setMeta, params }));
  insertRows(engine, statements);
}

function makeLookUps(engine: SqlEngine, version: number): void {
  const tasks = readTasks(new RowReader(engine), 'ORDER BY number', [], taskJsonAt(version));
  const statements = tasks.flatMap(({ task, damage }) => (damage ? [] : saveLookUps(task)));
  insertRows(engine, statements);
}
