import { RunFile } from '../model/run.ts';
import { getHeldRun, getHeldTaskId } from './heldRuns.ts';
import { parseInput } from './parseInput.ts';
import { listRunFiles, saveRunFile } from './runFiles.ts';
import type { StoreCore } from './storeCore.ts';
import type { TaskStore } from './taskStore.ts';

type FileOperations = Pick<TaskStore, 'appendRunEvents' | 'readRunEvents' | 'recordRunFile' | 'listRunFiles' | 'putBlob' | 'readBlob'>;

const mostEvents = 10_000;

/** What lies beside the database: run logs and blobs, and the list of files that runs touched. */
export function fileOperations(core: StoreCore): FileOperations {
  const { logs, blobs } = core.parts;
  return {
    async appendRunEvents(key, events, durable) {
      core.assertWritable();
      const first = logs.append(key.run, getHeldTaskId(core, key), events);
      if (durable) await logs.sync(key.run);
      return first;
    },

    readRunEvents: (run, after, limit) => logs.read(run, after, Math.min(limit ?? mostEvents, mostEvents)),

    async recordRunFile(key, file) {
      getHeldRun(core, key);
      await core.writeSilently([saveRunFile(parseInput(RunFile, { ...file, run: key.run }))]);
    },

    listRunFiles: async (run) => listRunFiles(core.reader, run),

    async putBlob(bytes) {
      core.assertWritable();
      return blobs.put(bytes);
    },

    readBlob: (hash) => blobs.read(hash),
  };
}
