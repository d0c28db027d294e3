import * as fs from 'node:fs';
import { machineName } from './thisUser.ts';

/** Names the machine, its boot and the process namespace, as far as the system tells: only within one do process numbers compare. */
export function machineIdentity(): string {
  const boot = readOr('/proc/sys/kernel/random/boot_id', machineName());
  return `${boot} ${namespace()}`.trim();
}

/** When a process started, in a form that only compares; `null` where the system does not tell, or there is no such process. */
export function processStart(pid: number): string | null {
  return fieldsOf(pid)?.[19] ?? null;
}

/** True only when that process surely does not run any more. */
export function isGone(of: { pid: number; start: string | null; machine: string }): boolean {
  if (of.machine !== machineIdentity()) return false;
  try {
    process.kill(of.pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ESRCH';
  }
  const fields = fieldsOf(of.pid);
  if (!fields) return false;
  const dead = fields[0] === 'Z' || fields[0] === 'X';
  return dead || (of.start !== null && fields[19] !== of.start);
}

/** What Linux says about a process after its name: state first, start time as the twentieth. */
function fieldsOf(pid: number): string[] | undefined {
  const line = readOr(`/proc/${pid}/stat`, '');
  return line === '' ? undefined : line.slice(line.lastIndexOf(')') + 2).split(' ');
}

function namespace(): string {
  try {
    return fs.readlinkSync('/proc/self/ns/pid');
  } catch {
    return '';
  }
}

function readOr(path: string, otherwise: string): string {
  try {
    return fs.readFileSync(path, 'utf8').trim();
  } catch {
    return otherwise;
  }
}
