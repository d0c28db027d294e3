import * as l10n from '@vscode/l10n';
import { programsOf } from '../../core/rules/commandPrograms.ts';

/** What a shell answers for a program that it does not find. */
const NOT_FOUND = 127;

/** Where a program of some name is. */
export interface ToolSources {
  /** In a folder of the workspace that commands use. */
  findUsed(name: string): string | undefined;
  /** On this machine. */
  findOutside(name: string): string | undefined;
  /** The folder of the workspace that has it and that commands do not use. */
  findUnused(name: string): string | undefined;
  /** Why folders that were allowed are not used now. */
  readonly withheld: readonly string[];
}

/** What a person should know of the programs that a command took, or did not find. */
export function adviceOn(command: string, exitCode: number | undefined, sources: ToolSources): string | undefined {
  const byFolder = new Map<string, string[]>();
  for (const name of programsOf(command)) {
    const folder = sources.findUsed(name) === undefined ? sources.findUnused(name) : undefined;
    if (folder !== undefined) byFolder.set(folder, [...(byFolder.get(folder) ?? []), whereabouts(name, folder, sources.findOutside(name))]);
  }
  const withheld = byFolder.size > 0 || exitCode === NOT_FOUND ? sources.withheld : [];
  const all = [
    ...[...byFolder].map(([folder, words]) => `${words.join(', ')}: ${wayTo(folder)}`),
    ...withheld.map((reason) => l10n.t('{0}; look at it with "rota tools"', reason)),
  ];
  return all.length === 0 ? undefined : all.join('; ');
}

function whereabouts(name: string, folder: string, outside: string | undefined): string {
  return outside === undefined
    ? l10n.t('{0} is in {1}, where checks and commands do not look', name, folder)
    : l10n.t('{0} was {1} and not the one in {2} that your terminal may take', name, outside, folder);
}

/** How commands come to use it, at each door. */
function wayTo(folder: string): string {
  return l10n.t('"rota tools use {0}", or in the editor "Rota: Choose Tools of the Workspace", lets them', folder);
}
