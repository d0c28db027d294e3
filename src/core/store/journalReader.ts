import * as l10n from '@vscode/l10n';
import { UserError } from '../base/errors.ts';
import { lookIntoFolder } from './folderContent.ts';
import { lastChange, loadGeneration, type Generation } from './generation.ts';
import type { SqlDriver, SqlRow, SqlValue } from './sqlDriver.ts';
import type { StorePlace } from './checkpoint.ts';

const READ_TRIES = 5;

/** A database that is read. */
export type ReadEngine = Pick<SqlDriver, 'all'> & { close(): void };

/** Opens an image; `undefined` where this machine has no engine of its own for it. */
export type OpenImage = (image: Uint8Array) => ReadEngine | undefined;

/**
 * Opens a store that another process may own and be writing: a picture of this moment that takes no lock and writes nothing.
 * `undefined`: there is no store. Throws `damaged` like the owner would.
 */
export async function openJournalReader({ files, folder, seal }: StorePlace, openImage?: OpenImage): Promise<JournalPicture | undefined> {
  for (let tries = 1; ; tries++) {
    try {
      const { own, unsealed } = lookIntoFolder(files, folder, seal);
      const newest = own[0] ?? unsealed[0];
      if (!newest) return undefined;
      const generation = loadGeneration(files, folder, newest.generation, seal);
      return new JournalReader(await openEngine(folder, generation, openImage), lastChange(generation));
    } catch (error) {
      // The owner may have moved on to its next generation, or written while the journal was being read: look again.
      if (tries === READ_TRIES) throw error;
    }
  }
}

/** What a journal adds is only repeated by the engine that wrote it, which takes its time to load. */
async function openEngine(folder: string, generation: Generation, openImage: OpenImage | undefined): Promise<ReadEngine> {
  const engine = generation.frames.length === 0 ? openImage?.(generation.image) : undefined;
  return engine ?? (await import('./restoreEngine.ts')).restore(folder, generation);
}

/** A database as it was in one moment. */
export interface JournalPicture extends SqlDriver {
  /** The last change that it has. */
  readonly last: number;
}

class JournalReader implements JournalPicture {
  readonly last: number;
  readonly failure = new UserError('read-only', l10n.t('The store was opened for reading only.'));
  readonly #engine: ReadEngine;

  constructor(engine: ReadEngine, last: number) {
    this.#engine = engine;
    this.last = last;
  }

  commit(): Promise<void> {
    return Promise.reject(this.failure);
  }

  checkpoint(): Promise<void> {
    return Promise.reject(this.failure);
  }

  all(sql: string, params?: readonly SqlValue[]): SqlRow[] {
    return this.#engine.all(sql, params);
  }

  close(): Promise<void> {
    this.#engine.close();
    return Promise.resolve();
  }
}
