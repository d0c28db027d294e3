import { createHash } from 'node:crypto';
import { createNodeIds } from './nodeIds.ts';
import { isGone, machineIdentity, processStart } from './processIdentity.ts';
import { machineName } from './thisUser.ts';

/** Holders of this process that did not leave yet. */
const present = new Set<string>();
const shape = /^\w+ \S+ (\d+) (\S+) ([0-9a-f]{16}) [0-9A-Z]{26}$/;

/** Names a host of runs so that every process of this machine can tell whether it still lives. */
export function createHolder(door: 'cli' | 'editor'): string {
  const host = machineName().replaceAll(/\s/g, '-').slice(0, 64);
  const holder = [door, host, process.pid, processStart(process.pid) ?? '-', machineHash(), createNodeIds().next()].join(' ');
  present.add(holder);
  return holder;
}

/** The host is closed although its process may live on: nothing that it held goes on. */
export function retireHolder(holder: string): void {
  present.delete(holder);
}

/** True only when what holds leases under this name surely is no more. Of another machine nothing is known: its leases run out. */
export function isHolderGone(holder: string): boolean {
  const [, pid, start, machine] = shape.exec(holder) ?? [];
  if (pid === undefined || machine !== machineHash()) return false;
  const of = { pid: Number(pid), start: start === '-' ? null : (start ?? null), machine: machineIdentity() };
  const isHere = of.pid === process.pid && (of.start === null || of.start === processStart(process.pid));
  return isHere ? !present.has(holder) : isGone(of);
}

function machineHash(): string {
  return createHash('sha256').update(machineIdentity()).digest('hex').slice(0, 16);
}
