import * as z from 'zod';

/** How a thing that Rota needs is: `note` is good to know and nothing to mend. */
export const HealthState = z.enum(['ok', 'note', 'warning', 'problem']);
export type HealthState = z.infer<typeof HealthState>;

/** What mends a finding. Each door offers it in its own way; `subject` of the finding says of what. */
export const HealthFix = z.enum([
  'open-folder',
  'make-board',
  'trust-workspace',
  'add-agent',
  'choose-model',
  'set-key',
  'open-board-file',
  'move-board',
  'choose-tools',
  'restore-backup',
  'salvage-board',
  'adopt-board',
  'show-log',
  'open-settings',
]);
export type HealthFix = z.infer<typeof HealthFix>;

/** One line of the health list. */
export const HealthFinding = z.strictObject({
  /** Stable, for programs: `board`, `model`. Several findings may share it. */
  id: z.string(),
  title: z.string(),
  state: HealthState,
  /** What was found, in full sentences; for problems, what to do. Never holds a key. */
  detail: z.string(),
  fix: HealthFix.nullable(),
  /** What the fix is about: the name of an agent, an origin. */
  subject: z.string().nullable(),
});
export type HealthFinding = z.infer<typeof HealthFinding>;
