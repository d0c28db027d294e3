import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundleCommandLine } from '../../scripts/bundle.ts';
import { builtOnce } from './builtOnce.ts';
import type * as InProcess from './inProcess.ts';

const root = join(import.meta.dirname, '../..');
const within = 'test/support/inProcess.ts';
const sources = [
  'src/**/*.ts',
  'examples/first-card/**/*',
  'scripts/{bundle,lazyBuiltins}.ts',
  within,
  'package.json',
  'package-lock.json',
];

/** The bundled command line as the sources are now, to be started with node. It starts in a fraction of the time that the sources take. */
export async function builtCommandLine(): Promise<string> {
  const make = (path: string): Promise<void> => bundleCommandLine(root, path, { inProcess: within });
  return join(await builtOnce({ folder: 'commandLine', sources, make }), 'cli.js');
}

/** Parts of the same bundle, to be called within a process. */
export async function commandLineInProcess(): Promise<(typeof InProcess)['inProcess']> {
  const path = join(dirname(await builtCommandLine()), 'inProcess.js');
  return ((await import(pathToFileURL(path).href)) as typeof InProcess).inProcess;
}
