import { execFile } from 'node:child_process';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);
const program = join(import.meta.dirname, '../node_modules/@vscode/vsce/vsce');
const sizeLimit = 5_000_000;

/** A package that was made, what is in it with sizes, for people, and what is wrong with it. */
export interface VsixReport {
  readonly bytes: number;
  readonly listing: string;
  readonly faults: readonly string[];
}

/** Packs what is built in `root` into the file `vsix`, and compares what is in it with `scripts/vsixFiles.txt`. */
export async function createVsix(root: string, vsix: string): Promise<VsixReport> {
  const listing = await pack(root, vsix);
  const files = (await vsce(root, 'ls', '--no-dependencies')).split('\n').filter(Boolean).sort();
  const { size: bytes } = await stat(vsix);
  const faults = compareFiles(files, await readFile(join(root, 'scripts/vsixFiles.txt'), 'utf8'));
  return { bytes, listing, faults: bytes > sizeLimit ? [...faults, `The package has ${bytes} bytes, allowed are ${sizeLimit}.`] : faults };
}

/** Packs an extension for tests, which needs no home; answers the list of what is in it, for people. */
export async function packFolder(folder: string, vsix: string): Promise<string> {
  return pack(folder, vsix, '--allow-missing-repository');
}

async function pack(folder: string, vsix: string, ...flags: readonly string[]): Promise<string> {
  return vsce(folder, 'package', '--no-dependencies', ...flags, '--skip-license', '--no-rewrite-relative-links', '--out', vsix);
}

/** Says what is wrong in its error; what it prints otherwise is for us to show or not. */
async function vsce(folder: string, ...args: readonly string[]): Promise<string> {
  const { stdout } = await execute(process.execPath, [program, ...args], { cwd: folder, maxBuffer: 2 ** 24 });
  return stdout;
}

/** What is in one of the two and not in the other: a line of the list is a path in which `*` is a name and `#` a hash. */
export function compareFiles(files: readonly string[], list: string): string[] {
  const lines = list.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  const patterns = lines.map((line) => ({ line, expression: patternOf(line) }));
  return [
    ...files
      .filter((file) => !patterns.some(({ expression }) => expression.test(file)))
      .map((file) => `${file} is packed and not in scripts/vsixFiles.txt.`),
    ...patterns
      .filter(({ expression }) => !files.some((file) => expression.test(file)))
      .map(({ line }) => `${line} is in scripts/vsixFiles.txt and nothing such was packed.`),
  ];
}

function patternOf(line: string): RegExp {
  const escaped = line.replace(/[.+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replaceAll('*', '[A-Za-z]+').replaceAll('#', '[A-Z0-9]{8}')}$`);
}
