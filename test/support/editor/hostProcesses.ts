import { readdirSync, readFileSync } from 'node:fs';

/** A process of this machine, as Linux tells it. */
interface FoundProcess {
  readonly id: number;
  readonly command: string;
}

/** All processes that were started, directly or not, with `entry` (`NAME=value`) in their environment. Empty where there is no `/proc`. */
export function processesWith(entry: string): FoundProcess[] {
  return processIds().flatMap((id) => {
    if (!readProcess(id, 'environ').includes(entry)) return [];
    return [{ id, command: readProcess(id, 'cmdline').join(' ') }];
  });
}

/** Ends them all at once, those that were started meanwhile too. */
export function killProcessesWith(entry: string): void {
  for (let rounds = 0; rounds < 20; rounds++) {
    const found = processesWith(entry);
    if (found.length === 0) return;
    for (const { id } of found) killIfThere(id);
  }
}

/** A process that has ended meanwhile is what was wanted. */
export function killIfThere(id: number): void {
  try {
    process.kill(id, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function processIds(): number[] {
  try {
    return readdirSync('/proc')
      .map(Number)
      .filter((id) => id > 0 && id !== process.pid);
  } catch {
    return [];
  }
}

/** One of the lists of `/proc`; empty for a process that has ended or belongs to somebody else. */
function readProcess(id: number, list: 'environ' | 'cmdline'): string[] {
  try {
    return readFileSync(`/proc/${id}/${list}`, 'utf8').split('\0');
  } catch {
    return [];
  }
}
