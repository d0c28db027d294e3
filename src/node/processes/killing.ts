import { execFile } from 'node:child_process';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { findTagged } from './taggedProcesses.ts';

/** From the first signal until nothing may be left. */
const TOTAL = 2000;
/** For a program to end by itself after TERM. */
const GRACE = 300;
const PAUSE = 20;

/** Can processes be found by their environment here? */
const canFindTagged = process.platform === 'linux';

/**
 * Kills all processes that carry the mark until two looks in a row find none, or two seconds have passed; answers how many are left.
 * A fork between a look and its kill is found by the next look. Where processes cannot be found by environment it does nothing.
 */
export async function killTagged(name: string, value: string, deadline = performance.now() + TOTAL): Promise<number> {
  if (!canFindTagged) return 0;
  for (let empty = 0; ; ) {
    const found = findTagged(name, value);
    for (const { id } of found) signal(id, 'SIGKILL');
    empty = found.length === 0 ? empty + 1 : 0;
    if (empty === 2) return 0;
    if (performance.now() >= deadline) return found.length;
    await wait(empty > 0 ? 1 : PAUSE);
  }
}

/** Asks a process group to end, then kills it and everything that carries the mark; at most two seconds. */
export async function killGroup(group: number, name: string, value: string): Promise<void> {
  const deadline = performance.now() + TOTAL;
  if (process.platform === 'win32') return killWindowsTree(group);
  // First what left the group: once its parents are gone, a process that cleared its environment is not found any more.
  const escaped = canFindTagged ? findTagged(name, value).filter((found) => found.group !== group) : [];
  for (const { id } of escaped) signal(id, 'SIGKILL');
  signal(-group, 'SIGTERM');
  const patience = performance.now() + GRACE;
  while (performance.now() < patience && isAlive(-group)) await wait(PAUSE);
  signal(-group, 'SIGKILL');
  await killTagged(name, value, deadline);
}

/** Is there such a process, or for a negative number a group with a member? */
export function isAlive(id: number): boolean {
  return signal(id, 0);
}

/** Kills a process or, by a negative number, a group at once; it may be gone already. */
export function killNow(id: number): void {
  signal(id, 'SIGKILL');
}

function signal(id: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(id, name);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ESRCH') return false;
    if (code === 'EPERM') return true;
    throw error;
  }
}

/** Windows knows trees only by living parents: what outlives its parent is not found. */
function killWindowsTree(id: number): Promise<void> {
  const program = path.join(process.env['SystemRoot'] ?? 'C:\\Windows', 'System32', 'taskkill.exe');
  return new Promise((resolve) => {
    execFile(program, ['/T', '/F', '/PID', String(id)], { windowsHide: true, timeout: TOTAL }, () => resolve());
  });
}
