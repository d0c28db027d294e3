import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { OwnerLock } from '../src/node/ownerLock.ts';

const RETRY_MS = 250;

/** Does `work` while no other process does its own for the same folder, which is made if it is not there. A process that died holds nobody up. */
export async function oneAtATime<T>(folder: string, work: () => Promise<T>): Promise<T> {
  mkdirSync(folder, { recursive: true });
  const token = randomBytes(32).toString('hex');
  let attempt = await OwnerLock.tryAcquire(folder, { token });
  for (; !attempt.lock; attempt = await OwnerLock.tryAcquire(folder, { token })) await wait(RETRY_MS);
  try {
    return await work();
  } finally {
    attempt.lock.release();
  }
}
