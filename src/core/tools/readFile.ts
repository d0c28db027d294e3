import * as z from 'zod';
import { ToolError } from '../base/errors.ts';
import { nameOf, pathInput, readEffect, remember } from './fileEffects.ts';
import { decodeText } from './fileText.ts';
import { numberedLines } from './shownText.ts';
import { splitLines, type TextLine } from './textLines.ts';
import { defineTool } from './tool.ts';

const MAX_LINES = 1000;
const MAX_LENGTH = 40_000;

export const readFile = defineTool({
  name: 'read_file',
  description: `Read a text file of the workspace, at most ${MAX_LINES} lines a call. Each line is shown as its number from 1, a tab, its text.`,
  input: z.object({
    path: pathInput,
    startLine: z.number().int().min(1).default(1),
    maxLines: z.number().int().min(1).max(MAX_LINES).default(400),
  }),

  async prepare({ path, startLine, maxLines }, { workArea, memory }) {
    const at = await workArea.resolve(path);
    const name = nameOf(at, workArea);
    return {
      summary: `Read ${name}`,
      effects: [readEffect(at)],
      async run() {
        const snapshot = await workArea.read(at);
        if (!snapshot) throw new ToolError(`There is no file ${name}. Use list_files or search_text to find it.`);
        const lines = splitLines(decodeText(snapshot.bytes, name).text);
        if (startLine > Math.max(1, lines.length))
          throw new ToolError(`${name} has ${lines.length} lines; startLine ${startLine} is past its end.`);
        remember(at, snapshot.hash, memory);
        return lines.length === 0 ? `(${name} is empty)` : shownPart(lines, startLine, maxLines);
      },
    };
  },
});

function shownPart(lines: readonly TextLine[], startLine: number, maxLines: number): string {
  const last = Math.min(lines.length, startLine - 1 + maxLines);
  const shown: string[] = [];
  let length = 0;
  for (let number = startLine; number <= last && (shown.length === 0 || length < MAX_LENGTH); number++) {
    const text = numberedLines(lines.slice(number - 1, number), number);
    shown.push(text);
    length += text.length;
  }
  const next = startLine + shown.length;
  if (next <= lines.length) shown.push(`(${lines.length - next + 1} more lines; continue with startLine ${next})`);
  return shown.join('\n');
}
