import { readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { createNodeIds } from '../../src/node/nodeIds.ts';
import { OwnerLock } from '../../src/node/ownerLock.ts';
import { isGone, machineIdentity, processStart } from '../../src/node/processIdentity.ts';

// Child of ownerLock.test.ts: takes the lock again and again, and says whom it meets inside. A third of the time it dies holding it.
const folder = process.argv[2]!;
const inside = `${folder}/inside`;
const ids = createNodeIds();
const say = (line: string): void => void writeSync(1, `${line}\n`);

for (;;) {
  const { lock } = await OwnerLock.tryAcquire(folder, { token: ids.token() }, { beatMs: 200, staleMs: 5000 });
  if (!lock) {
    await wait(1 + Math.random() * 3);
    continue;
  }
  if (someoneLivesInside()) say('two live holders');
  writeFileSync(inside, JSON.stringify({ pid: process.pid, start: processStart(process.pid), machine: machineIdentity() }));
  say('held');
  await wait(Math.random() * 20);
  if (!lock.held()) say('lost while holding');
  if (Math.random() < 0.33) process.kill(process.pid, 'SIGKILL');
  rmSync(inside);
  lock.release();
}

function someoneLivesInside(): boolean {
  try {
    const other = JSON.parse(readFileSync(inside, 'utf8')) as { pid: number; start: string | null; machine: string };
    return other.pid !== process.pid && !isGone(other);
  } catch {
    return false; // nobody, or someone who was killed while writing it
  }
}
