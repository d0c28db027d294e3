import { parentPort, workerData } from 'node:worker_threads';
import { StoreRequest, type StoreMessage } from '../protocol/storeProtocol.ts';
import { readForeignFile } from './foreignFile.ts';
import { openLocalStore } from './localStore.ts';
import { createStderrLog } from './stderrLog.ts';
import { StoreServer, wireError } from './storeServer.ts';
import { StoreWorkerData } from './storeWorkerData.ts';

/** The thread that a store lives in: the second, small composition root. */

function send(message: StoreMessage): void {
  parentPort?.postMessage(message);
}

async function serve({ folder, storeId, waitForOwner }: Extract<StoreWorkerData, { kind: 'store' }>): Promise<void> {
  const notify = (message: string): void => send({ type: 'notice', message });
  const store = await openLocalStore({ folder, storeId, waitForOwner, notify, log: createStderrLog({ environment: process.env }) });
  store.onDidChange((change) => send({ type: 'change', change: { ...change, tasks: [...change.tasks], runs: [...change.runs] } }));
  const server = new StoreServer(store);
  parentPort?.on('message', (request) => void server.answer(StoreRequest.parse(request)).then(send));
  send({ type: 'opened', storeId: store.storeId, readOnly: store.readOnly ?? null });
}

async function readForeign({ file, mostBytes }: Extract<StoreWorkerData, { kind: 'foreign' }>): Promise<void> {
  send({ type: 'foreign', text: JSON.stringify(await readForeignFile(file, mostBytes)) });
}

const data = StoreWorkerData.parse(workerData);
await (data.kind === 'store' ? serve(data) : readForeign(data)).catch((error: unknown) => send({ type: 'failed', error: wireError(error) }));
