import { z } from 'zod';
import { ToolError } from '../base/errors.ts';
import { isSecretPath } from '../rules/secretPaths.ts';
import { readTextFile, rememberContent } from './textFile.ts';
import { defineTool } from './tool.ts';

const MAX_LINES = 800;
const MAX_LINE_LENGTH = 2_000;

/** The text of a file, with line numbers. */
export const readFile = defineTool({
  name: 'read_file',
  description: `Read a text file of the workspace, at most ${MAX_LINES} lines a call. Each line is shown as its number, a tab, and its text.`,
  input: z.object({
    path: z.string().describe('File, relative to the workspace'),
    startLine: z.number().int().min(1).default(1).describe('First line to show, from 1'),
  }),
  async prepare({ path, startLine }, context) {
    const at = await context.workArea.resolve(path);
    return {
      summary: `Read ${at.path}`,
      effects: [{ kind: 'read', at, secret: isSecretPath(at.path) }],
      run: async () => {
        const file = await readTextFile(at, context);
        rememberContent(at, file.hash, context);
        return numbered(at.path, file.text, startLine);
      },
    };
  },
});

function numbered(path: string, text: string, startLine: number): string {
  if (text === '') return '(the file is empty)';
  const lines = text.split(/\r\n|\n|\r/);
  if (lines.at(-1) === '') lines.pop();
  if (startLine > lines.length) throw new ToolError(`${path} has ${lines.length} lines; startLine ${startLine} is past its end.`);
  const shown = lines.slice(startLine - 1, startLine - 1 + MAX_LINES);
  const end = startLine - 1 + shown.length;
  const rest = end < lines.length ? `\n(${lines.length - end} more lines; continue at startLine ${end + 1})` : '';
  return shown.map((line, index) => `${startLine + index}\t${shorten(line)}`).join('\n') + rest;
}

function shorten(line: string): string {
  return line.length <= MAX_LINE_LENGTH ? line : `${line.slice(0, MAX_LINE_LENGTH)}… (${line.length} characters)`;
}
