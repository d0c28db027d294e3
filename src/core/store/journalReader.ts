import * as l10n from '@vscode/l10n';
import { UserError, messageOf } from '../base/errors.ts';
import { damaged, findGeneration, journalName, loadGeneration, type Generation } from './generation.ts';
import { decodeStatements } from './journalFile.ts';
import type { SqlDriver, SqlRow, SqlValue, Statement } from './sqlDriver.ts';
import { SqlEngine } from './sqlEngine.ts';
import type { StoreFiles } from './storeFiles.ts';

const READ_TRIES = 5;

/** The database as image and journal give it. */
export async function restore(folder: string, { head, image, frames }: Generation): Promise<SqlEngine> {
  const engine = await SqlEngine.open(image);
  try {
    engine.transact(statementsOf(frames));
    return engine;
  } catch (error) {
    engine.close();
    const path = `${folder}/${journalName(head.generation)}`;
    throw damaged(path, l10n.t('a saved change cannot be repeated: {0}.', messageOf(error)), error);
  }
}

function* statementsOf(frames: Generation['frames']): Generator<Statement> {
  const texts: string[] = [];
  for (const frame of frames) yield* decodeStatements(frame.body, texts);
}

/**
 * Opens a store that another process may own and be writing: a picture of this moment that takes no lock and writes nothing.
 * `undefined`: there is no store. Throws `damaged` like the owner would.
 */
export async function openJournalReader(files: StoreFiles, folder: string): Promise<SqlDriver | undefined> {
  for (let tries = 1; ; tries++) {
    try {
      const generation = findGeneration(files, folder);
      if (generation === undefined) return undefined;
      return new JournalReader(await restore(folder, loadGeneration(files, folder, generation)));
    } catch (error) {
      // The owner may have moved on to its next generation, or written while the journal was being read: look again.
      if (tries === READ_TRIES) throw error;
    }
  }
}

class JournalReader implements SqlDriver {
  readonly failure = new UserError('read-only', l10n.t('The store was opened for reading only.'));
  readonly #engine: SqlEngine;

  constructor(engine: SqlEngine) {
    this.#engine = engine;
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
