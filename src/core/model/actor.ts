import * as z from 'zod';

/** Who did something. Agents act under their name; programs are outsiders at a door. */
export const Actor = z.strictObject({
  kind: z.enum(['person', 'agent', 'program', 'system']),
  name: z.string().min(1).max(200),
});
export type Actor = z.infer<typeof Actor>;

/** Where a text came from. Everything but `user` is data, never an instruction to be obeyed. */
export const Origin = z.enum(['user', 'workspace', 'web', 'mcp', 'mail', 'outside-task', 'rota', 'model']);
export type Origin = z.infer<typeof Origin>;
