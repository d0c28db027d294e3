import { spawnSync } from 'node:child_process';
import { globSync, mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { findChangedTests } from './changedTests.ts';
import { type EditorOutcome, runEditorTests } from './editorTests.ts';
import { runTests } from './runTests.ts';
import { describeSlowest, type FileOutcome, type TestOutcome } from './testReport.ts';

// `npm test`: the static check, then every test. `npm run test:fast`: units and flows only. `npm run test:changed`: what the changes since the last
// commit can reach, without the tests in the editor unless --editor is given. File names narrow it: `npm test -- test/unit/core/base/event.test.ts`.
const root = join(import.meta.dirname, '..');
/** Files of tests in the editor that run at once: two take longer together than one after the other. */
const EDITORS = 1;
const SLOWEST = 10;

const { values, positionals } = parseArgs({
  options: {
    fast: { type: 'boolean', default: false },
    changed: { type: 'boolean', default: false },
    editor: { type: 'boolean', default: false },
    since: { type: 'string', default: 'HEAD' },
  },
  allowPositionals: true,
});
/** Sources that were compiled once are not compiled again by each of the processes. */
process.env['NODE_COMPILE_CACHE'] ??= join(root, 'node_modules/.cache/rota');

const start = performance.now();
const whole = !values.fast && !values.changed && positionals.length === 0;
if (!whole || runCheck()) process.exitCode = (await runAll(selectFiles())) ? 0 : 1;
else process.exitCode = 1;

function runCheck(): boolean {
  return spawnSync(process.execPath, [join(root, 'scripts/check.ts')], { stdio: 'inherit' }).status === 0;
}

/** Absolute paths of the test files that were asked for. */
function selectFiles(): string[] {
  if (positionals.length > 0) return positionals.map((file) => resolve(file));
  if (!values.changed) return findTests(values.fast ? 'test/{unit,flow}' : 'test');
  const { files, why } = findChangedTests(root, values.since);
  const chosen = files.filter((file) => values.editor || !isInEditor(join(root, file)));
  const left = files.length - chosen.length;
  console.log(
    `${why} ${chosen.length} test files can notice.${left > 0 ? ` So can ${left} files of tests in the editor: add "-- --editor".` : ''}`,
  );
  return chosen.map((file) => join(root, file));
}

async function runAll(files: readonly string[]): Promise<boolean> {
  const inEditor = files.filter(isInEditor);
  const others = files.filter((file) => !inEditor.includes(file));
  const concurrency = Math.max(2, availableParallelism());
  // A test in the editor waits much of its time: the others fill that, and must not hold it up.
  const [outcome, edited] = await Promise.all([
    others.length > 0 ? runTests(root, others, { concurrency, inBackground: inEditor.length > 0 }) : undefined,
    inEditor.length > 0 ? runEditorTests(root, inEditor, EDITORS) : undefined,
  ]);
  const outcomes = [outcome, edited].filter((each) => each !== undefined);
  tell(outcomes, edited);
  return outcomes.every(({ passed }) => passed);
}

/** The last lines: where the time went, what failed, what was flaky, and the figures. */
function tell(outcomes: readonly TestOutcome[], edited: EditorOutcome | undefined): void {
  const files = outcomes.flatMap((outcome) => outcome.files);
  const sum = (of: 'passed' | 'failed' | 'skipped'): number => outcomes.reduce((total, { counts }) => total + counts[of], 0);
  if (files.length > SLOWEST) tellSlowest(files);
  const failed = files.filter(({ passed }) => !passed).map(({ path }) => path);
  console.log(
    `\n${failed.length > 0 ? `Failures in ${failed.join(', ')}. ` : ''}It took ${((performance.now() - start) / 1000).toFixed(0)} s.`,
  );
  const flaky = edited?.flaky ?? [];
  if (flaky.length > 0) {
    const where = 'picture and logs of the first try are in .tmp/failed';
    console.log(`Flaky, passed only at the second try: ${flaky.join(', ')} (${where}). More than two of them are a failure.`);
  }
  console.log(`${sum('passed')} passed, ${sum('failed')} failed${sum('skipped') > 0 ? `, ${sum('skipped')} skipped` : ''}`);
}

/** Kept in a file too, for whoever ends with a summary of more than the tests. */
function tellSlowest(files: readonly FileOutcome[]): void {
  const slowest = describeSlowest(files, SLOWEST);
  mkdirSync(join(root, '.tmp'), { recursive: true });
  writeFileSync(join(root, '.tmp/slowestTests.txt'), `${slowest}\n`);
  console.log(`\nThe slowest ${SLOWEST} of ${files.length} files:\n${slowest}`);
}

function isInEditor(file: string): boolean {
  return relative(root, file).startsWith(join('test', 'e2e'));
}

function findTests(folder: string): string[] {
  const found = globSync(`${folder}/**/*.test.ts`, { cwd: root });
  if (found.length === 0) throw new Error(`there are no tests in ${folder}`);
  return found.sort().map((file) => join(root, file));
}
