import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { oneAtATime } from '../../../scripts/oneAtATime.ts';
import { endServer, type ServerOptions, type StartedServer, startServer } from './editorServer.ts';

/** Names the folder in which the test runner keeps the servers that its files share; without it each file starts its own. */
export const POOL_VARIABLE = 'ROTA_TEST_EDITORS';

/** A server that belongs to this file of tests until it is given back. */
export interface BorrowedServer {
  readonly started: StartedServer;
  giveBack(): Promise<void>;
}

/** A server of this kind that no other file uses just now: one that an earlier file left, or a new one. */
export async function borrowServer(options: ServerOptions): Promise<BorrowedServer> {
  const pool = process.env[POOL_VARIABLE];
  if (!pool) {
    const started = await startServer(options);
    return { started, giveBack: () => endServer(started) };
  }
  const place = await reserve(pool, kindOf(options));
  const giveBack = (): Promise<void> => rm(`${place}.used`, { force: true });
  const known = `${place}.json`;
  if (existsSync(known)) return { started: JSON.parse(readFileSync(known, 'utf8')) as StartedServer, giveBack };
  try {
    const started = await startServer(options);
    await writeFile(known, JSON.stringify(started));
    return { started, giveBack };
  } catch (error) {
    await giveBack();
    throw error;
  }
}

/** Ends all servers of a pool. */
export async function closePool(pool: string): Promise<void> {
  for (const file of globSync('*.json', { cwd: pool }))
    await endServer(JSON.parse(readFileSync(join(pool, file), 'utf8')) as StartedServer);
  await rm(pool, { recursive: true, force: true });
}

/** The first place of this kind that nobody uses, marked as used. */
async function reserve(pool: string, kind: string): Promise<string> {
  await mkdir(pool, { recursive: true });
  return oneAtATime(pool, async () => {
    for (let number = 1; ; number++) {
      const place = join(pool, `${kind}-${number}`);
      if (existsSync(`${place}.used`)) continue;
      await writeFile(`${place}.used`, '');
      return place;
    }
  });
}

function kindOf({ editor, vsix, restricted, environment }: ServerOptions): string {
  const kind = JSON.stringify([editor, vsix, restricted, environment]);
  return createHash('sha256').update(kind).digest('hex').slice(0, 16);
}
