import { RunFile } from '../model/run.ts';
import type { RunId } from '../model/scalars.ts';
import { getHeldRun, getHeldTaskId } from './heldRuns.ts';
import { parseInput } from './parseInput.ts';
import { saveRunFile } from './runFiles.ts';
import type { StoreCore } from './storeCore.ts';
import type { RunKey, TaskStore } from './taskStore.ts';

type FileOperations = Pick<TaskStore, 'recordRunFile' | 'putBlob' | 'readBlob'> & RepeatableAppends;

/** Appends that a caller in another process may repeat when it does not know whether they happened. */
export interface RepeatableAppends {
  /** As in `TaskStore`. With `after`, the number of the event before these, those of them that are in the log already are not appended again. */
  appendRunEvents(key: RunKey, events: RunEvents, durable: boolean, after?: number): Promise<number>;
  /** Number of the last event in a run's log. */
  findLastSeq(run: RunId): Promise<number>;
}

type RunEvents = Parameters<TaskStore['appendRunEvents']>[1];

/** Writing what lies beside the database, run logs and blobs, and the list of files that runs touched. */
export function fileOperations(core: StoreCore): FileOperations {
  const { logs, blobs } = core.parts;
  return {
    async appendRunEvents(key, events, durable, after) {
      core.assertWritable();
      const task = getHeldTaskId(core, key);
      // Only the holder appends, so what stands after `after` are the first of these events.
      const known = after === undefined ? 0 : Math.max(0, logs.lastSeq(key.run) - after);
      const first = logs.append(key.run, task, events.slice(known)) - Math.min(known, events.length);
      if (durable) await logs.sync(key.run);
      return first;
    },

    findLastSeq: async (run) => logs.lastSeq(run),

    async recordRunFile(key, file) {
      getHeldRun(core, key);
      await core.writeSilently([saveRunFile(parseInput(RunFile, { ...file, run: key.run }))]);
    },

    async putBlob(bytes) {
      core.assertWritable();
      return blobs.put(bytes);
    },

    readBlob: (hash) => blobs.read(hash),
  };
}
