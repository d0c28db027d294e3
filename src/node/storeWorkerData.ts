import * as z from 'zod';
import { threadFile } from './threadFile.ts';

/** What the store's thread is told. */
export const StoreWorkerData = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('store'),
    place: z.strictObject({ root: z.string(), location: z.enum(['workspace', 'user']), folder: z.string(), exists: z.boolean() }),
    dataFolder: z.string(),
    storeId: z.string(),
    key: z.string(),
    state: z.enum(['new', 'unsealed', 'sealed']),
    times: z.strictObject({ beatMs: z.number(), staleMs: z.number() }).exactOptional(),
  }),
  /** Reads a store that was made elsewhere, answers its cards and ends. */
  z.strictObject({ kind: z.literal('foreign'), file: z.string(), mostBytes: z.number() }),
  /** Reads what can be read of a damaged store, answers it and ends. */
  z.strictObject({
    kind: z.literal('salvage'),
    folder: z.string(),
    storeId: z.string(),
    key: z.string(),
    mayBeUnsealed: z.boolean(),
    mostBytes: z.number(),
    highestNumber: z.number(),
    at: z.number(),
  }),
]);
export type StoreWorkerData = z.infer<typeof StoreWorkerData>;

/** What the store's thread starts with. */
export const storeWorkerFile = threadFile('storeWorker', import.meta.url);
