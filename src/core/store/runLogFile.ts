import * as l10n from '@vscode/l10n';
import type { Clock } from '../base/clock.ts';
import type { Disposable } from '../base/disposable.ts';
import { UserError, messageOf } from '../base/errors.ts';
import { encodeLine } from './logLines.ts';
import type { RunLogReader } from './runLogReader.ts';
import type { FileHandle, StoreFiles } from './storeFiles.ts';
import { writeFully } from './wholeFile.ts';

const WRITE_WITHIN_MS = 50;
const SYNC_WITHIN_MS = 150;

export interface LogPlace {
  readonly files: StoreFiles;
  /** Absolute path of the folder of all logs. */
  readonly folder: string;
  readonly clock: Clock;
  /** Throws the reason for people when this process may not write the store any more. Asked before each write: all owners write the same file. */
  readonly assertOwner?: () => void;
  readonly notify: (message: string) => void;
}

/** The event log of one run, being written. A torn tail is cut on opening. After a failed write it takes nothing more. */
export class RunLogFile {
  readonly #place: LogPlace;
  readonly #path: string;
  readonly #file: FileHandle;
  #seq: number;
  #pending: Uint8Array[] = [];
  #written: number;
  /** -1: what a former process left in the file may not be on disk either. */
  #synced = -1;
  #syncing: Promise<void> | undefined;
  #writeTimer: Disposable | undefined;
  #syncTimer: Disposable | undefined;
  #isDispossessed = false;
  #failure: UserError | undefined;

  constructor(place: LogPlace, path: string, reader: RunLogReader) {
    this.#place = place;
    this.#path = path;
    const { seq, end } = reader.findEnd();
    this.#seq = seq;
    this.#written = end;
    this.#file = openEnd(place, path, end);
  }

  /** Number of the last event. */
  get seq(): number {
    return this.#seq;
  }

  /** Length of the log with all that was appended. */
  get bytes(): number {
    return this.#pending.reduce((sum, line) => sum + line.length, this.#written);
  }

  /** Whether all of it is on disk. */
  get settled(): boolean {
    return this.#pending.length === 0 && this.#synced === this.#written && !this.#syncing;
  }

  /** False after a failed write or sync. */
  get intact(): boolean {
    return this.#failure === undefined;
  }

  /** Queues the line of event `seq`. It is written and synced within moments. */
  append(seq: number, text: string): void {
    this.#assertIntact();
    this.#seq = seq;
    this.#pending.push(encodeLine(text));
    const { clock } = this.#place;
    this.#writeTimer ??= clock.after(WRITE_WITHIN_MS, () => this.#inBackground(() => this.write()));
    this.#syncTimer ??= clock.after(SYNC_WITHIN_MS, () => this.#inBackground(() => this.sync()));
  }

  /** Hands all that is queued to the system, so that readers of the file see it. */
  write(): void {
    this.#writeTimer?.dispose();
    this.#writeTimer = undefined;
    this.#assertIntact();
    const lines = this.#pending;
    this.#pending = [];
    if (lines.length > 0) this.#assertOwner();
    try {
      for (const line of gather(lines)) {
        writeFully(this.#place.files, this.#file, line, null);
        this.#written += line.length;
      }
    } catch (error) {
      throw this.#fail(error);
    }
  }

  /** Resolves when all that was appended before the call is on disk. Callers of the same moment share a sync. */
  async sync(): Promise<void> {
    this.#syncTimer?.dispose();
    this.#syncTimer = undefined;
    this.write();
    const target = this.#written;
    while (this.#synced < target) {
      this.#syncing ??= this.#syncOnce();
      await this.#syncing;
      this.#assertIntact();
    }
  }

  /** Closes the file. What was not synced is not promised. */
  close(): void {
    this.#writeTimer?.dispose();
    this.#syncTimer?.dispose();
    this.#failure ??= new UserError('read-only', l10n.t('The run log {0} is closed.', this.#path));
    this.#place.files.close(this.#file);
  }

  async #syncOnce(): Promise<void> {
    const upTo = this.#written;
    try {
      await this.#place.files.datasync(this.#file);
      this.#synced = upTo;
    } catch (error) {
      this.#fail(error);
    } finally {
      this.#syncing = undefined;
    }
  }

  #assertIntact(): void {
    if (this.#failure) throw this.#failure;
  }

  #assertOwner(): void {
    try {
      this.#place.assertOwner?.();
    } catch (error) {
      this.#isDispossessed = true;
      if (error instanceof UserError) this.#failure ??= error;
      throw error;
    }
  }

  #fail(error: unknown): UserError {
    const message = l10n.t(
      'The run log {0} could not be written: {1}. It takes nothing more until the store is reopened.',
      this.#path,
      messageOf(error),
    );
    return (this.#failure ??= new UserError('read-only', message, { cause: error }));
  }

  /** Nobody awaits a timer: its failure is told, and met again by whoever appends or syncs next. Of a store that may not be written any more everybody hears anyhow. */
  #inBackground(work: () => void | Promise<void>): void {
    void (async () => work())().catch((error: unknown) => {
      if (!this.#isDispossessed) this.#place.notify(messageOf(error));
    });
  }
}

/** Opens for appending right after the last intact line; what follows it was never promised. */
function openEnd({ files, folder }: LogPlace, path: string, end: number): FileHandle {
  const isNew = !files.exists(path);
  if (!isNew) cutTail(files, path, end);
  const file = files.open(path, 'append');
  if (isNew) files.syncFolder(folder);
  return file;
}

function cutTail(files: StoreFiles, path: string, end: number): void {
  const file = files.open(path, 'update');
  try {
    if (files.size(file) <= end) return;
    files.truncate(file, end);
    files.sync(file);
  } finally {
    files.close(file);
  }
}

/** Few large writes instead of one a line. */
function gather(lines: readonly Uint8Array[]): Uint8Array[] {
  if (lines.length <= 1) return [...lines];
  const whole = new Uint8Array(lines.reduce((sum, line) => sum + line.length, 0));
  let at = 0;
  for (const line of lines) {
    whole.set(line, at);
    at += line.length;
  }
  return [whole];
}
