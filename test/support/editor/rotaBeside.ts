import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { builtCommandLine } from '../builtCommandLine.ts';
import type { EditorServer } from './editorServer.ts';

const execute = promisify(execFile);

/** Runs the command line beside the editor, on a workspace of it and with its data folder; answers what it printed. */
export async function rotaBeside(server: EditorServer, folder: string, ...args: readonly string[]): Promise<string> {
  const { stdout } = await execute(process.execPath, [await builtCommandLine(), '--workspace', folder, ...args], {
    env: { ...process.env, ROTA_DATA_DIR: server.rotaData },
  });
  return stdout;
}
