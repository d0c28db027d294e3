import type { JournalOptions } from './journalDriver.ts';
import { loadGeneration, type Generation, type ReadJournalHead } from './generation.ts';
import { SqlEngine } from './sqlEngine.ts';

/** A store of a version that knew no seals, and what lies beside it. */
interface ChosenStore {
  readonly generation: Generation | undefined;
  /** Files of generations that are not this store's. */
  readonly foreign: readonly string[];
}

/**
 * Finds the newest generation of a store from before there were seals, by the id in its image: no journal is repeated for that. The very first generation
 * has an empty image; it counts only where it is alone.
 */
export async function chooseUnsealed(options: JournalOptions, candidates: readonly ReadJournalHead[]): Promise<ChosenStore> {
  const { files, folder, seal } = options;
  const foreign: string[] = [];
  for (const { generation, names } of candidates) {
    const loaded = loadGeneration(files, folder, generation, seal);
    const id = await idInImage(loaded.image);
    if (id === seal.storeId || (id === undefined && candidates.length === 1)) return { generation: loaded, foreign };
    foreign.push(...names);
  }
  return { generation: undefined, foreign };
}

/** The id in a database that may be anybody's: read from a plain table only, so that nothing of it runs. */
async function idInImage(image: Uint8Array): Promise<string | undefined> {
  const engine = await SqlEngine.open(image);
  try {
    const [table] = engine.all(`SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = 'meta'`);
    if (typeof table?.['sql'] !== 'string' || !table['sql'].startsWith('CREATE TABLE meta(')) return undefined;
    const id = engine.all(`SELECT value FROM meta WHERE key = 'store'`)[0]?.['value'];
    return typeof id === 'string' ? id : undefined;
  } finally {
    engine.close();
  }
}
