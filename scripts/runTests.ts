import { run } from 'node:test';
import type { TestEvent } from 'node:test/reporters';
import { reportTests, type TestOutcome } from './testReport.ts';

/** What hangs fails after so many milliseconds: one test, and a run of which nothing is heard. */
const limits = { test: 15 * 60_000, silence: 12 * 60_000 };

/** How test files are run. */
export interface RunOptions {
  /** Files at once. */
  readonly concurrency: number;
  /** Added to the environment of each. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Leaves the processor to whatever else wants it. */
  readonly inBackground?: boolean;
}

/** Runs test files (absolute paths), each in a process of its own, and prints how each went. */
export async function runTests(root: string, files: readonly string[], options: RunOptions): Promise<TestOutcome> {
  const { concurrency, environment = {}, inBackground = false } = options;
  const hung = new AbortController();
  const events = run({
    files: [...files],
    concurrency,
    env: { ...process.env, ...environment },
    execArgv: inBackground ? ['--import', import.meta.resolve('./inBackground.ts')] : [],
    timeout: limits.test,
    signal: hung.signal,
  });
  return reportTests(watched(events, hung), root, (line) => console.log(line));
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
