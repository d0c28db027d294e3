import * as z from 'zod';
import { BlobHash, RunId, TaskId, Timestamp } from './scalars.ts';

/** A file that a task produced or was given; its bytes are a blob. */
export const Artifact = z.strictObject({
  id: z.string(),
  task: TaskId,
  run: RunId.nullable(),
  name: z.string().min(1).max(500),
  mediaType: z.string().min(1).max(200),
  size: z.number().int().nonnegative(),
  hash: BlobHash,
  at: Timestamp,
});
export type Artifact = z.infer<typeof Artifact>;
