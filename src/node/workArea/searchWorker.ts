import { parentPort, workerData } from 'node:worker_threads';
import * as z from 'zod';
import { lineMatcher } from './lineMatching.ts';

const Pattern = z.strictObject({ text: z.string(), regex: z.boolean(), caseSensitive: z.boolean() });
const Request = z.strictObject({ text: z.string(), limit: z.number() });

const find = lineMatcher(Pattern.parse(workerData));
parentPort?.on('message', (message: unknown) => {
  const { text, limit } = Request.parse(message);
  parentPort?.postMessage(find(text, limit));
});
