import * as l10n from '@vscode/l10n';
import * as z from 'zod';
import { endOfDay, problemOfDay, type Zone } from '../base/calendar.ts';
import { NamedTime } from './scalars.ts';
import type { Priority, TaskStatus } from './taskStatus.ts';

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

/** A day of the calendar such as `2026-12-31`: the same in every time zone. */
const Day = z.string().refine((text) => problemOfDay(text) === undefined, { error: ({ input }) => problemOfDay(String(input)) });

/** What somebody set: a day, which lasts until its end wherever somebody reads it, or an instant. */
export const DueDate = z.union([Day, NamedTime], { error: ({ input }) => problemOfDue(input) });
export type DueDate = z.infer<typeof DueDate>;

/** When a card is due, for one reader. */
export interface Due {
  /** The day, where no time was set. */
  readonly day: string | null;
  /** From then on it is late: the time, or the end of the day where the reader is. */
  readonly at: number;
  /** True when it follows from the priority, not from what somebody set. */
  readonly fromPriority: boolean;
  readonly overdue: boolean;
}

/** Somebody who looks at cards: when and where. */
export interface Reader {
  readonly now: number;
  readonly zone: Zone;
}

interface DatedCard {
  readonly due: DueDate | null;
  readonly priority: Priority;
  readonly status: TaskStatus;
  readonly createdAt: number;
}

/**
 * When a card is due: on the day or at the time that was set on it, else when its priority says. Derived each time it is asked, so that it
 * follows the priority and the board's file; it is shown and never sorts. What has ended is not overdue.
 */
export function dueOf(card: DatedCard, levels: ServiceLevels | undefined, { now, zone }: Reader): Due | undefined {
  const { due, status } = card;
  const ended = status === 'done' || status === 'failed' || status === 'canceled';
  if (typeof due === 'string') {
    const at = endOfDay(due, zone);
    return { day: due, at, fromPriority: false, overdue: !ended && at <= now };
  }
  const level = levels?.[card.priority];
  const at = due ?? (level === undefined ? undefined : card.createdAt + milliseconds(level));
  return at === undefined ? undefined : { day: null, at, fromPriority: due === null, overdue: !ended && at < now };
}

function problemOfDue(input: unknown): string | undefined {
  if (typeof input === 'string') return problemOfDay(input);
  const time = typeof input === 'number' ? NamedTime.safeParse(input).error : undefined;
  if (time) return time.issues[0]?.message;
  return l10n.t('A day such as "2026-12-31" or a time in milliseconds is expected.');
}

function milliseconds(duration: string): number {
  const unit = duration.slice(-1) as keyof typeof units;
  return Number(duration.slice(0, -1)) * units[unit];
}
