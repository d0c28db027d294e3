import * as z from 'zod';
import { ToolError } from '../base/errors.ts';
import { assertSeen, nameOf, pathInput, remember, writeEffect } from './fileEffects.ts';
import { fileDiff } from './fileDiff.ts';
import { decodeText, encodeText, type FileText } from './fileText.ts';
import { withLineFeeds } from './textEdit.ts';
import { splitLines } from './textLines.ts';
import { defineTool } from './tool.ts';
import { quote } from './workPaths.ts';

const MAX_CONTENT = 1_000_000;

export const writeFile = defineTool({
  name: 'write_file',
  description:
    'Create a text file with its folders, or replace the whole content of one that you have read. For a change in a part of a file use edit_file.',
  input: z.object({ path: pathInput, content: z.string().max(MAX_CONTENT).describe('The whole new content') }),

  async prepare({ path, content }, context) {
    const { workArea, memory } = context;
    const at = await workArea.resolve(path);
    const name = nameOf(at, workArea);
    if (at.path === '' || /[/\\]$/.test(path.trim()))
      throw new ToolError(`${quote(path)} names a folder. Folders are made with the files in them: name a file.`);
    const snapshot = await workArea.read(at);
    if (snapshot) assertSeen(at, snapshot, memory, name);
    const before = snapshot ? decodeText(snapshot.bytes, name) : undefined;
    const after = before ? inStyleOf(before, content) : { text: content, bom: false };
    if (before?.text === after.text) throw new ToolError(`${name} has exactly this content already: nothing to do.`);
    const count = splitLines(after.text).length;
    return {
      summary: `${snapshot ? 'Replace the content of' : 'Create'} ${name} (${count === 1 ? '1 line' : `${count} lines`})`,
      effects: [writeEffect(workArea, at, snapshot ? 'edit' : 'create', snapshot)],
      diff: fileDiff(name, before?.text ?? null, after.text),
      async run() {
        const { hash } = await context.change({ at, baseHash: snapshot?.hash ?? null, after: encodeText(after) });
        remember(at, hash, memory);
        return `${snapshot ? 'Replaced the content of' : 'Created'} ${name}: ${count === 1 ? '1 line' : `${count} lines`}.`;
      },
    };
  },
});

/** A file whose lines all end in CRLF keeps that, and its byte order mark: models write line feeds only. */
function inStyleOf(before: FileText, content: string): FileText {
  const lines = splitLines(before.text);
  const windows = lines.length > 0 && lines.every((line) => line.end !== '\n') && lines[0]?.end === '\r\n';
  return { text: windows ? withLineFeeds(content).replaceAll('\n', '\r\n') : content, bom: before.bom };
}
