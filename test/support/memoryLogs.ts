import { createHash } from 'node:crypto';
import type { RunEvent } from '../../src/core/model/runEvent.ts';
import { BlobHash, type RunId } from '../../src/core/model/scalars.ts';
import type { BlobFiles, RunEventLogs } from '../../src/core/store/storeParts.ts';

/** Run logs that live as long as the test. */
export function memoryRunLogs(): RunEventLogs {
  const logs = new Map<RunId, RunEvent[]>();
  return {
    append(run, task, events) {
      const log = logs.get(run) ?? [];
      logs.set(run, log);
      const first = log.length + 1;
      log.push(...events.map(({ at, body }, index): RunEvent => ({ seq: first + index, at, task, body })));
      return first;
    },
    lastSeq: (run) => logs.get(run)?.length ?? 0,
    async sync(run) {
      const log = logs.get(run) ?? [];
      return { eventCount: log.length, logBytes: JSON.stringify(log).length };
    },
    async read(run, after, limit) {
      return (logs.get(run) ?? []).filter((event) => event.seq > after).slice(0, limit);
    },
    async remove(run) {
      logs.delete(run);
    },
  };
}

/** Blobs that live as long as the test. */
export function memoryBlobs(): BlobFiles {
  const blobs = new Map<BlobHash, Uint8Array>();
  return {
    async put(bytes) {
      const hash = BlobHash.parse(createHash('sha256').update(bytes).digest('hex'));
      blobs.set(hash, bytes.slice());
      return hash;
    },
    read: async (hash) => blobs.get(hash),
  };
}
