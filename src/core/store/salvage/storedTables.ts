import { newestSchema, schemaOf } from '../migrations.ts';
import { DatabasePages, type Cell, type ReadTree, type TreeKind } from './databasePages.ts';
import type { StoredValue } from './records.ts';

/** A row of a table, with its values in the order of the columns; columns that came after the row have none. */
export interface StoredRow {
  /** 0 in tables without. */
  readonly rowid: number;
  readonly values: readonly StoredValue[];
  /** Some of it was not as it must be, and is replaced or shown as well as it can be. */
  readonly isBlemished: boolean;
}

/** What could be read of a table. */
export interface StoredTable {
  readonly name: string;
  readonly columns: readonly Column[];
  readonly rows: readonly StoredRow[];
  readonly isSound: boolean;
}

/** What an image of a store says, as far as it can be read. */
export interface StoredTables {
  readonly version: number;
  /** Every page of it was read. */
  readonly isSound: boolean;
  readonly tables: ReadonlyMap<string, StoredTable>;
  /** Entries of an index, which tell what rows there were. */
  readIndex(name: string): ReadTree;
}

/** Looked up by statements, and made anew from the cards. */
const lookUps: ReadonlySet<string> = new Set(['task_search', 'task_dependencies', 'external_refs']);

/** How a column of a table is declared. */
export interface Column {
  readonly name: string;
  readonly type: 'TEXT' | 'INTEGER' | 'REAL' | 'ANY';
  readonly mayBeNull: boolean;
  /** It stands for the row's own number, which no record repeats. */
  readonly isRowid: boolean;
}

interface Root {
  readonly name: string;
  readonly page: number;
  readonly isIndex: boolean;
  readonly sql: string;
}

/** `newer`: only a later version of Rota knows its tables. */
export function readStoredTables(image: Uint8Array): StoredTables | 'newer' {
  const pages = new DatabasePages(image);
  const schema = pages.readTree(1, 'table');
  const roots = schema.cells.flatMap(rootOf);
  const version = versionOf(image, roots);
  if (version === 'newer') return 'newer';
  const tables = new Map<string, StoredTable>();
  const indexes = new Map<string, ReadTree>();
  // Indexes first: what they say is short, and they are asked which rows there were.
  for (const { name, page, isIndex } of roots) if (isIndex) indexes.set(name, pages.readTree(page, 'index'));
  for (const { name, columns, kind } of describedTables(version)) {
    const root = roots.find((each) => each.name === name);
    const tree = root ? pages.readTree(root.page, kind) : nothing;
    if (!lookUps.has(name)) tables.set(name, { name, columns, ...rowsOf(tree, columns) });
  }
  if ([...tables.values()].some(({ isSound }) => !isSound)) addOrphans(pages, tables, version);
  const isSound = schema.isSound && [...tables.values(), ...indexes.values()].every((each) => each.isSound);
  return { version, isSound, tables, readIndex: (name) => indexes.get(name) ?? nothing };
}

const nothing: ReadTree = { cells: [], isSound: false };

function rootOf({ values: [type, name, , page, sql] }: Cell): Root[] {
  if ((type !== 'table' && type !== 'index') || typeof name !== 'string' || typeof page !== 'number') return [];
  return [{ name, page, isIndex: type === 'index', sql: typeof sql === 'string' ? sql : '' }];
}

/** The version whose tables are there. The number in the file's head may be damaged, and so may the text of a table. */
function versionOf(image: Uint8Array, roots: readonly Root[]): number | 'newer' {
  const said = image.length < 64 ? 0 : new DataView(image.buffer, image.byteOffset).getUint32(60);
  const texts = new Set(roots.map(({ sql }) => plain(sql)));
  const share = (version: number): number => schemaOf(version).filter((sql) => texts.has(plain(sql))).length;
  const versions = Array.from({ length: newestSchema }, (_, index) => index + 1).sort((a, b) => share(b) - share(a) || b - a);
  const [best = newestSchema] = versions;
  if (said > newestSchema && share(newestSchema) < schemaOf(newestSchema).length && roots.length > schemaOf(newestSchema).length / 2)
    return 'newer';
  return said >= 1 && said <= newestSchema && share(said) === share(best) ? said : best;
}

function plain(sql: string): string {
  return sql.replace(/\s+/g, ' ').trim();
}

