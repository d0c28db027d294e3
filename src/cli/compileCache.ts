import { lstatSync, mkdirSync } from 'node:fs';
import * as nodeModule from 'node:module';
import { join } from 'node:path';
import { userDataFolder } from '../node/userData.ts';

/**
 * Keeps the compiled code of the command line for its next start. Node runs what lies in such a folder without looking at the source again, so it lies in
 * the user's data folder, where whoever can write could allow any command anyway: never in a workspace, out of reach of the tools of agents. Without a data
 * folder there is no board either, and nothing is kept.
 */
export function keepCompiled(environment: NodeJS.ProcessEnv): void {
  if (nodeModule.enableCompileCache === undefined) return; // Node 20
  try {
    const data = userDataFolder(environment);
    const folder = join(data, 'compiled');
    if (!isOwn(data)) return;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (!isOwn(folder)) return;
    nodeModule.enableCompileCache(folder);
    environment['NODE_COMPILE_CACHE'] ??= folder; // for our threads; what commands of agents start with is made up from nothing
  } catch {
    // It would only have been quicker.
  }
}

/** A plain folder of this user, where nobody else can write. */
function isOwn(folder: string): boolean {
  const found = lstatSync(folder, { throwIfNoEntry: false });
  if (found?.isDirectory() !== true) return false;
  return process.platform === 'win32' || (found.uid === process.getuid?.() && (found.mode & 0o022) === 0);
}
