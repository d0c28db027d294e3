import { joinLines, lineEndOf, splitLines, type TextLine } from './textLines.ts';

/** A part of a text that is to be replaced. */
export interface Place {
  readonly start: number;
  readonly end: number;
}

/** Where the old text was found. `lines`: only whole lines that differ in indentation, trailing blanks or line ends. */
export interface Found {
  readonly kind: 'exact' | 'lines';
  readonly places: readonly Place[];
}

/** An edit as a model states it, with line feeds only. */
export interface Replacement {
  readonly oldText: string;
  readonly newText: string;
}

/** Looks for the old text: exactly (whatever the line ends), else as lines compared without their outer blanks. Places never overlap. */
export function findPlaces(text: string, oldText: string): Found {
  const exact = exactPlaces(text, oldText);
  return exact.length > 0 ? { kind: 'exact', places: exact } : { kind: 'lines', places: linePlaces(text, oldText) };
}

/**
 * Replaces the places and answers the new text. Bytes outside them stay; so do lines inside them that the edit repeats unchanged. New lines
 * end as the lines around them do, and take over the indentation of the lines they replace.
 */
export function replacePlaces(text: string, found: Found, edit: Replacement): string {
  const fallback = lineEndOf(splitLines(text));
  const parts: string[] = [];
  let at = 0;
  const removesLines = found.kind === 'lines' && edit.newText.trim() === '';
  for (const place of found.places) {
    const region = text.slice(place.start, place.end);
    parts.push(text.slice(at, place.start), removesLines ? '' : replaced(region, found.kind, edit, fallback));
    at = removesLines ? endOfLine(text, place.end) : place.end;
  }
  return parts.join('') + text.slice(at);
}

/** Behind the line end that begins at `at`, if one does. */
function endOfLine(text: string, at: number): number {
  const feed = text[at] === '\r' ? at + 1 : at;
  return text[feed] === '\n' ? feed + 1 : at;
}

/** Line feeds only. */
export function withLineFeeds(text: string): string {
  return text.replaceAll('\r\n', '\n');
}

function exactPlaces(text: string, oldText: string): Place[] {
  const plain = withLineFeeds(text);
  const places: Place[] = [];
  const original = offsets(text);
  for (let at = plain.indexOf(oldText); at >= 0; at = plain.indexOf(oldText, at + oldText.length)) {
    places.push({ start: original(at), end: original(at + oldText.length) });
  }
  return places;
}

/** Maps growing offsets in the text with line feeds only to offsets in the text itself. */
function offsets(text: string): (plain: number) => number {
  let [from, shift] = [text.indexOf('\r\n'), 0];
  return (plain) => {
    while (from >= 0 && from - shift < plain) {
      shift++;
      from = text.indexOf('\r\n', from + 2);
    }
    return plain + shift;
  };
}

function linePlaces(text: string, oldText: string): Place[] {
  const wanted = coreLines(oldText).map((line) => line.trim());
  if (wanted.length === 0) return [];
  const lines = splitLines(text);
  const trimmed = lines.map((line) => line.text.trim());
  const starts = lineStarts(lines);
  const places: Place[] = [];
  for (let first = 0; first + wanted.length <= lines.length; first++) {
    if (!wanted.every((line, index) => trimmed[first + index] === line)) continue;
    const last = first + wanted.length - 1;
    places.push({ start: starts[first] ?? 0, end: (starts[last] ?? 0) + (lines[last]?.text.length ?? 0) });
    first = last;
  }
  return places;
}

function lineStarts(lines: readonly TextLine[]): number[] {
  let at = 0;
  return lines.map((line) => {
    const start = at;
    at += line.text.length + line.end.length;
    return start;
  });
}

/** The lines of a model's text without empty ones at its beginning and end. */
function coreLines(text: string): string[] {
  const lines = text.split('\n');
  while (lines.length > 0 && lines[0]?.trim() === '') lines.shift();
  while (lines.length > 0 && lines.at(-1)?.trim() === '') lines.pop();
  return lines;
}

function replaced(region: string, kind: Found['kind'], edit: Replacement, fallback: '\n' | '\r\n'): string {
  const tolerant = kind === 'lines';
  const old = tolerant ? coreLines(edit.oldText) : edit.oldText.split('\n');
  const next = tolerant ? coreLines(edit.newText) : edit.newText.split('\n');
  const present = splitRegion(region);
  const [head, tail] = unchanged(old, next);
  const indent = tolerant ? indentation(old, present) : (line: string) => line;
  const end = present.some((line) => line.end !== '') ? lineEndOf(present) : fallback;
  const middle = next.slice(head, next.length - tail).map((line): TextLine => ({ text: indent(line), end }));
  const lines = [...present.slice(0, head), ...middle, ...present.slice(present.length - tail)];
  return joinLines(lines.map((line, index) => ({ text: line.text, end: index === lines.length - 1 ? '' : line.end || end })));
}

/** Unlike `splitLines`: a final line end opens an empty last line, as in `split`. */
function splitRegion(region: string): TextLine[] {
  const lines = splitLines(region);
  return lines.length === 0 || lines.at(-1)?.end !== '' ? [...lines, { text: '', end: '' }] : lines;
}

/** How many lines the edit repeats at its beginning and at its end. */
function unchanged(old: readonly string[], next: readonly string[]): [head: number, tail: number] {
  const most = Math.min(old.length, next.length);
  let head = 0;
  while (head < most && old[head] === next[head]) head++;
  let tail = 0;
  while (tail < most - head && old[old.length - 1 - tail] === next[next.length - 1 - tail]) tail++;
  return [head, tail];
}

/** Rewrites the indentation of a new line as the replaced lines show: what the model wrote for a line, and what stands there. */
function indentation(old: readonly string[], present: readonly TextLine[]): (line: string) => string {
  const known = new Map<string, string>();
  for (const [index, line] of old.entries()) {
    const mine = indentOf(line);
    if (line.trim() !== '' && !known.has(mine)) known.set(mine, indentOf(present[index]?.text ?? ''));
  }
  const byLength = [...known].sort(([a], [b]) => b.length - a.length);
  return (line) => {
    if (line.trim() === '') return '';
    const mine = indentOf(line);
    const [from, to] = byLength.find(([prefix]) => mine.startsWith(prefix)) ?? ['', ''];
    return to + line.slice(from.length);
  };
}

function indentOf(line: string): string {
  return /^[ \t]*/.exec(line)?.[0] ?? '';
}
