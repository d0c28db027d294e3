import * as z from 'zod';
import { ToolError } from '../base/errors.ts';
import type { WorkPath } from '../model/effect.ts';
import { assertSeen, nameOf, pathInput, remember, writeEffect } from './fileEffects.ts';
import { fileDiff } from './fileDiff.ts';
import { decodeText, encodeText } from './fileText.ts';
import { nearestText } from './nearestText.ts';
import { numberedLines, shownLine } from './shownText.ts';
import { findPlaces, replacePlaces, withLineFeeds, type Found, type Place } from './textEdit.ts';
import { lineNumberAt, splitLines } from './textLines.ts';
import { defineTool, type ToolContext } from './tool.ts';

const MAX_TEXT = 200_000;
const CONTEXT = 3;
const MAX_SHOWN = 60;
const MAX_PLACES = 8;

export const editFile = defineTool({
  name: 'edit_file',
  description:
    'Replace a text in a file that you have read. oldText must name one place: repeat it exactly, with a few lines around if needed (without the line numbers of read_file). Line ends are kept.',
  input: z.object({
    path: pathInput,
    oldText: z.string().min(1).max(MAX_TEXT).describe('The text to replace, as it stands in the file'),
    newText: z.string().max(MAX_TEXT).describe('What to put in its place; empty deletes it'),
    replaceAll: z.boolean().default(false).describe('Replace every occurrence instead of requiring exactly one'),
  }),

  async prepare({ path, replaceAll, ...texts }, context) {
    const { workArea, memory } = context;
    const edit = { oldText: withLineFeeds(texts.oldText), newText: withLineFeeds(texts.newText) };
    const at = await workArea.resolve(path);
    const name = nameOf(at, workArea);
    const snapshot = await workArea.read(at);
    if (!snapshot) throw new ToolError(`There is no file ${name}. Use write_file to create it, or list_files to find the right path.`);
    assertSeen(at, snapshot, memory, name);
    if (edit.oldText === edit.newText) throw new ToolError('oldText and newText are the same: nothing would change.');
    const { text, bom } = decodeText(snapshot.bytes, name);
    const found = findPlaces(text, edit.oldText);
    assertUnique(found, { name, text, ...edit, replaceAll });
    const after = replacePlaces(text, found, edit);
    if (after === text) throw new ToolError(`The edit would leave ${name} as it is.`);
    return {
      summary: `Edit ${name}${found.places.length > 1 ? ` in ${found.places.length} places` : ''}`,
      effects: [writeEffect(workArea, at, 'edit', snapshot)],
      diff: fileDiff(name, text, after),
      async run() {
        const { hash } = await context.change({ at, baseHash: snapshot.hash, after: encodeText({ text: after, bom }) });
        remember(at, hash, memory);
        const note = found.kind === 'lines' ? ' (matched by lines, apart from blanks at their ends)' : '';
        return `Edited ${name} in ${found.places.length === 1 ? '1 place' : `${found.places.length} places`}${note}. It now reads:\n${await shownResult(at, text, context)}`;
      },
    };
  },
});

interface Search {
  readonly name: string;
  readonly text: string;
  readonly oldText: string;
  readonly newText: string;
  readonly replaceAll: boolean;
}

function assertUnique({ places }: Found, search: Search): void {
  const { name, text, oldText, newText, replaceAll } = search;
  if (places.length === 1 || (places.length > 1 && replaceAll)) return;
  if (places.length > 1) {
    const lines = places.slice(0, MAX_PLACES).map((place) => placeLine(text, place));
    const more = places.length > MAX_PLACES ? `\n(${places.length - MAX_PLACES} more)` : '';
    throw new ToolError(
      `oldText occurs ${places.length} times in ${name}. Add lines around it until it names one place, or set replaceAll. Places:\n${lines.join('\n')}${more}`,
    );
  }
  const there = newText.trim() === '' ? undefined : findPlaces(text, newText).places[0];
  const done = there ? ` newText is already there, at line ${lineNumberAt(text, there.start)}: perhaps the edit was made before.` : '';
  const nearest = nearestText(splitLines(text), oldText);
  const hint =
    nearest === undefined
      ? ' Nothing in it is similar; read the file again.'
      : ` The nearest text in it is:\n${nearest}\nRepeat the edit with the text as it stands there.`;
  throw new ToolError(`oldText was not found in ${name}.${done}${hint}`);
}

function placeLine(text: string, place: Place): string {
  const start = text.lastIndexOf('\n', place.start - 1) + 1;
  const end = text.indexOf('\n', place.start);
  return `${lineNumberAt(text, place.start)}\t${shownLine(text.slice(start, end < 0 ? undefined : end))}`;
}

/** The changed part as it stands now, read anew: a formatter may have had its say. */
async function shownResult(at: WorkPath, before: string, { workArea }: ToolContext): Promise<string> {
  const snapshot = await workArea.read(at);
  if (!snapshot) return '(the file is gone)';
  const [old, now] = [splitLines(before), splitLines(decodeText(snapshot.bytes, at.path).text)];
  const isSame = (a: number, b: number): boolean => old[a]?.text === now[b]?.text && old[a]?.end === now[b]?.end;
  const most = Math.min(old.length, now.length);
  let head = 0;
  while (head < most && isSame(head, head)) head++;
  let tail = 0;
  while (tail < most - head && isSame(old.length - 1 - tail, now.length - 1 - tail)) tail++;
  const from = Math.max(0, head - CONTEXT);
  const to = Math.min(now.length, now.length - tail + CONTEXT);
  const shown = numberedLines(now.slice(from, Math.min(to, from + MAX_SHOWN)), from + 1);
  return to - from > MAX_SHOWN
    ? `${shown}\n(${to - from - MAX_SHOWN} more lines to line ${to}; read_file shows them)`
    : shown || '(the file is now empty)';
}
