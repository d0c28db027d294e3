import { Worker } from 'node:worker_threads';
import { UserError } from '../core/base/errors.ts';
import type { StoreMessage } from '../protocol/storeProtocol.ts';
import { errorOfWire } from './storeClient.ts';
import { storeWorkerFile, type StoreWorkerData } from './storeWorkerData.ts';

/** What the thread answers. */
export type ReadMessage = Extract<StoreMessage, { type: 'foreign' }>;

/** Has files that may be hostile read in a thread that is ended when it takes too long or too much memory: then `gaveUp` is the error's sentence. */
export function readInThread(
  data: Exclude<StoreWorkerData, { kind: 'store' }>,
  milliseconds: number,
  gaveUp: string,
): Promise<ReadMessage> {
  const worker = new Worker(storeWorkerFile, { workerData: data, resourceLimits: { maxOldGenerationSizeMb: 1024 } });
  const timer = setTimeout(() => void worker.terminate(), milliseconds);
  const reading = new Promise<ReadMessage>((resolve, reject) => {
    const giveUp = (cause?: unknown): void => reject(new UserError('invalid', gaveUp, { cause }));
    worker.on('message', (message: StoreMessage) => {
      if (message.type === 'foreign') resolve(message);
      if (message.type === 'failed') reject(errorOfWire(message.error));
    });
    worker.on('error', giveUp);
    worker.on('exit', () => giveUp());
  });
  return reading.finally(() => {
    clearTimeout(timer);
    void worker.terminate();
  });
}
