import * as z from 'zod';
import { RowReader } from '../rows.ts';
import type { Statement } from '../sqlDriver.ts';
import type { SqlEngine } from '../sqlEngine.ts';
import { schemaVersion } from '../migrations.ts';

/** So far beyond all numbers that were seen the next one is, where nothing tells the last: cards that are gone had numbers too. */
const leap = 100;

const Numbers = z.object({ number: z.number().nullable(), revision: z.number().nullable(), day: z.number().nullable() });

interface Outside {
  readonly storeId: string;
  /** The highest number that a card is known to have had. */
  readonly highestNumber: number;
  readonly at: number;
}

/** Says which store it is, and makes the counters true of what is there: no number is given twice, and whoever has seen the board looks at it anew. */
export function setCounters(engine: SqlEngine, { storeId, highestNumber, at }: Outside): { number: number; isGuess: boolean } {
  const seen = highestSeen(engine);
  const known = metaOf(engine, 'number');
  const highest = Math.max(known ?? 0, seen.number, highestNumber);
  const isGuess = known === undefined;
  const number = isGuess ? highest + leap : highest;
  const revision = Math.max(metaOf(engine, 'revision') ?? 0, seen.revision) + 1;
  const rows: [string, string][] = [
    ['store', storeId],
    ['number', String(number)],
    ['revision', String(revision)],
  ];
  if (schemaVersion(engine) >= 5) {
    rows.push(['day', String(Math.max(metaOf(engine, 'day') ?? 0, seen.day))], ['day_at', String(metaOf(engine, 'day_at') ?? 0)]);
  }
  const actor = JSON.stringify({ kind: 'system', name: 'rota' });
  engine.transact([
    ...rows.map((params): Statement => ({ sql: 'INSERT OR REPLACE INTO meta(key, value) VALUES(?, ?)', params })),
    {
      sql: 'INSERT INTO audit(at, actor, action, entity, outcome, detail) VALUES(?, ?, ?, ?, ?, ?)',
      params: [at, actor, 'salvage', 'board', 'ok', ''],
    },
  ]);
  return { number, isGuess };
}

function metaOf(engine: SqlEngine, key: string): number | undefined {
  const value = engine.all('SELECT value FROM meta WHERE key = ?', [key])[0]?.['value'];
  return typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : undefined;
}

/** What cards, deleted cards and the record of deeds say of numbers that were given. */
function highestSeen(engine: SqlEngine): { number: number; revision: number; day: number } {
  const version = schemaVersion(engine);
  const deleted = version >= 3 ? 'SELECT max(number) FROM deleted_tasks' : 'SELECT 0';
  const [row] = new RowReader(engine).rows(
    Numbers,
    `SELECT max(ifnull((SELECT max(number) FROM tasks), 0), ifnull((${deleted}), 0),
        ifnull((SELECT max(CAST(substr(entity, 6) AS INTEGER)) FROM audit WHERE entity LIKE 'task %'), 0)) AS number,
      max(ifnull((SELECT max(revision) FROM tasks), 0), ifnull((SELECT max(revision) FROM deleted_tasks), 0)) AS revision,
      ${version >= 5 ? '(SELECT max(day) FROM deleted_tasks)' : '0'} AS day`,
  );
  return { number: safe(row?.number), revision: safe(row?.revision), day: safe(row?.day) };
}

/** A damaged row may hold a number that nothing could be counted beyond. */
function safe(value: number | null | undefined): number {
  return value !== null && value !== undefined && value >= 0 && value < 1_000_000_000 ? value : 0;
}
