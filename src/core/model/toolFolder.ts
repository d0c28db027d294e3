import * as z from 'zod';

/** A program of a folder in the workspace. */
export const FolderProgram = z.strictObject({
  name: z.string(),
  /** The program of this machine whose place it takes. */
  replaces: z.string().nullable(),
  /** What became of it since a person allowed the folder. */
  change: z.enum(['new', 'changed', 'gone']).nullable(),
});
export type FolderProgram = z.infer<typeof FolderProgram>;

/** A folder of the workspace whose programs commands and checks may take before those of this machine, if a person says so. */
export const ToolFolder = z.strictObject({
  /** As people name it: relative to the workspace, behind the name of its root where there are several. */
  folder: z.string(),
  /** `offered`: nobody allowed it. `withheld`: somebody did, and something has changed that they should see first. */
  state: z.enum(['offered', 'used', 'withheld']),
  programs: z.array(FolderProgram),
  /** Why it is withheld. */
  reason: z.string().nullable(),
  /** Stands for all that was shown of it: a consent is given to this and nothing else. */
  seen: z.string(),
});
export type ToolFolder = z.infer<typeof ToolFolder>;
