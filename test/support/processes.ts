import { readdirSync, readFileSync } from 'node:fs';
import { NodeProcessRunner } from '../../src/node/nodeProcessRunner.ts';
import type { ProcessRequest } from '../../src/core/tools/processRunner.ts';

/** Counts living processes by their environment, on its own: it shares no code with the sweep. */
export function countTagged(tag: string): number {
  return readdirSync('/proc').filter((entry) => /^\d+$/.test(entry) && isTagged(entry, tag)).length;
}

function isTagged(entry: string, tag: string): boolean {
  try {
    return readFileSync(`/proc/${entry}/environ`, 'utf8').split('\0').includes(`ROTA_RUN=${tag}`);
  } catch {
    return false;
  }
}

/** Waits until something is so, at most ten seconds. */
export async function until(what: () => boolean): Promise<void> {
  for (let left = 500; !what(); left--) {
    if (left === 0) throw new Error('waited ten seconds in vain');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

export function aRunner(folder: string, host: NodeJS.ProcessEnv = process.env): NodeProcessRunner {
  return new NodeProcessRunner({ roots: [folder], host });
}

/** A shell command with a tag of its own. */
export function aCommand(folder: string, shell: string, more: Partial<ProcessRequest> = {}): ProcessRequest {
  return { command: { shell }, folder, timeLimit: 30_000, tag: `test-${Math.random()}`, ...more };
}
