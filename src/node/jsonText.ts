import * as l10n from '@vscode/l10n';
import { messageOf } from '../core/base/errors.ts';

/** A parsed text, or the place where it stops being JSON; the place never quotes the text, which may hold secrets. */
export type ParsedText = { readonly value: unknown; readonly problem?: undefined } | { readonly problem: string };

/** Parses the JSON of a file that a person edits. */
export function parseJsonText(text: string): ParsedText {
  const error = failure(text);
  if (error === undefined) return { value: JSON.parse(text) };
  const before = text.slice(0, placeOf(error, text)).split('\n');
  return { problem: l10n.t('not JSON at line {0}, column {1}', before.length, (before.at(-1)?.length ?? 0) + 1) };
}

/** The parser names the place only for some errors. For the others: the longest beginning that could still become JSON. */
function placeOf(error: string, text: string): number {
  const stated = statedPlace(error);
  if (stated !== undefined) return stated;
  let good = 0;
  for (let bad = text.length + 1; bad - good > 1; ) {
    const middle = (good + bad) >> 1;
    if (couldBecomeJson(text.slice(0, middle))) good = middle;
    else bad = middle;
  }
  return good;
}

function couldBecomeJson(start: string): boolean {
  const error = failure(start);
  return error === undefined || /Unexpected end|Unterminated/.test(error) || statedPlace(error) === start.length;
}

function statedPlace(error: string): number | undefined {
  const stated = /at position (\d+)/.exec(error)?.[1];
  return stated === undefined ? undefined : Number(stated);
}

function failure(text: string): string | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}
