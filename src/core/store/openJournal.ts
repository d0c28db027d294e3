import * as l10n from '@vscode/l10n';
import { UserError, messageOf } from '../base/errors.ts';
import {
  enterGeneration,
  named,
  prepareJournal,
  prepareSnapshot,
  removeReplaced,
  setAside,
  type PreparedGeneration,
} from './checkpoint.ts';
import { lookIntoFolder } from './folderContent.ts';
import { lastChange, damaged, loadGeneration, nextEpoch, type Generation } from './generation.ts';
import { JournalDriver, type JournalOptions } from './journalDriver.ts';
import { restore } from './restoreEngine.ts';
import type { SqlDriver } from './sqlDriver.ts';
import { SqlEngine } from './sqlEngine.ts';
import { chooseUnsealed } from './unsealedStore.ts';
import { makeDurableFolder } from './wholeFile.ts';

export interface OpenJournalOptions extends JournalOptions {
  /** Whether an empty store may be made where there is none. Where one was before, that would hide its loss. */
  readonly mayCreate: boolean;
  /** Sees what is in the store, and its last change, before anything is written. What it throws leaves all files as they are. */
  readonly accept?: (engine: Pick<SqlDriver, 'all'>, last: number) => void;
}

/**
 * Opens the store in a folder for writing, or makes an empty one. The caller must hold its lock. Always begins a new epoch of files, so that a former
 * owner that was only paused cannot write into ours. Files of other stores are put aside unread. Throws `damaged` and changes nothing when saved data
 * is not readable.
 */
export async function openJournalDriver(options: OpenJournalOptions): Promise<JournalDriver> {
  const { files, folder, seal } = options;
  const content = lookIntoFolder(files, folder, seal);
  const [newest] = content.own;
  const chosen = newest ? undefined : await chooseUnsealed(options, content.unsealed);
  const found = newest ? loadGeneration(files, folder, newest.generation, seal) : chosen?.generation;
  if (!found && !options.mayCreate) throw filesAreGone(folder);
  const engine = found ? await restore(folder, found) : await SqlEngine.open();
  try {
    if (found) options.accept?.(engine, lastChange(found));
  } catch (error) {
    engine.close();
    if (error instanceof UserError || !found) throw error;
    const path = `${folder}/${found.head.snapshot.file}`;
    throw damaged(path, l10n.t('it is no database that can be read: {0}.', messageOf(error)), error);
  }
  const foreign = [...content.foreign, ...(chosen?.foreign ?? [])];
  const replaced = [...content.own.flatMap(({ names }) => names), ...(found?.names ?? [])];
  try {
    return enter({ options, engine, found }, { foreign, replaced });
  } catch (error) {
    engine.close();
    if (error instanceof UserError) throw error;
    throw new UserError('unavailable', l10n.t('The store in {0} cannot be written: {1}', folder, messageOf(error)), { cause: error });
  }
}

interface Opening {
  readonly options: OpenJournalOptions;
  readonly engine: SqlEngine;
  readonly found: Generation | undefined;
}

function enter({ options, engine, found }: Opening, { foreign, replaced }: { foreign: string[]; replaced: string[] }): JournalDriver {
  const { files, folder, clock, notify } = options;
  if (foreign.length > 0) {
    const aside = setAside(options, foreign, clock.now());
    notify(
      l10n.t('Files that this board does not know lay in {0}: {1}. They were put into {2} and not read.', folder, named(foreign), aside),
    );
  }
  if (!found) makeDurableFolder(files, folder);
  const prepared = found ? takeOver(options, engine, found) : create(options, engine);
  const file = enterGeneration(options, prepared);
  removeReplaced(options, replaced, prepared.head);
  return new JournalDriver(options, engine, { ...prepared, file });
}

function create(options: JournalOptions, engine: SqlEngine): PreparedGeneration {
  const snapshot = prepareSnapshot(options, 0, engine.image());
  return prepareJournal(options, { generation: 0, snapshot }, 0);
}

function takeOver(options: JournalOptions, engine: SqlEngine, { head, base, frames }: Generation): PreparedGeneration {
  const generation = nextEpoch(head.generation);
  const last = frames.at(-1);
  // After a clean end there is nothing to fold in: the new journal continues the same snapshot.
  const snapshot = last ? prepareSnapshot(options, generation, engine.image()) : head.snapshot;
  return prepareJournal(options, { generation, snapshot }, lastChange({ base, frames }));
}

function filesAreGone(folder: string): UserError {
  return new UserError(
    'damaged',
    l10n.t(
      'The files of the board in {0} are gone, so it is not opened: an empty board would only hide that. `rota backup list` shows what can be restored.',
      folder,
    ),
  );
}
