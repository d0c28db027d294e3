import type { RunEvent, RunEventBody } from '../model/runEvent.ts';
import type { RunId, TaskId } from '../model/scalars.ts';
import { RunLogFile, type LogPlace } from './runLogFile.ts';
import { RunLogReader } from './runLogReader.ts';
import type { RunEventLogs } from './storeParts.ts';
import { makeDurableFolder } from './wholeFile.ts';

const MOST_OPEN = 64;

/** The event logs of all runs: `runs/<id>.log`. Only the store's owner may append; reading changes nothing. */
export class RunLogs implements RunEventLogs {
  readonly #place: LogPlace;
  readonly #readers = new Map<RunId, RunLogReader>();
  /** In order of use. */
  readonly #open = new Map<RunId, RunLogFile>();

  constructor(place: LogPlace) {
    this.#place = place;
  }

  append(run: RunId, task: TaskId, events: readonly { at: number; body: RunEventBody }[]): number {
    const file = this.#fileOf(run);
    const first = file.seq + 1;
    for (const [index, { at, body }] of events.entries()) {
      const event: RunEvent = { seq: first + index, at, task, body };
      file.append(event.seq, JSON.stringify(event));
    }
    return first;
  }

  lastSeq(run: RunId): number {
    if (!this.#open.has(run) && !this.#place.files.exists(this.#pathOf(run))) return 0;
    return this.#fileOf(run).seq;
  }

  async sync(run: RunId): Promise<{ eventCount: number; logBytes: number }> {
    if (!this.#open.has(run) && !this.#place.files.exists(this.#pathOf(run))) return { eventCount: 0, logBytes: 0 };
    const file = this.#fileOf(run);
    const length = { eventCount: file.seq, logBytes: file.bytes };
    await file.sync();
    return length;
  }

  async read(run: RunId, after: number, limit: number): Promise<RunEvent[]> {
    const file = this.#open.get(run);
    if (file?.intact) file.write();
    return this.#readerOf(run).read(after, limit);
  }

  async remove(run: RunId): Promise<void> {
    this.#forget(run);
    this.#place.files.remove(this.#pathOf(run));
  }

  /** Resolves when all that was appended is on disk and the files are closed. */
  async close(): Promise<void> {
    try {
      await Promise.all([...this.#open.values()].map((file) => file.sync()));
    } finally {
      for (const run of [...this.#open.keys()]) this.#forget(run);
    }
  }

  /** Closes the files as they are: another process writes them now. */
  abandon(): void {
    for (const run of [...this.#open.keys()]) this.#forget(run);
  }

  #fileOf(run: RunId): RunLogFile {
    let file = this.#open.get(run);
    if (!file) {
      this.#closeSettled();
      makeDurableFolder(this.#place.files, this.#place.folder);
      file = new RunLogFile(this.#place, this.#pathOf(run), this.#readerOf(run));
    }
    this.#open.delete(run);
    this.#open.set(run, file);
    return file;
  }

  #readerOf(run: RunId): RunLogReader {
    const reader = this.#readers.get(run) ?? new RunLogReader(this.#place.files, this.#pathOf(run), this.#place.notify);
    this.#readers.set(run, reader);
    return reader;
  }

  #closeSettled(): void {
    for (const [run, file] of this.#open) {
      if (this.#open.size < MOST_OPEN) return;
      if (file.settled) this.#forget(run);
    }
  }

  #forget(run: RunId): void {
    this.#open.get(run)?.close();
    this.#open.delete(run);
    this.#readers.delete(run);
  }

  #pathOf(run: RunId): string {
    return `${this.#place.folder}/${run}.log`;
  }
}
