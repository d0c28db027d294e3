import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BROWSER_VARIABLE, findChromium, serveChromium } from '../test/support/editor/chromium.ts';
import { closePool, POOL_VARIABLE } from '../test/support/editor/serverPool.ts';
import { runTests } from './runTests.ts';
import type { FileOutcome, TestOutcome } from './testReport.ts';

/** Files of one run that may pass only at their second try; more of them are a failure of the run. */
const MOST_FLAKY = 2;
/** Says which try of a file this is: what a failed first try leaves to look at must outlive the second. */
const TRY_VARIABLE = 'ROTA_TEST_TRY';

/** How the tests in the editor ended. */
export interface EditorOutcome extends TestOutcome {
  /** Files that failed, and passed in an editor of their own. */
  readonly flaky: readonly string[];
}

/** Runs files of tests in the editor. They share servers and a browser; a file that fails is run once more by itself in a fresh editor. */
export async function runEditorTests(root: string, files: readonly string[], concurrency: number): Promise<EditorOutcome> {
  const first = await withSharedEditors((environment) => runTests(root, files, { concurrency, environment }));
  const failed = first.files.filter(({ passed }) => !passed).map(({ path }) => path);
  if (failed.length === 0) return { ...first, flaky: [] };
  console.log(`\nOnce more, each in a fresh editor: ${failed.join(', ')}`);
  const again = failed.map((path) => join(root, path));
  const second = await runTests(root, again, { concurrency: 1, environment: { [TRY_VARIABLE]: '2' } });
  return judge(first, second);
}

/** What both tries say together. A file counts as flaky only if all of it passed at the second try. */
export function judge(first: TestOutcome, second: TestOutcome): EditorOutcome {
  const flaky = second.files.filter(({ passed }) => passed).map(({ path }) => path);
  const failed = second.files.filter(({ passed }) => !passed);
  const files = first.files.map((file): FileOutcome => second.files.find(({ path }) => path === file.path) ?? file);
  const counts = {
    ...first.counts,
    failed: second.counts.failed,
    passed: first.counts.passed + first.counts.failed - second.counts.failed,
  };
  return { passed: failed.length === 0 && second.passed && flaky.length <= MOST_FLAKY, files, counts, flaky };
}

/** Does `work` while there are servers and a browser to share for whoever has this environment. */
async function withSharedEditors<T>(work: (environment: Readonly<Record<string, string>>) => Promise<T>): Promise<T> {
  const pool = await mkdtemp(join(tmpdir(), 'rota-editors-'));
  const executable = findChromium();
  const browser = executable === undefined ? undefined : await serveChromium(executable);
  try {
    return await work({ [POOL_VARIABLE]: pool, ...(browser && { [BROWSER_VARIABLE]: browser.wsEndpoint() }) });
  } finally {
    await closePool(pool);
    await browser?.close();
  }
}
