import type { SalvageReport } from '../../model/salvage.ts';
import { journalName } from '../generation.ts';
import { decodeStatements } from '../journalFile.ts';
import { schemaVersion } from '../migrations.ts';
import { RowReader } from '../rows.ts';
import type { Statement } from '../sqlDriver.ts';
import type { SqlEngine } from '../sqlEngine.ts';
import { readTasks } from '../taskReads.ts';
import { taskJsonAt } from '../tasks.ts';
import type { LostCard } from './lostRows.ts';
import { attempt, rebuildStore, type RebuiltStore } from './rebuiltStore.ts';
import { listSources, readImage, type ReadJournal, type SalvagePlace, type SalvageSource } from './salvageSources.ts';
import { setCounters } from './storeCounters.ts';
import { readStoredTables, type StoredTables } from './storedTables.ts';

/** What was read of a damaged store. */
export interface Salvaged {
  /** A whole database with it; `undefined` when nothing of a board could be read. */
  readonly image: Uint8Array | undefined;
  /** The newest generation of the store that is known. */
  readonly generation: number;
  readonly report: Omit<SalvageReport, 'aside'>;
}

interface Found {
  readonly source: SalvageSource;
  readonly isProven: boolean;
  readonly rebuilt: RebuiltStore;
  readonly replayed: Replayed;
  readonly cards: number;
}

export interface SalvageOptions extends SalvagePlace {
  readonly at: number;
  /** The highest number that a card is known to have had from elsewhere. */
  readonly highestNumber: number;
}

/**
 * Reads what can be read of a store whose files are damaged, and makes a whole database of it. All that is in the files is hostile input, but for what is
 * sealed: rows are read as data only, and changes are repeated up to the first that is not proven to be the store's own.
 */
export async function salvageStore(options: SalvageOptions): Promise<Salvaged> {
  const unread: string[] = [];
  const sources = listSources(options, unread);
  const generation = Math.max(0, ...sources.flatMap(({ journals }) => journals.map(({ head }) => head.generation)));
  const found = await findBest(options, sources, unread);
  if (!found) return { image: undefined, generation, report: { ...nothingRead, unread } };
  const { engine } = found.rebuilt;
  try {
    const report = reportOf(found);
    const highestNumber = setCounters(engine, { ...options, storeId: options.seal.storeId });
    if (!found.isProven) engine.transact([agentsOffline]);
    return { image: engine.image(), generation, report: { ...report, highestNumber, unread } };
  } finally {
    engine.close();
  }
}

const nothingRead: Omit<SalvageReport, 'aside' | 'unread'> = {
  files: [],
  isProven: false,
  cards: { brought: 0, damaged: [], unreadable: [], total: null },
  tables: [],
  changes: { repeated: 0, failed: 0 },
  highestNumber: { number: 0, isGuess: true },
};

/** What agents may do may be other than what a person said, where the image may be other than what was written. */
const agentsOffline: Statement = {
  sql: `UPDATE agents SET definition = json_set(definition, '$.offline', json('true')) WHERE json_valid(definition)`,
  params: [],
};

/** The newest state of which nothing is missing, else that with the most cards; of equals the newest. What no journal names counts where nothing else does. */
async function findBest(options: SalvageOptions, sources: readonly SalvageSource[], unread: string[]): Promise<Found | undefined> {
  let best: Found | undefined;
  for (const source of sources) {
    if (best && !source.stored) break;
    const found = await readSource(options, source, unread);
    const isBetter = found && (!best || found.cards > best.cards);
    (isBetter ? best : found)?.rebuilt.engine.close();
    if (isBetter) best = found;
    if (isBetter && found.rebuilt.isNumberKnown && found.rebuilt.lostCards.length === 0) break;
  }
  return best;
}

