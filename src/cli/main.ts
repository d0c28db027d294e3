#!/usr/bin/env node
import { version } from './version.ts';

const { argv, stdout } = process;
const args = argv.slice(2);
// A reader that went away (`| head`) is no reason to fail.
stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});
// Programs that look whether Rota is there ask this one thing, and it needs none of the rest.
if (args.length === 1 && args[0] === '--version') stdout.write(`${version}\n`);
else {
  const { runCommandLine } = await import('./commandLine.ts');
  process.exitCode = await runCommandLine(args);
}
