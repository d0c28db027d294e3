import * as l10n from '@vscode/l10n';
import type { Clock } from '../base/clock.ts';
import type { Disposable } from '../base/disposable.ts';
import { UserError, messageOf } from '../base/errors.ts';
import {
  enterGeneration,
  prepareJournal,
  prepareSnapshot,
  removeReplaced,
  type PreparedGeneration,
  type StorePlace,
} from './checkpoint.ts';
import { lookIntoFolder } from './folderContent.ts';
import { journalName, type JournalHead } from './generation.ts';
import { displaced, takenOver, type HeldLock, type Hold } from './holding.ts';
import type { JournalFile } from './journalFile.ts';
import type { SqlDriver, SqlRow, SqlValue, Statement } from './sqlDriver.ts';
import type { SqlEngine } from './sqlEngine.ts';
import { assertStorable } from './statementLint.ts';

/** When the journal is folded into a new snapshot. */
export interface CheckpointLimits {
  /** At this size of the journal, or half the snapshot if that is more. */
  readonly bytes: number;
  /** When nothing was committed for so long, ... */
  readonly idleMs: number;
  /** ... and the journal has at least this size. */
  readonly idleBytes: number;
}

/** So often the folder is looked at before it counts that no later owner is there. */
const LOOKS = 5;

const DEFAULT_LIMITS: CheckpointLimits = { bytes: 8 * 1024 * 1024, idleMs: 30_000, idleBytes: 256 * 1024 };

export interface JournalOptions extends StorePlace {
  readonly clock: Clock;
  readonly lock: HeldLock;
  /** Gets a sentence for people when something is wrong that does not stop the work. */
  readonly notify: (message: string) => void;
  readonly limits?: Partial<CheckpointLimits>;
}

/** The generation that is being written. */
export interface OpenGeneration {
  readonly head: JournalHead;
  readonly file: JournalFile;
  /** The last transaction in its snapshot. */
  readonly acked: number;
}

interface Waiting {
  readonly seq: number;
  readonly body: Uint8Array;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/** SQLite in memory, made durable by a journal of its transactions and, now and then, a snapshot. Made by `openJournalDriver`. */
export class JournalDriver implements SqlDriver {
  failure: UserError | undefined;
  readonly #options: JournalOptions;
  readonly #engine: SqlEngine;
  readonly #limits: CheckpointLimits;
  #head: JournalHead;
  #file: JournalFile;
  /** The last transaction in memory, the last known to be on disk, and the last in the snapshot. */
  #seq: number;
  #acked: number;
  #inSnapshot: number;
  #queue: Waiting[] = [];
  #flushing: Promise<void> | undefined;
  #limit: number;
  #idleTimer: Disposable | undefined;
  #wasDisplaced = false;

  constructor(options: JournalOptions, engine: SqlEngine, { head, file, acked }: OpenGeneration) {
    this.#options = options;
    this.#engine = engine;
    this.#limits = { ...DEFAULT_LIMITS, ...options.limits };
    this.#head = head;
    this.#file = file;
    this.#seq = this.#acked = this.#inSnapshot = acked;
    this.#limit = this.#usualLimit();
  }

