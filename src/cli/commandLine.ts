import { RUN_TAG } from '../node/processes/environment.ts';
import { runAbove } from '../node/processes/runAbove.ts';
import { keepCompiled } from './compileCache.ts';
import { outliving, type Output } from './outputs.ts';
import { reading, working } from './pieces.ts';
import type { Terminal } from './terminal.ts';

/** Carries out what was typed in this process's terminal and folder; answers the exit code. */
export async function runCommandLine(args: readonly string[], output: Output): Promise<number> {
  keepCompiled(process.env);
  const run = runAbove();
  const env = run === undefined ? process.env : { ...process.env, [RUN_TAG]: run };
  // npm starts scripts in the folder of its package; people mean the one they typed in.
  const folder = env['npm_lifecycle_event'] === 'rota' ? (env['INIT_CWD'] ?? workingFolder(env)) : workingFolder(env);
  const { runCli } = await import('./cli.ts');
  return runCli(
    args,
    terminalOf(env, folder, output),
    async (...host) => (await working()).openNodeHost(...host),
    async (...look) => (await reading()).openLookHost(...look),
  );
}

/** The folder of the shell may be gone: then its name is what can be said of it. */
function workingFolder(env: Terminal['env']): string {
  try {
    return process.cwd();
  } catch {
    return env['PWD'] ?? '/';
  }
}

/** Node makes each stream when it is first asked for, and most commands read nothing. */
function terminalOf(env: Terminal['env'], folder: string, { gone }: Output): Terminal {
  return {
    get stdin() {
      return process.stdin;
    },
    get stderr() {
      return outliving(process.stderr);
    },
    stdout: process.stdout,
    outputGone: gone,
    env,
    folder,
  };
}
