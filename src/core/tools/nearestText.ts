import { numberedLines } from './shownText.ts';
import type { TextLine } from './textLines.ts';

const CONTEXT = 2;
const MAX_SHOWN = 30;
/** Comparing goes line by line through long files only so far. */
const MAX_COMPARED = 20_000;
const SIMILAR = 0.5;

/** The part of a file that most resembles a text that was not found, with line numbers; `undefined` when nothing does. */
export function nearestText(lines: readonly TextLine[], wanted: string): string | undefined {
  const parts = wanted.split('\n').map((line) => line.trim());
  const start = byEqualLines(lines, parts) ?? bySimilarLine(lines, parts);
  if (start === undefined) return undefined;
  const from = Math.max(0, start - CONTEXT);
  const to = Math.min(lines.length, start + parts.length + CONTEXT, from + MAX_SHOWN);
  return numberedLines(lines.slice(from, to), from + 1);
}

/** Every line of the file that also is in the text votes for where the text would begin. */
function byEqualLines(lines: readonly TextLine[], parts: readonly string[]): number | undefined {
  const places = new Map<string, number[]>();
  for (const [index, part] of parts.entries()) {
    if (/\w/.test(part)) places.set(part, [...(places.get(part) ?? []), index].slice(0, 8));
  }
  const votes = new Map<number, number>();
  for (const [line, { text }] of lines.entries()) {
    for (const index of places.get(text.trim()) ?? []) votes.set(line - index, (votes.get(line - index) ?? 0) + 1);
  }
  const [best] = [...votes].sort(([a, many], [b, more]) => more - many || a - b);
  return best && Math.max(0, best[0]);
}

function bySimilarLine(lines: readonly TextLine[], parts: readonly string[]): number | undefined {
  const anchor = parts.reduce((best, part, index) => (part.length > (parts[best]?.length ?? 0) ? index : best), 0);
  const pairs = pairsOf(parts[anchor] ?? '');
  if (pairs.size === 0) return undefined;
  let [best, score] = [-1, SIMILAR];
  for (const [index, line] of lines.slice(0, MAX_COMPARED).entries()) {
    const likeness = similarity(pairs, pairsOf(line.text.trim()));
    if (likeness > score) [best, score] = [index, likeness];
  }
  return best < 0 ? undefined : Math.max(0, best - anchor);
}

function pairsOf(text: string): Set<string> {
  const pairs = new Set<string>();
  for (let at = 0; at + 2 <= Math.min(text.length, 300); at++) pairs.add(text.slice(at, at + 2));
  return pairs;
}

/** Dice's coefficient over pairs of letters. */
function similarity(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let same = 0;
  for (const pair of a) if (b.has(pair)) same++;
  return (2 * same) / (a.size + b.size || 1);
}
