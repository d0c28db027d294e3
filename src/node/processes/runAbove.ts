import { readFileSync } from 'node:fs';
import { RUN_TAG } from './environment.ts';

/**
 * The run whose command started this process, also when a script took the tag out of the environment: some process above still carries it.
 * `undefined`: a person's own process, as far as can be seen. Linux only; a process that gave up all its parents is not recognised: without
 * a sandbox a command has the rights of its user.
 */
export function runAbove(): string | undefined {
  if (process.platform !== 'linux') return process.env[RUN_TAG];
  let id = process.pid;
  while (id > 1) {
    try {
      const tag = readFileSync(`/proc/${id}/environ`, 'utf8')
        .split('\0')
        .find((entry) => entry.startsWith(`${RUN_TAG}=`));
      if (tag !== undefined) return tag.slice(RUN_TAG.length + 1);
      const stat = readFileSync(`/proc/${id}/stat`, 'latin1');
      id = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
    } catch {
      return undefined; // gone, or another user's: nothing to learn
    }
  }
  return undefined;
}
