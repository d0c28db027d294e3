import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { OwnerLock } from '../src/node/ownerLock.ts';

const RETRY_MS = 250;

/** Does `work` while no other process does its own for the same folder. A process that died holds nobody up. */
export async function oneAtATime<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const token = randomBytes(32).toString('hex');
  let attempt = await OwnerLock.tryAcquire(folder, { token });
  for (; !attempt.lock; attempt = await OwnerLock.tryAcquire(folder, { token })) await wait(RETRY_MS);
  try {
    return await work();
  } finally {
    attempt.lock.release();
  }
}
