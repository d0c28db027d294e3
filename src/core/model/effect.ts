import * as z from 'zod';

/** A place in the workspace: folder name and path relative to it, `/` separated, links resolved. */
export const WorkPath = z.strictObject({ root: z.string(), path: z.string() });
export type WorkPath = z.infer<typeof WorkPath>;

/** What a tool call would do to the world, computed from its input before anything happens. The policy sees only this. */
export const Effect = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('read'), at: WorkPath, secret: z.boolean() }),
  z.strictObject({
    kind: z.literal('write'),
    at: WorkPath,
    change: z.enum(['create', 'edit', 'delete']),
    /** A path of the protected list: always asks, single use. */
    protected: z.boolean(),
    /** The editor holds text of this file that was never saved: the change is made to that text, and saved with it. */
    unsaved: z.boolean().optional(),
  }),
  z.strictObject({
    kind: z.literal('command'),
    command: z.string(),
    folder: WorkPath,
    background: z.boolean(),
    /** Files with unsaved changes, which the command will not see. */
    unsaved: z.array(WorkPath).optional(),
  }),
  z.strictObject({ kind: z.literal('question') }),
  z.strictObject({ kind: z.literal('tasks'), change: z.enum(['read', 'propose', 'update']) }),
]);
export type Effect = z.infer<typeof Effect>;

/** How far an approval reaches: this call, or the same effect for the rest of this run. */
export const GrantScope = z.enum(['once', 'run']);
export type GrantScope = z.infer<typeof GrantScope>;
