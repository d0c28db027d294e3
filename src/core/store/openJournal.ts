import * as l10n from '@vscode/l10n';
import { UserError, messageOf } from '../base/errors.ts';
import { enterGeneration, headAfter, prepareJournal, writeSnapshot } from './checkpoint.ts';
import { findGeneration, loadGeneration, nextEpoch, type Generation, type JournalHead } from './generation.ts';
import { JournalDriver, type JournalOptions } from './journalDriver.ts';
import { restore } from './restoreEngine.ts';
import { SqlEngine } from './sqlEngine.ts';
import { makeDurableFolder } from './wholeFile.ts';

/**
 * Opens the store in a folder for writing, or makes an empty one. The caller must hold its lock. Always begins a new epoch of files, so
 * that a former owner that was only paused cannot write into ours. Throws `damaged` and changes nothing when saved data is not readable.
 */
export async function openJournalDriver(options: JournalOptions): Promise<JournalDriver> {
  const { files, folder } = options;
  const found = findGeneration(files, folder);
  const generation = found === undefined ? undefined : loadGeneration(files, folder, found);
  const engine = generation ? await restore(folder, generation) : await SqlEngine.open();
  try {
    const { head, acked } = generation ? takeOver(options, engine, generation) : create(options, engine);
    return new JournalDriver(options, engine, { head, acked, file: enterGeneration(options, head) });
  } catch (error) {
    engine.close();
    throw new UserError('unavailable', l10n.t('The store in {0} cannot be written: {1}', folder, messageOf(error)), { cause: error });
  }
}

function create(options: JournalOptions, engine: SqlEngine): { head: JournalHead; acked: number } {
  makeDurableFolder(options.files, options.folder);
  const snapshot = writeSnapshot(options, 0, engine.image());
  const head: JournalHead = { format: 1, generation: 0, snapshot, backup: null, backedUpAt: options.clock.now() };
  prepareJournal(options, head, 0);
  return { head, acked: 0 };
}

function takeOver(options: JournalOptions, engine: SqlEngine, { head, base, frames }: Generation): { head: JournalHead; acked: number } {
  const generation = nextEpoch(head.generation);
  const last = frames.at(-1);
  // After a clean end there is nothing to fold in: the new journal continues the same snapshot.
  const snapshot = last ? writeSnapshot(options, generation, engine.image()) : head.snapshot;
  const next = headAfter(head, generation, snapshot, options.clock.now());
  const acked = last?.seq ?? base;
  prepareJournal(options, next, acked);
  return { head: next, acked };
}
