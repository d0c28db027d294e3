import { Worker } from 'node:worker_threads';
import * as z from 'zod';
import { ToolError, messageOf } from '../../core/base/errors.ts';
import { threadFile } from '../threadFile.ts';
import { lineMatcher, type LineMatch, type LinePattern } from './lineMatching.ts';

/** Longest time for one file, in milliseconds, starting the thread included. */
const FILE_LIMIT = 5_000;
const Matches = z.array(z.strictObject({ line: z.number(), text: z.string() }));

/** Finds matching lines, one text after the other. */
export interface LineFinder {
  find(text: string, limit: number): Promise<readonly LineMatch[]>;
  close(): Promise<void>;
}

/**
 * Literal text is found here; a regular expression from a model may take for ever, so it gets a thread that can be ended. Throws `ToolError` for
 * an expression that is wrong; `find` rejects with one when it takes too long.
 */
export function createLineFinder(pattern: LinePattern, signal: AbortSignal): LineFinder {
  try {
    const find = lineMatcher(pattern);
    return pattern.regex
      ? threadFinder(pattern, signal)
      : { find: (text, limit) => Promise.resolve(find(text, limit)), close: () => Promise.resolve() };
  } catch (error) {
    throw new ToolError(
      `The regular expression is wrong: ${messageOf(error)}. Use JavaScript syntax (no inline flags), or set regex to false.`,
      { cause: error },
    );
  }
}

function threadFinder(pattern: LinePattern, signal: AbortSignal): LineFinder {
  const { text, regex, caseSensitive } = pattern;
  const worker = new Worker(threadFile('searchWorker', import.meta.url), {
    workerData: { text, regex, caseSensitive },
    resourceLimits: { maxOldGenerationSizeMb: 256 },
  });
  // Unheard errors of a thread would end the process; each search hears its own below.
  worker.on('error', () => undefined);
  return {
    find: (content, limit) => ask(worker, { text: content, limit }, signal),
    close: async () => void (await worker.terminate()),
  };
}

function ask(worker: Worker, request: { text: string; limit: number }, signal: AbortSignal): Promise<readonly LineMatch[]> {
  return new Promise((resolve, reject) => {
    const settle = (end: () => void): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      worker.off('message', onMessage).off('error', onError).off('exit', onExit);
      end();
    };
    const onMessage = (message: unknown): void => settle(() => resolve(Matches.parse(message)));
    const onError = (error: unknown): void =>
      settle(() => reject(new ToolError(`The regular expression could not be used: ${messageOf(error)}`)));
    const onExit = (): void => settle(() => reject(new ToolError('The regular expression needs too much memory. Use a simpler one.')));
    const onAbort = (): void => settle(() => reject(signal.reason as Error));
    const tooLong = (): void =>
      settle(() =>
        reject(
          new ToolError(
            'The regular expression takes too long. Use a simpler one, without repeated groups inside repeated groups, or literal text.',
          ),
        ),
      );
    const timer = setTimeout(tooLong, FILE_LIMIT);
    signal.addEventListener('abort', onAbort, { once: true });
    worker.on('message', onMessage).on('error', onError).on('exit', onExit);
    worker.postMessage(request);
  });
}
