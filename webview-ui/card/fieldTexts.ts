import * as l10n from '@vscode/l10n';
import type { JsonValue } from '../../src/core/base/json.ts';
import { parseJsonValue } from '../../src/core/base/json.ts';
import { localZone, readDate, startOfDay, type DayOrInstant } from '../../src/core/base/calendar.ts';

/** What a text of a field means, or a sentence that says what is wrong with it. */
export type Reading<V> = { readonly value: V } | { readonly problem: string };

/** Text of at most so many characters, blank ends cut. */
export function readText(text: string, most: number): Reading<string> {
  const value = text.trim();
  return value.length > most ? { problem: l10n.t('At most {0} characters fit here.', most) } : { value };
}

/** Text, or nothing for a blank field. */
export function readOptionalText(text: string, most: number): Reading<string | null> {
  const reading = readText(text, most);
  return 'value' in reading && reading.value === '' ? { value: null } : reading;
}

interface Range {
  readonly least: number;
  readonly most: number;
  readonly whole: boolean;
}

/** A number within a range. */
export function readNumber(text: string, { least, most, whole }: Range): Reading<number> {
  const value = Number(text.trim());
  if (text.trim() === '' || !Number.isFinite(value)) return { problem: l10n.t('A number is expected here.') };
  if (whole && !Number.isInteger(value)) return { problem: l10n.t('A whole number is expected here.') };
  if (value < least || value > most) return { problem: l10n.t('A number from {0} to {1} is expected here.', least, most) };
  return { value };
}

/** A number, or nothing for a blank field. */
export function readOptionalNumber(text: string, range: Range): Reading<number | undefined> {
  return text.trim() === '' ? { value: undefined } : readNumber(text, range);
}

/** Words between commas, each once. */
export function readList(text: string): Reading<string[]> {
  const value = [
    ...new Set(
      text
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== ''),
    ),
  ];
  const long = value.find((part) => part.length > 100);
  return long === undefined ? { value } : { problem: l10n.t('"{0}…" is longer than 100 characters.', long.slice(0, 20)) };
}

/** A day, or a time as the editor's own date field writes it: local, to the minute. */
export function showDate(date: DayOrInstant | null): string {
  if (date === null || typeof date === 'string') return date ?? '';
  const at = new Date(date);
  const two = (part: number): string => String(part).padStart(2, '0');
  return `${localZone.dayOf(date)}T${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** A day or a time; nothing for a blank field. */
export function readDue(text: string): Reading<DayOrInstant | null> {
  return text === '' ? { value: null } : readDate(text, localZone);
}

/** A time, of a day its first minute; nothing for a blank field. */
export function readTime(text: string): Reading<number | null> {
  const reading = readDue(text);
  if ('problem' in reading || typeof reading.value !== 'string') return reading as Reading<number | null>;
  return { value: startOfDay(reading.value, localZone) };
}

/** Any JSON; nothing for a blank field. */
export function readJson(text: string): Reading<JsonValue | null> {
  if (text.trim() === '') return { value: null };
  const value = parseJsonValue(text);
  return value === undefined ? { problem: l10n.t('This is not JSON. Text needs double quotes: {0}', '{"key": "text"}') } : { value };
}

/** Lines of `name<separator>rest`. */
export function readPairs(text: string, separator: '=' | ':'): Reading<[name: string, rest: string][]> {
  const pairs: [string, string][] = [];
  for (const line of text
    .split('\n')
    .map((each) => each.trim())
    .filter((each) => each !== '')) {
    const at = line.indexOf(separator);
    if (at < 1 || line.slice(0, at).trim() === '')
      return { problem: l10n.t('"{0}" needs the form {1}.', line.slice(0, 40), `name${separator}value`) };
    pairs.push([line.slice(0, at).trim(), line.slice(at + 1).trim()]);
  }
  return { value: pairs };
}
