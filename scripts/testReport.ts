import { relative } from 'node:path';
import type { EventData } from 'node:test';
import type { TestEvent } from 'node:test/reporters';
import { inspect } from 'node:util';

/** How a test file ended. */
export interface FileOutcome {
  /** Relative to the repository. */
  readonly path: string;
  readonly passed: boolean;
  readonly seconds: number;
}

/** How a run of test files ended. */
export interface TestOutcome {
  readonly passed: boolean;
  readonly files: readonly FileOutcome[];
  readonly counts: TestCounts;
}

export interface TestCounts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** Prints one line a test file, with the whole story of what failed, and answers how it went. */
export async function reportTests(events: AsyncIterable<TestEvent>, root: string, print: (line: string) => void): Promise<TestOutcome> {
  const files = new Map<string, FileStory>();
  const story = (file: string | undefined): FileStory => {
    const path = file === undefined ? '(no file)' : relative(root, file);
    const known = files.get(path) ?? { path, seconds: 0, told: false, output: '', failures: [], skipped: [] };
    files.set(path, known);
    return known;
  };
  let passed = false;
  let counts: TestCounts = { passed: 0, failed: 0, skipped: 0 };
  for await (const { type, data } of events) {
    if (type === 'test:stdout' || type === 'test:stderr') story(data.file).output += data.message;
    if (type === 'test:fail' && !isEcho(data)) story(testFile(data)).failures.push(describeFailure(data));
    if ((type === 'test:pass' || type === 'test:fail') && isLeftOut(data)) story(testFile(data)).skipped.push(describeSkip(data));
    if (type === 'test:summary' && data.file !== undefined) {
      const file = story(data.file);
      file.told = true;
      file.seconds = data.duration_ms / 1000;
      print(describeFile(file, data.success, `${data.counts.tests} tests  ${file.seconds.toFixed(1)} s`));
    }
    if (type === 'test:summary' && data.file === undefined) {
      passed = data.success;
      counts = countsOf(data);
      // A file that broke off has no summary of its own.
      for (const file of files.values()) if (!file.told && file.failures.length > 0) print(describeFile(file, false, 'broke off'));
    }
  }
  const outcomes = [...files.values()].map(({ path, failures, seconds }) => ({ path, passed: failures.length === 0, seconds }));
  return { passed, files: outcomes, counts };
}

/** The slowest files first, with the seconds that each took. */
export function describeSlowest(files: readonly FileOutcome[], most: number): string {
  const slowest = files.toSorted((a, b) => b.seconds - a.seconds).slice(0, most);
  return slowest.map(({ path, seconds }) => `${seconds.toFixed(1).padStart(7)} s  ${path}`).join('\n');
}

/** The file that was run: a test may be written in another one, from which the first has it. (The types do not know the name yet.) */
function testFile(data: EventData.TestPass | EventData.TestFail): string | undefined {
  return 'entryFile' in data && typeof data.entryFile === 'string' ? data.entryFile : data.file;
}

interface FileStory {
  readonly path: string;
  seconds: number;
  told: boolean;
  output: string;
  readonly failures: string[];
  readonly skipped: string[];
}

function describeFile({ path, failures, skipped, output }: FileStory, success: boolean, note: string): string {
  const line = `${success ? 'ok  ' : 'FAIL'} ${path}  ${note}`;
  const said = success || output.trim() === '' ? [] : ['  It printed:', indent(output.trimEnd())];
  return [line, ...skipped, ...(success ? [] : failures), ...said].join('\n');
}

/** Skipped and unfinished ones count as passed for the runner, and as nothing but skipped for us. */
function countsOf({ counts }: EventData.TestSummary): TestCounts {
  const skipped = counts.skipped + counts.todo;
  return { passed: counts.passed, failed: Math.max(0, counts.tests - counts.passed - skipped), skipped };
}

function describeFailure({ name, details, line }: EventData.TestFail): string {
  const cause = details.error.cause ?? details.error;
  return [
    `  FAILED: ${name}${line === undefined ? '' : ` (line ${line})`}`,
    indent(cause instanceof Error ? (cause.stack ?? cause.message) : inspect(cause)),
  ].join('\n');
}

function describeSkip({ name, skip, todo }: EventData.TestPass | EventData.TestFail): string {
  const reason = skip ?? todo;
  return `  skipped: ${name}${typeof reason === 'string' ? ` (${reason})` : ''}`;
}

function isLeftOut({ skip, todo }: EventData.TestPass | EventData.TestFail): boolean {
  return (skip ?? false) !== false || (todo ?? false) !== false;
}

/** A suite fails because a test in it failed, which is told already. */
function isEcho({ details }: EventData.TestFail): boolean {
  return 'failureType' in details.error && details.error.failureType === 'subtestsFailed';
}

function indent(text: string): string {
  return text.replace(/^/gm, '    ');
}
