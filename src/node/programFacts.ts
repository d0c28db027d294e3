import type { ProgramFacts } from '../core/health/toolHealth.ts';
import type { LaunchOptions } from './processes/launch.ts';
import { findProgram, findShell } from './processes/programs.ts';

/** Finds shell and programs where commands of cards would: outside the workspace, on the PATH that they get. */
export function createProgramFacts({ roots, environment, host }: LaunchOptions): ProgramFacts {
  const places = { path: environment?.['PATH'] ?? host['PATH'] ?? host['Path'], untrusted: roots };
  // The shell of Windows takes scripts for programs.
  const endings = process.platform === 'win32' ? ['', '.cmd', '.bat'] : [''];
  return {
    findShell: () => findShell(places, host),
    findProgram: (name) => endings.map((ending) => findProgram(`${name}${ending}`, places)).find((place) => place !== undefined),
  };
}
