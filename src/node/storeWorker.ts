import { parentPort, workerData } from 'node:worker_threads';
import { StoreRequest, type StoreMessage } from '../protocol/storeProtocol.ts';
import { Backups } from './backups.ts';
import { readForeignFile } from './foreignFile.ts';
import { StoreSeat } from './sharing/storeSeat.ts';
import { createStderrLog } from './stderrLog.ts';
import { wireError } from './storeServer.ts';
import { createStoreSeal } from './storeSeal.ts';
import { StoreWorkerData } from './storeWorkerData.ts';

/** The thread that a store lives in, or the connection to the process that has it: the second, small composition root. */

function send(message: StoreMessage): void {
  parentPort?.postMessage(message);
}

async function serve({ place, dataFolder, storeId, key, state, times }: Extract<StoreWorkerData, { kind: 'store' }>): Promise<void> {
  const seat = new StoreSeat(
    {
      folder: place.folder,
      place,
      backups: new Backups({ dataFolder, storeId, root: place.root }),
      seal: createStoreSeal({ storeId, key, mayBeUnsealed: state === 'unsealed' }),
      mayCreate: state === 'new',
      notify: (message) => send({ type: 'notice', message }),
      log: createStderrLog({ environment: process.env }),
    },
    times,
  );
  seat.onMessage(send);
  const answer = async (request: StoreRequest): Promise<StoreMessage> => {
    if (request.operation !== 'close') return seat.answer(request);
    await seat.close();
    return { type: 'answer', id: request.id, result: 'null' };
  };
  const opened = await seat.open();
  parentPort?.on('message', (request) => void answer(StoreRequest.parse(request)).then(send));
  const { readOnly, displaced } = opened;
  send({ type: 'opened', storeId: opened.storeId, readOnly: readOnly ?? null, displaced });
}

async function readForeign({ file, mostBytes }: Extract<StoreWorkerData, { kind: 'foreign' }>): Promise<void> {
  send({ type: 'foreign', text: JSON.stringify(await readForeignFile(file, mostBytes)) });
}

/** What that takes is loaded for it alone: every board is opened by this thread. */
async function salvage(data: Extract<StoreWorkerData, { kind: 'salvage' }>): Promise<void> {
  const { salvageFiles } = await import('./salvageFiles.ts');
  const { image, ...read } = await salvageFiles(data);
  send({ type: 'foreign', text: JSON.stringify(read), ...(image && { image }) });
}

function start(data: StoreWorkerData): Promise<void> {
  switch (data.kind) {
    case 'store':
      return serve(data);
    case 'foreign':
      return readForeign(data);
    case 'salvage':
      return salvage(data);
  }
}

await start(StoreWorkerData.parse(workerData)).catch((error: unknown) => send({ type: 'failed', error: wireError(error) }));
