import * as z from 'zod';
import { storeLocations } from './choices.ts';

/** Where a new board is made: beside the files that it is about, or in the user's data folder, out of reach of agents, networks and sync services. */
export const StoreLocation = z.enum(storeLocations);
export type StoreLocation = z.infer<typeof StoreLocation>;

/** What the owner of the machine sets, for all workspaces. Nothing in a workspace can. */
export const RotaSettings = z.strictObject({
  /** Variables that commands and checks get besides the clean base environment. */
  'command.environment': z.record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/), z.string()).default({}),
  /** Gives commands and checks `CI=1`, as on a build server. */
  'command.ci': z.boolean().default(false),
  /** Runs at once in one workspace. More than one may write the same files at the same time. */
  maxConcurrentRuns: z.number().int().min(1).max(16).default(1),
  storeLocation: StoreLocation.default('workspace'),
});
export type RotaSettings = z.infer<typeof RotaSettings>;
