import * as z from 'zod';
import { HealthFinding, HealthFix } from '../core/model/health.ts';

/** What the health page may ask of the window. */
export const HealthRequest = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('ready') }),
  z.strictObject({ type: z.literal('refresh') }),
  z.strictObject({ type: z.literal('cancel') }),
  /** Puts the list as text into the clipboard. */
  z.strictObject({ type: z.literal('copy') }),
  z.strictObject({ type: z.literal('fix'), fix: HealthFix, subject: z.string().max(500).nullable() }),
  z.strictObject({ type: z.literal('help') }),
]);
export type HealthRequest = z.infer<typeof HealthRequest>;

/** A finding with the words of the button that mends it. */
export const ShownFinding = HealthFinding.extend({ button: z.string().nullable() });
export type ShownFinding = z.infer<typeof ShownFinding>;

/** What the window tells the health page. Always all of it: a hidden page misses messages. */
export const HealthUpdate = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('health'),
    running: z.boolean(),
    /** One line on the whole; empty while the checks go on. */
    summary: z.string(),
    /** Versions, for a report. */
    about: z.string(),
    findings: z.array(ShownFinding),
  }),
  z.strictObject({ type: z.literal('copied') }),
]);
export type HealthUpdate = z.infer<typeof HealthUpdate>;
