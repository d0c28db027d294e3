import * as z from 'zod';

/**
 * Why a copy was kept: after a day of use, before an update of the tables, before many cards are deleted, because somebody asked, because the files went
 * from under an open board, before another copy was put in its place.
 */
export const BackupReason = z.enum(['day', 'update', 'bulk', 'asked', 'displaced', 'restore']);
export type BackupReason = z.infer<typeof BackupReason>;

const count = z.number().int().nonnegative();

/** One copy of a board's cards, history and settings. */
export const Backup = z.strictObject({
  /** Its name among the copies of its store. */
  name: z.string().regex(/^[\w.-]{1,80}$/),
  store: z.string(),
  /** The folder that the board was about. */
  root: z.string(),
  madeAt: count,
  reason: BackupReason,
  cards: count,
  number: count,
  revision: count,
  bytes: count,
  sha256: z.string(),
});
export type Backup = z.infer<typeof Backup>;
