import * as z from 'zod';
import type { BoardCard } from './boardCard.ts';
import type { Priority } from './taskStatus.ts';

const units = { m: 60_000, h: 60 * 60_000, d: 24 * 60 * 60_000, w: 7 * 24 * 60 * 60_000 };

/** A length of time as people write it: `90m`, `4h`, `2d`, `1w`. */
const Duration = z
  .string()
  .regex(/^[1-9]\d{0,3}[mhdw]$/, 'must be a number of minutes, hours, days or weeks, such as "90m", "4h", "2d" or "1w"');

/** How long a card of each priority may take from its creation on. A priority that is not named has no due time. */
export const ServiceLevels = z
  .strictObject({ P0: Duration, P1: Duration, P2: Duration, P3: Duration } satisfies Record<Priority, typeof Duration>)
  .partial();
export type ServiceLevels = z.infer<typeof ServiceLevels>;

/** When a card is due. */
export interface Due {
  readonly at: number;
  /** True when it follows from the priority, not from what somebody set. */
  readonly fromPriority: boolean;
  readonly overdue: boolean;
}

/**
 * When a card is due: at the time that was set on it, else when its priority says. Derived each time it is asked, so that it follows
 * the priority and the board's file; it is shown and never sorts. What has ended is not overdue.
 */
export function dueOf(
  card: Pick<BoardCard, 'due' | 'priority' | 'status' | 'createdAt'>,
  levels: ServiceLevels | undefined,
  now: number,
): Due | undefined {
  const level = levels?.[card.priority];
  const at = card.due ?? (level === undefined ? undefined : card.createdAt + milliseconds(level));
  if (at === undefined) return undefined;
  const ended = card.status === 'done' || card.status === 'failed' || card.status === 'canceled';
  return { at, fromPriority: card.due === null, overdue: !ended && at < now };
}

function milliseconds(duration: string): number {
  const unit = duration.slice(-1) as keyof typeof units;
  return Number(duration.slice(0, -1)) * units[unit];
}
