import * as z from 'zod';

/** What the owner of the machine sets, for all workspaces. Nothing in a workspace can. */
export const RotaSettings = z.strictObject({
  /** Variables that commands and checks get besides the clean base environment. */
  'command.environment': z.record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/), z.string()).default({}),
  /** Runs at once in one workspace. More than one may write the same files at the same time. */
  maxConcurrentRuns: z.number().int().min(1).max(16).default(1),
});
export type RotaSettings = z.infer<typeof RotaSettings>;
