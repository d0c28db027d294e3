import { spawn } from 'node:child_process';
import { cp, readFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFiles } from '../support/tempFolder.ts';

const repository = join(import.meta.dirname, '../..');
const configs = ['.dependency-cruiser.cjs', 'biome.json', 'eslint.config.js', 'knip.json', 'tsconfig.json'];
const toolNames = ['@biomejs/biome', '@types/node', 'dependency-cruiser', 'eslint', 'knip', 'node', 'typescript', 'typescript-eslint'];

/** A tiny product that keeps every rule. */
const wellKept: Record<string, string> = {
  'src/core/base/greeting.ts':
    "import * as z from 'zod';\n\nexport const Greeting = z.string().min(1);\nexport type Greeting = z.infer<typeof Greeting>;\n",
  'src/app.ts':
    "import { Greeting } from './core/base/greeting.ts';\n\nexport function greet(text: string): Greeting {\n  return Greeting.parse(text);\n}\n",
  'src/cli/main.ts': "import { greet } from '../app.ts';\n\nprocess.stdout.write(greet('hello'));\n",
  'test/unit/app.test.ts':
    "import { test } from 'node:test';\nimport { greet } from '../../src/app.ts';\n\ntest('greets', () => {\n  greet('hello');\n});\n",
  'test/features.md': featureTable(),
};

/** Lays out a copy of the repository's rules around the tiny product and the given files, and runs the check on it. */
export async function runCheck(
  folder: string,
  planted: Readonly<Record<string, string>>,
): Promise<{ exitCode: number | null; output: string }> {
  await writeFiles(folder, { ...wellKept, 'package.json': await packageJson({}), ...planted });
  for (const config of configs) await cp(join(repository, config), join(folder, config));
  await symlink(join(repository, 'node_modules'), join(folder, 'node_modules'), 'junction');
  const child = spawn(process.execPath, [join(repository, 'scripts/check.ts'), '--root', folder], { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exitCode) => resolve({ exitCode, output }));
  });
}

/** The package file of the tiny product, with more dependencies than it needs. */
export async function packageJson(superfluous: Readonly<Record<string, string>>): Promise<string> {
  const own = JSON.parse(await readFile(join(repository, 'package.json'), 'utf8')) as { devDependencies: Record<string, string> };
  const devDependencies = Object.fromEntries(Object.entries(own.devDependencies).filter(([name]) => toolNames.includes(name)));
  return JSON.stringify({ name: 'tiny', type: 'module', dependencies: { zod: '*', ...superfluous }, devDependencies });
}

/** A table of all features, none of them built; some rows can be replaced. */
export function featureTable(rows: Readonly<Record<string, string>> = {}): string {
  const ids = Array.from({ length: 197 }, (_, index) => `F${String(index + 1).padStart(3, '0')}`);
  return `${ids.map((id) => rows[id] ?? `| ${id} | something | later: something | | |`).join('\n')}\n`;
}
