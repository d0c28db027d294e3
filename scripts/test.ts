import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { run } from 'node:test';
import { parseArgs } from 'node:util';
import { reportTests } from './testReport.ts';

// `npm test`: the static check, then every test. `npm run test:fast`: units and flows only.
// File names narrow it: `npm test -- test/unit/core/base/event.test.ts`.
const root = join(import.meta.dirname, '..');
const { values, positionals } = parseArgs({ options: { fast: { type: 'boolean', default: false } }, allowPositionals: true });

if (values.fast || positionals.length > 0 || runCheck()) await runTests();
else process.exitCode = 1;

function runCheck(): boolean {
  return spawnSync(process.execPath, [join(root, 'scripts/check.ts')], { stdio: 'inherit' }).status === 0;
}

async function runTests(): Promise<void> {
  const files = positionals.length > 0 ? positionals.map((file) => resolve(file)) : findTests(values.fast ? 'test/{unit,flow}' : 'test');
  const tests = run({ files, concurrency: Math.max(2, availableParallelism()) });
  const passed = await reportTests(tests, root, (line) => console.log(line));
  process.exitCode = passed ? 0 : 1;
}

function findTests(folder: string): string[] {
  const found = globSync(`${folder}/**/*.test.ts`, { cwd: root });
  if (found.length === 0) throw new Error(`there are no tests in ${folder}`);
  return found.sort().map((file) => join(root, file));
}
