import { diffArrays } from 'diff';
import { splitLines } from '../../core/tools/textLines.ts';

/** Puts `text` in the place of the characters from `start` to `end` of a text. */
export interface Replacement {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Texts with more different lines are replaced in one piece: the cost of comparing grows with their square. */
const MAX_DIFFERENT = 2_000;

/**
 * What turns one text into the other, as little as possible, in order and apart from each other: cursors, folds and marks of the editor
 * stay where nothing changed. Offsets are those of `before`; none splits a line end or a surrogate pair.
 */
export function textReplacements(before: string, after: string): Replacement[] {
  const [old, now] = [linesOf(before), linesOf(after)];
  const parts = diffArrays(old, now, { maxEditLength: MAX_DIFFERENT });
  if (!parts) return narrowed(before, { start: 0, end: before.length, text: after });
  const replacements: Replacement[] = [];
  let at = 0;
  let open: Replacement | undefined;
  for (const { value, added, removed } of parts) {
    const text = value.join('');
    if (added) open = { start: open?.start ?? at, end: at, text: (open?.text ?? '') + text };
    else {
      if (!removed && open) {
        replacements.push(...narrowed(before, open));
        open = undefined;
      }
      if (removed) open = { start: open?.start ?? at, end: at + text.length, text: open?.text ?? '' };
      at += text.length;
    }
  }
  if (open) replacements.push(...narrowed(before, open));
  return replacements;
}

/** Without what is the same at its beginning and end; none when all is. */
function narrowed(before: string, { start, end, text }: Replacement): Replacement[] {
  const old = before.slice(start, end);
  const most = Math.min(old.length, text.length);
  let head = 0;
  while (head < most && old[head] === text[head]) head++;
  while (head > 0 && (splitsUnit(old, head) || splitsUnit(text, head))) head--;
  let tail = 0;
  while (tail < most - head && old[old.length - 1 - tail] === text[text.length - 1 - tail]) tail++;
  while (tail > 0 && (splitsUnit(old, old.length - tail) || splitsUnit(text, text.length - tail))) tail--;
  if (head === old.length && head === text.length) return [];
  return [{ start: start + head, end: end - tail, text: text.slice(head, text.length - tail) }];
}

/** Whether a cut at this offset falls inside a line end or a surrogate pair. */
function splitsUnit(text: string, at: number): boolean {
  const [left, right] = [text.charCodeAt(at - 1), text.charCodeAt(at)];
  return (left === 13 && right === 10) || (left >= 0xd800 && left < 0xdc00 && right >= 0xdc00 && right < 0xe000);
}

function linesOf(text: string): string[] {
  return splitLines(text).map((line) => line.text + line.end);
}
