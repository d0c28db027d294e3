import type { StoredRow, StoredTable, StoredTables } from './storedTables.ts';

/** A card that was there and cannot be read: what an index still says of it. */
export interface LostCard {
  readonly number: number | undefined;
  readonly id: string | undefined;
}

/** The cards of an image, set right by its indexes. */
export interface StoredCards {
  readonly rows: readonly StoredRow[];
  readonly lost: readonly LostCard[];
  /** Whether `lost` names all that are. */
  readonly isNumberKnown: boolean;
}

/** Indexes with an entry for each row, which ends with the number of the row. */
const witnesses: Readonly<Record<string, string>> = {
  task_events: 'task_events_task',
  comments: 'sqlite_autoindex_comments_1',
  artifacts: 'sqlite_autoindex_artifacts_1',
  runs: 'sqlite_autoindex_runs_1',
  requests: 'sqlite_autoindex_requests_1',
  audit: 'audit_entity',
};

/** How many rows of a table could not be read; `null` when that cannot be known. */
export function countLost(read: StoredTables, { name, rows, isSound }: StoredTable): number | null {
  const witness = read.readIndex(witnesses[name] ?? '');
  if (!witness.isSound) return isSound ? 0 : null;
  const there = new Set(rows.map(({ rowid }) => rowid));
  return new Set(witness.cells.map(({ values }) => values.at(-1)).filter((row) => typeof row === 'number' && !there.has(row))).size;
}

/** Compares the rows of cards with the indexes over their numbers and ids, which lie on other pages. */
export function checkCards(read: StoredTables): StoredCards {
  const table = read.tables.get('tasks');
  const [idAt, numberAt] = ['id', 'number'].map((name) => table?.columns.findIndex((column) => column.name === name) ?? -1);
  if (!table || idAt === undefined || numberAt === undefined) return { rows: [], lost: [], isNumberKnown: false };
  const ids = entriesOf(read, 'sqlite_autoindex_tasks_1');
  const numbers = entriesOf(read, 'sqlite_autoindex_tasks_2');
  const rowOfNumber = new Map<unknown, number>([...numbers.byRow].map(([row, number]) => [number, row]));
  const rows = table.rows.map((row): StoredRow => {
    const values = [...row.values];
    const known = numbers.isSound ? numbers.byRow.get(row.rowid) : undefined;
    const elsewhere = numbers.isSound ? rowOfNumber.get(values[numberAt]) : undefined;
    const rowid = elsewhere ?? row.rowid;
    if (elsewhere === undefined && known !== undefined) values[numberAt] = known;
    const id = ids.isSound ? ids.byRow.get(rowid) : undefined;
    if (id !== undefined) values[idAt] = id;
    return { ...row, rowid, values };
  });
  const there = { rows: new Set(rows.map(({ rowid }) => rowid)), numbers: valuesAt(rows, numberAt), ids: valuesAt(rows, idAt) };
  const sound = [ids, numbers].filter(({ isSound }) => isSound);
  const witnesses = sound.length > 0 ? sound : table.isSound ? [] : [ids, numbers];
  const missing = new Set(witnesses.flatMap(({ byRow }) => [...byRow.keys()]).filter((row) => !there.rows.has(row)));
  const lost = [...missing].flatMap((row): LostCard[] => {
    const [number, id] = [numbers.byRow.get(row), ids.byRow.get(row)];
    if (there.numbers.has(number) || there.ids.has(id)) return [];
    return [{ number: typeof number === 'number' ? number : undefined, id: typeof id === 'string' ? id : undefined }];
  });
  return { rows, lost, isNumberKnown: table.isSound || sound.length > 0 };
}

interface Entries {
  readonly byRow: ReadonlyMap<number, string | number>;
  readonly isSound: boolean;
}

function entriesOf(read: StoredTables, index: string): Entries {
  const { cells, isSound } = read.readIndex(index);
  const byRow = new Map<number, string | number>();
  let isOneToOne = true;
  for (const { values } of cells) {
    const [value, row] = values;
    if (value === null || value === undefined || typeof row !== 'number') continue;
    // An entry that was changed to name another row contradicts the entry of that one.
    isOneToOne &&= !byRow.has(row);
    byRow.set(row, value);
  }
  return { byRow, isSound: isSound && isOneToOne };
}

function valuesAt(rows: readonly StoredRow[], at: number): Set<unknown> {
  return new Set(rows.map(({ values }) => values[at]));
}
