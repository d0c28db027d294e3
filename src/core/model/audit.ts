import * as z from 'zod';
import { Actor } from './actor.ts';
import { Timestamp } from './scalars.ts';

/** Who did what on what, with which outcome. Never holds secrets or file contents. */
export const AuditRecord = z.strictObject({
  seq: z.number().int().positive(),
  at: Timestamp,
  actor: Actor,
  /** Name of the action or store operation. */
  action: z.string().min(1).max(100),
  /** `task 12`, `run 01J…`, `agent coder`. */
  entity: z.string().max(300),
  outcome: z.enum(['ok', 'refused', 'failed']),
  detail: z.string().max(2000),
});
export type AuditRecord = z.infer<typeof AuditRecord>;
