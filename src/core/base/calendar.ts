import * as l10n from '@vscode/l10n';

/** A time zone, as far as days need one: where somebody reads or writes. */
export interface Zone {
  /** When clocks there show so many milliseconds after the day's midnight; what they skip is the next time that they show. */
  instantOf(day: string, milliseconds: number): number;
  /** The day that it is there. */
  dayOf(instant: number): string;
}

/** Where this process runs. */
export const localZone: Zone = {
  instantOf(day, milliseconds) {
    const { year, month, date } = partsOf(day);
    return new Date(year, month - 1, date, 0, 0, 0, milliseconds).getTime();
  },
  dayOf(instant) {
    const at = new Date(instant);
    return dayText(at.getFullYear(), at.getMonth() + 1, at.getDate());
  },
};

/** A day, as its text, or an instant in milliseconds since 1970. */
export type DayOrInstant = string | number;

/** What somebody wrote as a date, or a sentence that says what is wrong with it. */
export type ReadDate = { readonly value: DayOrInstant } | { readonly problem: string };

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const dayForm = /^(\d{4})-(\d\d)-(\d\d)$/;
const timeForm = /^(\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?$/;
const dateForm = /^(\d{4}-\d\d-\d\d)(?:(?:[T ]| +)(\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?) ?(Z|[+-]\d\d(?::?\d\d)?)?)?$/i;

/**
 * A date as people write it: a day (`2026-12-31`), or a time of a day (`2026-12-31T18:00`), which is one of the writer's time zone unless it
 * names an offset (`Z`, `+01:00`). Refuses days and times that do not exist: nothing rolls over into the next month or day.
 */
export function readDate(text: string, zone: Zone): ReadDate {
  const [, day, time, offset] = dateForm.exec(text.trim()) ?? [];
  if (day === undefined) return { problem: l10n.t('A date is expected, for example 2026-12-31 or 2026-12-31T18:00.') };
  const problem = problemOfDay(day);
  if (problem !== undefined) return { problem };
  if (time === undefined) return { value: day };
  const milliseconds = readTime(time);
  if (milliseconds === undefined)
    return { problem: l10n.t('There is no time {0}: hours go from 00 to 23, minutes and seconds to 59.', time) };
  const ahead = offset === undefined ? undefined : readOffset(offset);
  if (offset !== undefined && ahead === undefined) return { problem: l10n.t('There is no time zone with the offset {0}.', offset) };
  const instant = ahead === undefined ? zone.instantOf(day, milliseconds) : midnightUtc(day) + milliseconds - ahead;
  return instant < 0 ? { problem: beforeAll(text.trim()) } : { value: instant };
}

/** The first instant of a day. */
export function startOfDay(day: string, zone: Zone): number {
  return zone.instantOf(day, 0);
}

/** The first instant after a day. */
export function endOfDay(day: string, zone: Zone): number {
  const { year, month, date } = partsOf(day);
  const next = new Date(Date.UTC(year, month - 1, date + 1));
  return zone.instantOf(dayText(next.getUTCFullYear(), next.getUTCMonth() + 1, next.getUTCDate()), 0);
}

/** A day in words of a language. */
export function dayWords(day: string, language: string | undefined, style: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(language, { ...style, timeZone: 'UTC' }).format(midnightUtc(day));
}

/** What is wrong with the text of a day; `undefined` when it is one. */
export function problemOfDay(text: string): string | undefined {
  if (!dayForm.test(text)) return l10n.t('A day is expected, for example 2026-12-31.');
  const { year, month, date } = partsOf(text);
  if (month < 1 || month > 12) return l10n.t('There is no day {0}: months go from 01 to 12.', text);
  const days = new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate();
  if (date < 1 || date > days) return l10n.t('There is no day {0}: that month has {1} days.', text, days);
  return year < 1970 ? beforeAll(text) : undefined;
}

function beforeAll(text: string): string {
  return l10n.t('{0} lies before 1970, and dates begin there.', text);
}

/** Milliseconds after midnight. `24:00` is the end of the day. */
function readTime(text: string): number | undefined {
  const [, hours = '', minutes = '', seconds = '0', fraction = '0'] = timeForm.exec(text) ?? [];
  const time = Number(hours) * HOUR + Number(minutes) * MINUTE + Number(seconds) * 1000 + Math.trunc(Number(`0.${fraction}`) * 1000);
  if (time === 24 * HOUR && Number(hours) === 24) return time;
  return Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 59 ? undefined : time;
}

/** Milliseconds that clocks are ahead of UTC. */
function readOffset(text: string): number | undefined {
  if (text.toUpperCase() === 'Z') return 0;
  const [hours, minutes] = [Number(text.slice(1, 3)), Number(text.slice(3).replace(':', ''))];
  if (minutes > 59 || hours * 60 + minutes > 14 * 60) return undefined;
  return (text.startsWith('-') ? -1 : 1) * (hours * HOUR + minutes * MINUTE);
}

function partsOf(day: string): { year: number; month: number; date: number } {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  return { year, month, date };
}

function dayText(year: number, month: number, date: number): string {
  const two = (part: number): string => String(part).padStart(2, '0');
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(date)}`;
}

function midnightUtc(day: string): number {
  return Date.parse(`${day}T00:00Z`);
}
