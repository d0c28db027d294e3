import { structuredPatch } from 'diff';
import { showControls } from '../base/visibleText.ts';
import { splitLines } from './textLines.ts';

const CONTEXT = 3;
/** More different lines than this are not compared: the cost grows with their square. */
const MAX_DIFFERENT = 4_000;
const MAX_LENGTH = 100_000;

/** Unified diff of one file for people, complete or with a note that says what is missing. `null`: no file. */
export function fileDiff(name: string, before: string | null, after: string | null): string {
  const [old, now] = [showControls(before ?? ''), showControls(after ?? '')];
  const head = [before === null ? '--- /dev/null' : `--- a/${name}`, after === null ? '+++ /dev/null' : `+++ b/${name}`];
  const patch = structuredPatch(name, name, old, now, undefined, undefined, { context: CONTEXT, maxEditLength: MAX_DIFFERENT });
  const hunks = patch?.hunks ?? [wholeHunk(old, now)];
  const body = hunks.flatMap((hunk) => [
    `@@ -${rangeOf(hunk.oldStart, hunk.oldLines)} +${rangeOf(hunk.newStart, hunk.newLines)} @@`,
    ...hunk.lines,
  ]);
  const text = [...head, ...body].join('\n');
  return text.length <= MAX_LENGTH
    ? text
    : `${text.slice(0, MAX_LENGTH)}\n(${text.length - MAX_LENGTH} more characters of this diff are not shown)`;
}

/** No lines stand after the line before them. */
function rangeOf(start: number, lines: number): string {
  return `${lines === 0 ? start - 1 : start},${lines}`;
}

/** All old lines out, all new lines in. */
function wholeHunk(old: string, now: string) {
  const [removed, added] = [splitLines(old), splitLines(now)];
  const lines = [...removed.map((line) => `-${line.text}`), ...added.map((line) => `+${line.text}`)];
  return { oldStart: 1, oldLines: removed.length, newStart: 1, newLines: added.length, lines };
}