interface Described {
  readonly name: string;
  readonly columns: Column[];
  readonly kind: TreeKind;
}

function describedTables(version: number): Described[] {
  return schemaOf(version).flatMap((sql) => {
    const [, name, body = '', end = ''] = /^CREATE TABLE (\w+)\(([\s\S]*)\) STRICT(.*)$/.exec(sql) ?? [];
    return name === undefined ? [] : [{ name, columns: columnsOf(body), kind: end.includes('WITHOUT ROWID') ? 'index' : 'table' }];
  });
}

function columnsOf(body: string): Column[] {
  const parts = body.replace(/PRIMARY KEY\([^)]*\)/g, '').split(',');
  return parts.flatMap((part) => {
    const [, name, type, rest = ''] = /^\s*(\w+) (TEXT|INTEGER|REAL|ANY)\b(.*)$/s.exec(part) ?? [];
    if (name === undefined) return [];
    const isRowid = type === 'INTEGER' && rest.includes('PRIMARY KEY');
    return [{ name, type: type as Column['type'], mayBeNull: !/NOT NULL|PRIMARY KEY/.test(rest), isRowid }];
  });
}

function rowsOf(tree: ReadTree, columns: readonly Column[]): Pick<StoredTable, 'rows' | 'isSound'> {
  const rows = tree.cells.flatMap((cell) => rowOf(cell, columns, mostWrong) ?? []);
  return { rows, isSound: tree.isSound && rows.length === tree.cells.length };
}

/** A row of which more columns do not fit is no row of that table. */
const mostWrong = 2;

/** The cell as a row of a table, if it can be one. What does not fit its column is left empty. */
function rowOf({ rowid, values, isBlemished }: Cell, columns: readonly Column[], most: number): StoredRow | undefined {
  if (values.length > columns.length || values.length < Math.min(2, columns.length)) return undefined;
  let wrong = 0;
  const fitted = values.map((value, index) => {
    const column = columns[index];
    if (!column || column.isRowid) return rowid;
    if (fits(value, column)) return value;
    wrong++;
    return column.mayBeNull ? null : column.type === 'TEXT' ? '' : 0;
  });
  return wrong > most ? undefined : { rowid, values: fitted, isBlemished: isBlemished || wrong > 0 };
}

function fits(value: StoredValue, { type, mayBeNull }: Column): boolean {
  if (value === null) return mayBeNull;
  if (type === 'TEXT') return typeof value === 'string';
  return type === 'ANY' || (typeof value === 'number' && (type === 'REAL' || Number.isSafeInteger(value)));
}

/** What lies on pages that are reached by no tree goes to the damaged table that it fits. */
function addOrphans(pages: DatabasePages, tables: Map<string, StoredTable>, version: number): void {
  const kinds = new Map(describedTables(version).map(({ name, kind }) => [name, kind]));
  for (const kind of ['table', 'index'] as const) {
    const broken = [...tables.values()].filter(({ name, isSound }) => !isSound && kinds.get(name) === kind);
    const found = new Map<string, StoredRow[]>(broken.map(({ name }) => [name, []]));
    for (const cell of broken.length > 0 ? pages.readOrphans(kind) : []) {
      const table = broken.find(({ name, columns }) => isLike(cell, name, columns));
      const row = table && rowOf(cell, table.columns, 0);
      if (row) found.get(table.name)?.push(row);
    }
    for (const table of broken) tables.set(table.name, { ...table, rows: [...table.rows, ...(found.get(table.name) ?? [])] });
  }
}

/** Rows of cards that were written before a column came are shorter. */
const fewestOfCard = describedTables(1).find(({ name }) => name === 'tasks')?.columns.length ?? 0;
const metaKeys: ReadonlySet<unknown> = new Set(['store', 'revision', 'number']);

function isLike(cell: Cell, name: string, columns: readonly Column[]): boolean {
  const { values } = cell;
  if (values.length < (name === 'tasks' ? fewestOfCard : columns.length) || !rowOf(cell, columns, 0)) return false;
  if (columns[0]?.isRowid) return values[0] === null;
  // Entries of indexes look like rows of small tables.
  if (name === 'meta') return metaKeys.has(values[0]);
  if (name === 'agents') return typeof values[1] === 'string' && values[1].startsWith('{');
  return true;
}
