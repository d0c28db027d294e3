#!/usr/bin/env node
import { watchStdout } from './outputs.ts';
import { version } from './version.ts';

const { argv, stdout } = process;
const args = argv.slice(2);
const output = watchStdout(process);
// Programs that look whether Rota is there ask this one thing, and it needs none of the rest.
if (args.length === 1 && args[0] === '--version') stdout.write(`${version}\n`);
else {
  const { runCommandLine } = await import('./commandLine.ts');
  process.exitCode = await runCommandLine(args, output);
}
