import { relative } from 'node:path';
import { inspect } from 'node:util';
import type { EventData } from 'node:test';
import type { TestEvent } from 'node:test/reporters';

/** Prints one line a test file, the whole story of what failed, and a last line that says how it went. True when all passed. */
export async function reportTests(events: AsyncIterable<TestEvent>, root: string, print: (line: string) => void): Promise<boolean> {
  const files = new Map<string, FileStory>();
  const story = (file: string | undefined): FileStory => {
    const path = file === undefined ? '(no file)' : relative(root, file);
    const known = files.get(path) ?? { path, told: false, output: '', failures: [], skipped: [] };
    files.set(path, known);
    return known;
  };
  const start = performance.now();
  let passed = false;
  for await (const { type, data } of events) {
    if (type === 'test:stdout' || type === 'test:stderr') story(data.file).output += data.message;
    if (type === 'test:fail' && !isEcho(data)) story(testFile(data)).failures.push(describeFailure(data));
    if ((type === 'test:pass' || type === 'test:fail') && isLeftOut(data)) story(testFile(data)).skipped.push(describeSkip(data));
    if (type === 'test:summary' && data.file !== undefined) {
      const file = story(data.file);
      file.told = true;
      print(describeFile(file, data.success, `${data.counts.tests} tests  ${(data.duration_ms / 1000).toFixed(1)} s`));
    }
    if (type === 'test:summary' && data.file === undefined) {
      passed = data.success;
      // A file that broke off has no summary of its own.
      for (const file of files.values()) if (!file.told && file.failures.length > 0) print(describeFile(file, false, 'broke off'));
      print(`\n${describeTotal(data, [...files.values()], (performance.now() - start) / 1000)}`);
    }
  }
  return passed;
}

/** The file that was run: a test may be written in another one, from which the first has it. (The types do not know the name yet.) */
function testFile(data: EventData.TestPass | EventData.TestFail): string | undefined {
  return 'entryFile' in data && typeof data.entryFile === 'string' ? data.entryFile : data.file;
}

interface FileStory {
  readonly path: string;
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

function describeTotal({ counts, success }: EventData.TestSummary, files: readonly FileStory[], seconds: number): string {
  const skipped = counts.skipped + counts.todo > 0 ? `, ${counts.skipped + counts.todo} skipped` : '';
  const failed = files.filter((file) => file.failures.length > 0).map((file) => file.path);
  const figures = `${counts.passed} of ${counts.tests} tests passed${skipped}, ${seconds.toFixed(0)} s`;
  return success ? figures : `FAILED: ${figures}. Failures in ${failed.join(', ')}`;
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