async function readSource(options: SalvageOptions, source: SalvageSource, unread: string[]): Promise<Found | undefined> {
  const file = readImage(options, source, unread);
  const read = file && readStoredTables(file.image);
  if (!read || read === 'newer' || !isOwn(read, source, options.seal.storeId)) return undefined;
  const rebuilt = await rebuildStore(read);
  const replayed = repeatChanges(rebuilt.engine, source.journals);
  return { source, isProven: file.isProven, rebuilt, replayed, cards: countCards(rebuilt.engine) };
}

/** An image that no sealed journal names may be anybody's: it must say that it is this board's. One that is named must not say another's. */
function isOwn(read: StoredTables, { stored, journals }: SalvageSource, storeId: string): boolean {
  const said = read.tables.get('meta')?.rows.find(({ values }) => values[0] === 'store')?.values[1];
  if (!stored || journals[0]?.head.store === undefined) return said === storeId;
  const isReadable = [...read.tables.values()].some(({ rows, isSound }) => rows.length > 0 || isSound);
  return isReadable && !(typeof said === 'string' && said.length === storeId.length && differences(said, storeId) > mostFlipped);
}

/** In more characters than this, an id is not a damaged one but another. */
const mostFlipped = 8;

function differences(one: string, other: string): number {
  return [...one].filter((character, index) => character !== other[index]).length;
}

interface Replayed {
  readonly repeated: number;
  readonly failed: number;
  /** Ids of cards that a change deleted. */
  readonly deleted: ReadonlySet<unknown>;
}

/** A change that does not fit what could be read of the image is repeated as far as it does: each write says what is true after it. */
function repeatChanges(engine: SqlEngine, journals: readonly ReadJournal[]): Replayed {
  let [repeated, failed] = [0, 0];
  const deleted = new Set<unknown>();
  for (const { frames } of journals) {
    const texts: string[] = [];
    for (const { body } of frames) {
      const statements = statementsOf(body, texts);
      if (!statements) return { repeated, failed: failed + 1, deleted };
      for (const { sql, params } of statements) if (sql === 'DELETE FROM tasks WHERE id = ?') deleted.add(params[0]);
      repeated++;
      if (attempt(engine, statements)) continue;
      const left = statements.filter((statement) => !attempt(engine, [statement]));
      if (left.length > 0) failed++;
    }
  }
  return { repeated, failed, deleted };
}

/** `undefined`: they are none. Only a version without seals can have left such. */
function statementsOf(body: Uint8Array, texts: string[]): Statement[] | undefined {
  try {
    return decodeStatements(body, texts);
  } catch {
    return undefined;
  }
}

function countCards(engine: SqlEngine): number {
  return new RowReader(engine).count('SELECT count(*) AS count FROM tasks');
}

function reportOf({ source, isProven, rebuilt, replayed, cards }: Found): Omit<SalvageReport, 'aside' | 'unread' | 'highestNumber'> {
  const { engine, lostRows, isNumberKnown } = rebuilt;
  const reader = new RowReader(engine);
  const read = readTasks(reader, 'ORDER BY number', [], taskJsonAt(schemaVersion(engine)));
  const there = new Set<unknown>(read.flatMap(({ task }) => [task.id, task.number]));
  const blemished = new Set(rebuilt.blemished);
  const damaged = read.filter(({ task, damage }) => damage || blemished.has(task.id)).map(({ task }) => task.number);
  const isGone = ({ number, id }: LostCard): boolean => !there.has(number) && !there.has(id) && !replayed.deleted.has(id);
  const unreadable = [...new Set(rebuilt.lostCards.filter(isGone).map(({ number, id }) => number ?? id ?? '?'))];
  const tables = [...lostRows].map(([name, lost]) => ({
    name,
    brought: reader.count(`SELECT count(*) AS count FROM ${name}`),
    lost: name === 'tasks' && lost !== null ? unreadable.length : lost,
  }));
  return {
    files: [source.snapshot, ...source.journals.map(({ head }) => journalName(head.generation))],
    isProven,
    cards: { brought: cards, damaged, unreadable, total: isNumberKnown ? cards + unreadable.length : null },
    tables,
    changes: { repeated: replayed.repeated, failed: replayed.failed },
  };
}
