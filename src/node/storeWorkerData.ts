import * as z from 'zod';

/** What the store's thread is started with. */
export const StoreWorkerData = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('store'), folder: z.string(), storeId: z.string(), waitForOwner: z.number() }),
  /** Reads a store that was made elsewhere, answers its cards and ends. */
  z.strictObject({ kind: z.literal('foreign'), file: z.string(), mostBytes: z.number() }),
]);
export type StoreWorkerData = z.infer<typeof StoreWorkerData>;

/** Bundles pass the place of their own worker file. */
export const defaultStoreWorker = new URL('./storeWorker.ts', import.meta.url);
