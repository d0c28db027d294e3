import * as l10n from '@vscode/l10n';
import { messageOf, UserError } from '../core/base/errors.ts';
import { isNewest, migrate, newerVersionReason, schemaVersion, storedId } from '../core/store/migrations.ts';
import { readFacts, type StoreFacts } from '../core/store/storeFacts.ts';
import type { Event } from '../core/base/event.ts';
import { Emitter } from '../core/base/event.ts';
import type { Hold } from '../core/store/holding.ts';
import { openJournalDriver } from '../core/store/openJournal.ts';
import type { JournalDriver } from '../core/store/journalDriver.ts';
import type { SqlDriver } from '../core/store/sqlDriver.ts';
import type { SqlTaskStore } from '../core/store/sqlTaskStore.ts';
import { nodeClock } from './nodeClock.ts';
import { nodeStoreFiles } from './nodeStoreFiles.ts';
import type { OwnerLock } from './ownerLock.ts';
import { openPicture, storeOver, type LocalStoreOptions } from './storePicture.ts';

const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;

/** A store whose files this process writes. */
export interface OwnedStore {
  readonly store: SqlTaskStore;
  /** Whether it may go on writing. */
  hold(): Hold;
  /** Fires when that has changed. */
  readonly onDidChangeHold: Event<Hold>;
  /** What it has in memory. Only while the store is not closed. */
  copy(): StoreCopy;
  /** Whether it has refused something because its files were gone. */
  readonly wasDisplaced: boolean;
  /** Makes everything durable and gives the lock back. */
  close(): Promise<void>;
  /** Lets go of the files as they are: another process owns them now. */
  abandon(): Promise<void>;
}

/** All that a store's database holds. */
export interface StoreCopy {
  readonly image: Uint8Array;
  /** The generation that it is written as, and its last transaction that is known to be on disk. */
  readonly generation: number;
  readonly base: number;
  readonly facts: StoreFacts;
}

/** Opens the store of a folder in this thread, for the holder of its lock. A store of a newer version is only read, and its lock given back. */
export async function openOwnedStore(options: LocalStoreOptions, lock: OwnerLock): Promise<OwnedStore> {
  try {
    return await openWith(options, lock);
  } catch (error) {
    lock.release();
    throw error;
  }
}

async function openWith(options: LocalStoreOptions, lock: OwnerLock): Promise<OwnedStore> {
  const driver = await openDriver(options, lock);
  if (typeof driver === 'string') return pictureOf(options, lock, driver);
  try {
    await bringUpToDate(driver, options);
  } catch (error) {
    await driver.close();
    throw error;
  }
  const assertOwner = (): void => {
    hold(); // so that everybody hears of it at once
    driver.assertOwner('read-only');
  };
  const { logs, store } = storeOver(driver, options, { assertOwner });
  const holds = new Emitter<Hold>();
  let last: Hold = 'held';
  const hold = (): Hold => {
    const now = driver.hold();
    // Files that came back have all that was acknowledged, but not what this driver refused meanwhile.
    const next = now === 'held' && (driver.wasDisplaced || last !== 'held') ? 'lost' : now;
    if (next !== last) setImmediate(() => holds.fire(next)); // whoever asked finishes first
    if (next !== last && next !== 'held') see();
    last = next;
    return next;
  };
  const see = (): void => options.backups.seen.raise({ change: driver.written.base, number: readFacts(driver).number });
  const keepDay = dailyBackup(driver, options);
  keepDay();
  lock.onDidBeat(() => {
    if (hold() === 'held') keepDay();
  });
  const abandon = async (): Promise<void> => {
    holds.dispose();
    see();
    logs.abandon();
    await driver.letGo();
    lock.release();
  };
  const close = async (): Promise<void> => {
    if (driver.hold() !== 'held') return abandon();
    holds.dispose();
    await logs.close();
    const { number } = readFacts(driver);
    await driver.close();
    options.backups.seen.raise({ change: driver.written.base, number });
    lock.release();
  };
  return {
    store: { ...store, close },
    hold,
    get wasDisplaced() {
      return driver.wasDisplaced;
    },
    onDidChangeHold: holds.event,
    copy: () => ({ image: driver.image(), ...driver.written, facts: readFacts(driver) }),
    close,
    abandon,
  };
}

/** The driver, or why the store can only be read. */
async function openDriver(options: LocalStoreOptions, lock: OwnerLock): Promise<JournalDriver | string> {
  let newer: string | undefined;
  const accept = (engine: Pick<SqlDriver, 'all'>, last: number): void => {
    newer = newerVersionReason(schemaVersion(engine));
    if (newer !== undefined) throw new UserError('read-only', newer);
    assertSameStore(engine, options);
    assertNotOlder(options, last);
  };
  try {
    return await openJournalDriver({ ...options, files: nodeStoreFiles, clock: nodeClock, lock, accept });
  } catch (error) {
    if (newer === undefined) throw error;
    return newer;
  }
}

async function pictureOf(options: LocalStoreOptions, lock: OwnerLock, reason: string): Promise<OwnedStore> {
  lock.release();
  const store = await openPicture(options, reason);
  const close = (): Promise<void> => store.close();
  const copy = (): never => {
    throw new UserError('read-only', reason);
  };
  return { store, hold: () => 'held', wasDisplaced: false, onDidChangeHold: new Emitter<Hold>().event, copy, close, abandon: close };
}

/** Keeps a copy after each day on which something changed, looked at now and then. A disk that is full is told once a day, and stops nothing. */
function dailyBackup(driver: JournalDriver, { backups, notify }: LocalStoreOptions): () => void {
  let next = 0;
  return () => {
    if (nodeClock.monotonic() < next) return;
    next = nodeClock.monotonic() + HOUR;
    try {
      backups.keepDay(() => driver.image(), readFacts(driver));
    } catch (error) {
      next += DAY - HOUR;
      notify(l10n.t('No backup of the board could be kept: {0}. The board itself is saved.', messageOf(error)));
    }
  };
}

/** Keeps what an older version wrote before it is changed. */
async function bringUpToDate(driver: JournalDriver, { seal, backups }: LocalStoreOptions): Promise<void> {
  if (schemaVersion(driver) > 0 && !isNewest(driver)) backups.write(driver.image(), 'update', readFacts(driver));
  await migrate(driver, seal.storeId);
}

/** What somebody put there from before would give numbers again that others have, and hide what came after. */
function assertNotOlder({ place, backups }: LocalStoreOptions, last: number): void {
  const { change } = backups.seen.read();
  if (last >= change) return;
  throw new UserError(
    'refused',
    l10n.t(
      'The files of the board in {0} are older than what this machine saw of it: {1} later changes are not in them. `rota backup restore` brings the newest copy; to go on from the older files use `rota adopt`, or in the editor "Rota: Use the Board Found Here".',
      place.root,
      change - last,
    ),
  );
}

/** The id beside the database is checked against this machine's list before anything is opened: it must be this database's. */
function assertSameStore(engine: Pick<SqlDriver, 'all'>, { folder, seal }: LocalStoreOptions): void {
  // A process that died while it made the store may have left it without tables.
  if (schemaVersion(engine) === 0 || storedId(engine) === seal.storeId) return;
  throw new UserError(
    'damaged',
    l10n.t('The files in {0} belong to different stores. Nothing was changed. Put the folder back from a backup.', folder),
  );
}
