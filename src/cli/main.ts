#!/usr/bin/env node
import { runCli } from './cli.ts';
import { RUN_TAG } from '../node/processes/environment.ts';
import { runAbove } from '../node/processes/runAbove.ts';
import { openNodeHost } from './nodeHost.ts';

const { stdin, stdout, stderr } = process;
const run = runAbove();
const env = run === undefined ? process.env : { ...process.env, [RUN_TAG]: run };
// npm starts scripts in the folder of its package; people mean the one they typed in.
const folder = env['npm_lifecycle_event'] === 'rota' ? (env['INIT_CWD'] ?? process.cwd()) : process.cwd();
// A reader that went away (`| head`) is no reason to fail.
stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});
process.exitCode = await runCli(process.argv.slice(2), { stdin, stdout, stderr, env, folder }, openNodeHost);
