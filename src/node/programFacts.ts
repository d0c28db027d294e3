import type { ProgramFacts } from '../core/health/toolHealth.ts';
import type { LaunchOptions } from './processes/launch.ts';
import { findProgram, findShell } from './processes/programs.ts';
import type { WorkspaceTools } from './tools/workspaceTools.ts';

/** Finds shell and programs where commands of cards would, on the PATH that they get; `tools` are known once there is a board. */
export function createProgramFacts({ roots, environment, host }: LaunchOptions, tools: WorkspaceTools | undefined): ProgramFacts {
  const places = { path: environment?.['PATH'] ?? host['PATH'] ?? host['Path'], untrusted: roots, tools: tools?.inUse() ?? [] };
  // The shell of Windows takes scripts for programs.
  const endings = process.platform === 'win32' ? ['', '.cmd', '.bat'] : [''];
  return {
    findShell: () => findShell(places, host),
    findProgram: (name) => endings.map((ending) => findProgram(`${name}${ending}`, places)).find((place) => place !== undefined),
    findUnused: (name) => tools?.findUnused(name),
    listTools: async () => (await tools?.list()) ?? [],
  };
}
