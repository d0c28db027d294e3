import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { run } from 'node:test';
import type { TestEvent } from 'node:test/reporters';
import { parseArgs } from 'node:util';
import { reportTests } from './testReport.ts';

// `npm test`: the static check, then every test. `npm run test:fast`: units and flows only.
// File names narrow it: `npm test -- test/unit/core/base/event.test.ts`.
const root = join(import.meta.dirname, '..');
/** What hangs fails after so many milliseconds: one test, and a run of which nothing is heard. */
const limits = { test: 15 * 60_000, silence: 8 * 60_000 };
const { values, positionals } = parseArgs({ options: { fast: { type: 'boolean', default: false } }, allowPositionals: true });

if (values.fast || positionals.length > 0 || runCheck()) await runTests();
else process.exitCode = 1;

function runCheck(): boolean {
  return spawnSync(process.execPath, [join(root, 'scripts/check.ts')], { stdio: 'inherit' }).status === 0;
}

async function runTests(): Promise<void> {
  const files = positionals.length > 0 ? positionals.map((file) => resolve(file)) : findTests(values.fast ? 'test/{unit,flow}' : 'test');
  const inEditor = files.filter((file) => relative(root, file).startsWith(join('test', 'e2e')));
  const others = files.filter((file) => !inEditor.includes(file));
  let passed = true;
  // One editor keeps two processors busy: those tests come last, one file after the other.
  for (const [part, concurrency] of [
    [others, Math.max(2, availableParallelism())],
    [inEditor, 1],
  ] as const) {
    if (part.length === 0) continue;
    const hung = new AbortController();
    const events = run({ files: part, concurrency, timeout: limits.test, signal: hung.signal });
    if (!(await reportTests(watched(events, hung), root, (line) => console.log(line)))) passed = false;
  }
  process.exitCode = passed ? 0 : 1;
}

/** The same events. Ends the run when none has come for too long: a test file that does not end would hold it for ever. */
async function* watched(events: AsyncIterable<TestEvent>, hung: AbortController): AsyncGenerator<TestEvent> {
  const giveUp = (): void => hung.abort(new Error(`Nothing was heard of the tests for ${limits.silence / 60_000} minutes.`));
  const timer = setTimeout(giveUp, limits.silence);
  for await (const event of events) {
    timer.refresh();
    yield event;
  }
  clearTimeout(timer);
}

function findTests(folder: string): string[] {
  const found = globSync(`${folder}/**/*.test.ts`, { cwd: root });
  if (found.length === 0) throw new Error(`there are no tests in ${folder}`);
  return found.sort().map((file) => join(root, file));
}
