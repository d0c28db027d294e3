import { readdirSync, readFileSync, statSync } from 'node:fs';

export interface Found {
  readonly id: number;
  readonly group: number;
}

interface Living extends Found {
  readonly parent: number;
  readonly environment: string;
}

/**
 * This user's processes, never our own, that carry exactly `name=value` in their environment, and of their children: a
 * program that overwrote or emptied its environment is found while its parent lives. Linux only; elsewhere there is no way to look.
 */
export function findTagged(name: string, value: string): Found[] {
  const mark = `\0${name}=${value}\0`;
  const living = listOwn();
  const found = new Set(living.filter(({ environment }) => environment.includes(mark)).map(({ id }) => id));
  if (found.size === 0) return [];
  for (let before = -1; before < found.size; ) {
    before = found.size;
    for (const { id, parent } of living) if (found.has(parent)) found.add(id);
  }
  return living.filter(({ id }) => found.has(id));
}

function listOwn(): Living[] {
  const user = process.getuid?.();
  const living: Living[] = [];
  for (const entry of readdirSync('/proc')) {
    const id = Number(entry);
    if (!Number.isInteger(id) || id === process.pid) continue;
    try {
      if (statSync(`/proc/${entry}`).uid !== user) continue;
      const stat = readFileSync(`/proc/${entry}/stat`, 'latin1');
      // The name in parentheses may hold anything, so fields are counted after its end: state, parent, group.
      const [state, parent, group] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      if (state === 'Z' || state === 'X') continue;
      living.push({ id, parent: Number(parent), group: Number(group), environment: `\0${readEnvironment(entry)}\0` });
    } catch (error) {
      if (!isGone(error)) throw error;
    }
  }
  return living;
}

/** Empty for a process that hides its environment. */
function readEnvironment(entry: string): string {
  try {
    return readFileSync(`/proc/${entry}/environ`, 'utf8');
  } catch (error) {
    if (isGone(error)) return '';
    throw error;
  }
}

/** Processes end while we look, and some may not be looked at. */
function isGone(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code;
  return code === 'ENOENT' || code === 'ESRCH' || code === 'EACCES' || code === 'EPERM';
}
