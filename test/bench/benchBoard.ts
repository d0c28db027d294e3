import { PassThrough } from 'node:stream';
import { runCli } from '../../src/cli/cli.ts';
import { openNodeHost } from '../../src/cli/nodeHost.ts';
import { openStore } from '../../src/node/openStore.ts';
import { findStorePlace } from '../../src/node/storePlace.ts';
import { by, person } from '../support/storeScenario.ts';

/** Makes a board of so many cards, with the titles `Card 1` and so on, in a folder that exists. */
export async function makeBoard(folder: string, dataFolder: string, cards: number): Promise<void> {
  const [stdin, stdout, stderr] = [new PassThrough().end(), new PassThrough(), new PassThrough()];
  const env = { PATH: process.env['PATH'] ?? '', ROTA_DATA_DIR: dataFolder };
  const code = await runCli(['init'], { stdin, stdout, stderr, env, folder }, openNodeHost);
  if (code !== 0) throw new Error(`rota init ended with ${code}: ${String(stderr.read())}`);
  const store = await openStore(findStorePlace(folder), { create: true, dataFolder, notify: console.error });
  for (let number = 1; number <= cards; number += 1) await store.createTask({ title: `Card ${number}` }, 'bench', by(person));
  await store.close();
}