  async commit(statements: readonly Statement[]): Promise<void> {
    this.#assertWritable();
    assertStorable(statements);
    // While a batch is on its way its own look counts.
    if (!this.#flushing) this.#assertStillOwner();
    this.#engine.transact(statements);
    const body = this.#file.encode(statements);
    const durable = new Promise<void>((resolve, reject) => void this.#queue.push({ seq: ++this.#seq, body, resolve, reject }));
    this.#flushing ??= this.#flush();
    return durable;
  }

  all(sql: string, params?: readonly SqlValue[]): SqlRow[] {
    return this.#engine.all(sql, params);
  }

  /** Whether this driver may go on, by its lock and by whether its files are still those that their names lead to. */
  hold(): Hold {
    const { lock } = this.#options;
    // In this order: whoever takes over has the lock before it touches a file, and this process may sleep between the two looks.
    const isInPlace = this.#isInPlace();
    const standing = lock.standing();
    if (standing === 'astray') return 'displaced';
    if (standing === 'held') return isInPlace ? 'held' : 'displaced';
    if (standing === 'taken') return isInPlace || this.#isInherited() ? 'lost' : 'displaced';
    if (this.#isInherited()) return 'lost';
    return isInPlace && lock.retake() ? 'held' : 'displaced';
  }

  /** Whether it refused something because its files were not in place: from then on its memory is ahead of the disk. */
  get wasDisplaced(): boolean {
    return this.#wasDisplaced;
  }

  /** The database as it is in memory, as an SQLite file. */
  image(): Uint8Array {
    return this.#engine.image();
  }

  /** The generation that this driver writes, and its last transaction that is known to be on disk. */
  get written(): { readonly generation: number; readonly base: number } {
    return { generation: this.#head.generation, base: this.#acked };
  }

  async checkpoint(): Promise<void> {
    while (this.#flushing) await this.#flushing;
    this.#assertWritable();
    this.#fold();
    this.#assertWritable();
  }

  async close(): Promise<void> {
    while (this.#flushing) await this.#flushing;
    this.#idleTimer?.dispose();
    if (!this.failure) this.#fold();
    this.#end();
  }

  /** Ends without a write: the files are somebody else's now. */
  async letGo(): Promise<void> {
    while (this.#flushing) await this.#flushing;
    this.#idleTimer?.dispose();
    this.#end();
  }

  #end(): void {
    this.failure ??= new UserError('read-only', l10n.t('The store is closed.'));
    this.#file.close();
    this.#engine.close();
  }

  #assertWritable(): void {
    if (this.failure) throw this.failure;
  }

  /** What is refused is not to be in memory either: it would come back with all that is put back. */
  #assertStillOwner(): void {
    try {
      this.assertOwner('read-only');
    } catch (error) {
      this.#fail(error, [], true);
      throw error;
    }
  }

  /** Throws the reason for people when this process may not write the store any more. */
  assertOwner(code: 'read-only' | 'unavailable'): void {
    const hold = this.hold();
    if (hold === 'lost') throw takenOver(this.#options.folder, code);
    this.#wasDisplaced ||= hold === 'displaced';
    if (hold === 'displaced') throw displaced(this.#options.folder);
  }

  #isInPlace(): boolean {
    try {
      return this.#file.isInPlace();
    } catch {
      return false; // a disk that does not answer
    }
  }

  /** Whether a later owner goes on from all that was acknowledged here. One that found older files, put there meanwhile, does not. */
  #isInherited(): boolean {
    const { files, folder, seal } = this.#options;
    // Whoever writes there may be about to replace the files that are looked at.
    for (let tries = 0; tries < LOOKS; tries++) {
      try {
        const [newest] = lookIntoFolder(files, folder, seal).own;
        if (newest && newest.generation > this.#head.generation && newest.base >= this.#acked) return true;
      } catch {
        // a file that went in this moment, or a disk that does not answer
      }
    }
    return false;
  }

  /** Group commit: all that is queued while one sync runs shares the next. */
  async #flush(): Promise<void> {
    await Promise.resolve(); // callers of this very moment come along
    while (this.#queue.length > 0 && !this.failure) {
      const batch = this.#queue;
      this.#queue = [];
      try {
        this.assertOwner('read-only');
        await this.#file.append(batch, this.#acked);
        this.#acknowledge(batch);
      } catch (error) {
        this.#fail(error, batch);
      }
      if (!this.failure && this.#file.size > this.#limit) this.#fold();
    }
    this.#flushing = undefined;
    this.#awaitIdle();
  }

  #acknowledge(batch: readonly Waiting[]): void {
    this.assertOwner('unavailable');
    this.#acked = batch.at(-1)?.seq ?? this.#acked;
    for (const { resolve } of batch) resolve();
  }

  /**
   * Memory is now ahead of the disk, and a failed sync may have dropped what a second one would call saved: nothing is written or
   * acknowledged any more until the store is reopened from the disk.
   */
  #fail(error: unknown, batch: readonly Waiting[], isHeard = batch.length > 0): void {
    const { folder, notify } = this.#options;
    const told = error instanceof UserError ? error : new UserError('read-only', noMoreWrites(folder, error), { cause: error });
    this.failure = told.code === 'unavailable' ? takenOver(folder, 'read-only') : told;
    for (const { reject } of batch) reject(told);
    for (const { reject } of this.#queue) reject(this.failure);
    this.#queue = [];
    // There may be no caller to hear it. Of files that are gone everybody hears anyhow, and need not hear twice.
    if (!(this.#wasDisplaced && isHeard)) notify(told.message);
  }

  /** Writes a snapshot and starts its journal. Synchronous, and never while a sync runs. What is queued becomes durable with it. */
  #fold(): void {
    if (this.#seq === this.#inSnapshot) return;
    try {
      this.assertOwner('read-only');
    } catch (error) {
      return this.#fail(error, []);
    }
    let prepared: PreparedGeneration;
    try {
      const generation = this.#head.generation + 1;
      const snapshot = prepareSnapshot(this.#options, generation, this.#engine.image());
      prepared = prepareJournal(this.#options, { generation, snapshot }, this.#seq);
    } catch (error) {
      return this.#postpone(error);
    }
    const batch = this.#queue;
    this.#queue = [];
    try {
      this.assertOwner('read-only');
      this.#enter(prepared);
      this.#acknowledge(batch);
    } catch (error) {
      this.#fail(error, batch);
    }
  }

  #enter(prepared: PreparedGeneration): void {
    const replaced = [journalName(this.#head.generation), this.#head.snapshot.file];
    const file = enterGeneration(this.#options, prepared);
    this.#file.close();
    this.#file = file;
    this.#head = prepared.head;
    this.#inSnapshot = this.#acked = this.#seq;
    this.#limit = this.#usualLimit();
    // A new owner may have come meanwhile, whose journal continues the snapshot that is replaced here.
    this.assertOwner('unavailable');
    removeReplaced(this.#options, replaced, prepared.head);
  }

  /** The old generation goes on: its journal holds everything. Tried again at twice the size. */
  #postpone(error: unknown): void {
    this.#limit = Math.max(this.#limit, this.#file.size) * 2;
    const { folder, notify } = this.#options;
    notify(l10n.t('Rota could not tidy up its store in {0}: {1}. Nothing is lost; free some disk space.', folder, messageOf(error)));
  }

  #usualLimit(): number {
    return Math.max(this.#limits.bytes, this.#head.snapshot.bytes / 2);
  }

  #awaitIdle(): void {
    this.#idleTimer?.dispose();
    if (this.failure || this.#file.size < this.#limits.idleBytes) return;
    this.#idleTimer = this.#options.clock.after(this.#limits.idleMs, () => {
      if (!this.#flushing && !this.failure) this.#fold();
    });
  }
}

function noMoreWrites(folder: string, error: unknown): string {
  return l10n.t('The store in {0} could not be written: {1}. Nothing more is saved until it is reopened.', folder, messageOf(error));
}
