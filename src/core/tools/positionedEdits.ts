import { ToolError } from '../base/errors.ts';
import type { FileRewrite, TextPosition } from './editorServices.ts';

/** A text after edits that an editor's language tool wrote by lines and columns. Throws `ToolError` for edits that overlap or lie outside. */
export function withPositionedEdits(text: string, edits: FileRewrite['edits'], name: string): string {
  const starts = lineStarts(text);
  const offset = ({ line, column }: TextPosition): number => {
    const start = starts[line - 1];
    const at = (start ?? 0) + column - 1;
    if (start === undefined || at > text.length)
      throw new ToolError(`The language tool answered a place outside of ${name}. It may be behind: try again.`);
    return at;
  };
  const placed = edits
    .map((edit) => ({ from: offset(edit.from), to: offset(edit.to), text: edit.text }))
    .sort((a, b) => a.from - b.from || a.to - b.to);
  let result = '';
  let end = 0;
  for (const edit of placed) {
    if (edit.from < end || edit.to < edit.from)
      throw new ToolError(`The language tool answered edits of ${name} that overlap. Make the change with edit_file.`);
    result += text.slice(end, edit.from) + edit.text;
    end = edit.to;
  }
  return result + text.slice(end);
}

/** Offsets at which lines begin, as editors count lines: a carriage return alone ends one too. */
function lineStarts(text: string): number[] {
  return [0, ...[...text.matchAll(/\r\n|\r|\n/g)].map((end) => end.index + end[0].length)];
}
