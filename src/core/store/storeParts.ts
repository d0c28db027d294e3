import type { Ids } from '../base/ids.ts';
import type { Log } from '../base/log.ts';
import type { RunEvent, RunEventBody } from '../model/runEvent.ts';
import type { BlobHash, RunId, TaskId } from '../model/scalars.ts';
import type { SqlDriver } from './sqlDriver.ts';

/** Append-only logs beside the database, one a run. */
export interface RunEventLogs {
  /** Numbers the events from the last one on and queues them for the disk; they can be read at once. */
  append(run: RunId, task: TaskId, events: readonly { at: number; body: RunEventBody }[]): number;
  /** Number of the last event. */
  lastSeq(run: RunId): number;
  /** Resolves when all that was appended is on disk; answers the length of the log then. */
  sync(run: RunId): Promise<{ eventCount: number; logBytes: number }>;
  /** Events with a number above `after`. */
  read(run: RunId, after: number, limit: number): Promise<RunEvent[]>;
  remove(run: RunId): Promise<void>;
}

/** Bytes under their hash. */
export interface BlobFiles {
  put(bytes: Uint8Array): Promise<BlobHash>;
  read(hash: BlobHash): Promise<Uint8Array | undefined>;
}

/** What a task store is built from. */
export interface StoreParts {
  readonly driver: SqlDriver;
  readonly logs: RunEventLogs;
  readonly blobs: BlobFiles;
  readonly ids: Ids;
  readonly log: Log;
  readonly storeId: string;
  /** Why nothing may be written, for people. */
  readonly readOnly: string | undefined;
}
