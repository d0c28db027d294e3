import * as l10n from '@vscode/l10n';
import { InvalidArgumentError } from 'commander';
import { messageOf, UserError } from '../core/base/errors.ts';
import type { JsonValue } from '../core/base/json.ts';
import { localZone, readDate, startOfDay, type DayOrInstant } from '../core/base/calendar.ts';
import type { TaskRef } from '../core/model/task.ts';
import { textOrFile } from './givenText.ts';
import type { Terminal } from './terminal.ts';

/** Collects a repeated option. */
export function each(value: string, earlier: readonly string[] | undefined): string[] {
  return [...(earlier ?? []), value];
}

/** Parses one value of a repeatable option with a fixed list of values. */
export function choice(options: readonly string[]): (value: string, earlier: string[] | undefined) => string[] {
  return (value, earlier) => {
    if (!options.includes(value)) throw new InvalidArgumentError(l10n.t('Expected one of: {0}.', options.join(', ')));
    return each(value, earlier);
  };
}

/** A card as people write it: `12`, `#12` or its id. */
export function taskRef(value: string): TaskRef {
  const number = /^#?([1-9]\d{0,8})$/.exec(value)?.[1];
  if (number !== undefined) return Number(number);
  if (/^[0-9A-HJKMNP-TV-Z]{26}$/.test(value)) return value as TaskRef;
  throw new InvalidArgumentError(l10n.t('A card is named by its number (12) or its id.'));
}

export function eachTaskRef(value: string, earlier: readonly TaskRef[] | undefined): TaskRef[] {
  return [...(earlier ?? []), taskRef(value)];
}

export function wholeNumber(value: string): number {
  if (!/^-?\d+$/.test(value)) throw new InvalidArgumentError(l10n.t('A whole number is expected.'));
  return Number(value);
}

export function decimal(value: string): number {
  const number = Number(value);
  if (value.trim() === '' || !Number.isFinite(number)) throw new InvalidArgumentError(l10n.t('A number is expected.'));
  return number;
}

/** A day or a time as people write them: `2026-12-31`, or `2026-12-31T18:00`, in local time unless it says otherwise. */
export function dayOrTime(value: string): DayOrInstant {
  const date = readDate(value, localZone);
  if ('problem' in date) throw new InvalidArgumentError(date.problem);
  return date.value;
}

/** The same as a moment: a day is its first one, where this is typed. */
export function moment(value: string): number {
  const date = dayOrTime(value);
  return typeof date === 'string' ? startOfDay(date, localZone) : date;
}

/** Splits `key=value` at the first `=`. */
export function pair(value: string): [string, string] {
  const at = value.indexOf('=');
  if (at < 1) throw new UserError('invalid', l10n.t('Expected KEY=VALUE, got "{0}".', value));
  return [value.slice(0, at), value.slice(at + 1)];
}

/** A JSON value, from text or `@FILE`. */
export async function jsonOrFile(value: string, terminal: Terminal): Promise<JsonValue> {
  const text = await textOrFile(value, terminal);
  try {
    return JSON.parse(text) as JsonValue;
  } catch (error) {
    throw new UserError(
      'invalid',
      l10n.t('The payload is not JSON: {0}. Put it in single quotes, or write it to a file and give @FILE.', messageOf(error)),
    );
  }
}
