import { statSync } from 'node:fs';
import type { ProcessRequest } from '../../core/tools/processRunner.ts';
import { toolVariables } from '../tools/toolVariables.ts';
import { childEnvironment, PROCESS_TAG, RUN_TAG } from './environment.ts';
import { findProgram, findShell, trustedFolders } from './programs.ts';

export interface LaunchOptions {
  /** Folders of the workspace: nothing in them is ever found as a program. */
  readonly roots: readonly string[];
  /** Folders of them that a person lets commands take programs from, as they stand at the time. */
  readonly tools?: () => readonly string[];
  /** Variables that the person's own settings give to every child. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Whether children are told that this is a build server. */
  readonly ci?: boolean;
  /** The environment of this host. */
  readonly host: NodeJS.ProcessEnv;
}

/** A program by absolute path with all it needs. */
export interface Launch {
  readonly program: string;
  readonly args: readonly string[];
  readonly folder: string;
  readonly environment: Record<string, string>;
  /** The arguments are one command line in Windows' own quoting. */
  readonly verbatim: boolean;
}

/** Finds out how to start what was asked for, or says in one sentence why it cannot be started. */
export function prepareLaunch(request: ProcessRequest, options: LaunchOptions, mark: string): Launch | { readonly error: string } {
  const { command, folder } = request;
  if (!isFolder(folder)) return { error: `The folder ${folder} does not exist.` };
  const path = request.environment?.['PATH'] ?? options.environment?.['PATH'] ?? options.host['PATH'] ?? options.host['Path'];
  const tools = options.tools?.() ?? [];
  const places = { path, untrusted: [...options.roots, folder], tools };
  const shell = findShell(places, options.host);
  const environment = childEnvironment({
    host: options.host,
    folders: trustedFolders(places),
    shell,
    ci: options.ci === true,
    additions: [toolVariables(tools), options.environment, request.environment],
    tags: { [RUN_TAG]: request.tag, [PROCESS_TAG]: mark },
  });
  if ('shell' in command) {
    if (shell === undefined) return { error: 'No shell was found outside the workspace (looked for /bin/bash and /bin/sh).' };
    return { program: shell, args: shellArguments(command.shell), folder, environment, verbatim: process.platform === 'win32' };
  }
  const [name, ...args] = command.argv;
  const program = findProgram(name, places);
  if (program === undefined) return { error: `The program ${name} was not found on PATH outside the workspace.` };
  return { program, args, folder, environment, verbatim: false };
}

/** One pipe for both streams keeps the order in which they were written. */
function shellArguments(command: string): string[] {
  return process.platform === 'win32' ? ['/d', '/s', '/c', `"${command}"`] : ['-c', `exec 2>&1; ${command}`];
}

function isFolder(folder: string): boolean {
  return statSync(folder, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
