/** A line with the characters that end it: a line feed, with or without a carriage return, or nothing at the end of the text. */
export interface TextLine {
  readonly text: string;
  readonly end: '\n' | '\r\n' | '';
}

/** Cuts a text into lines; joined they are the text again. A final line end opens no further line. */
export function splitLines(text: string): TextLine[] {
  const lines: TextLine[] = [];
  let from = 0;
  while (from < text.length) {
    const feed = text.indexOf('\n', from);
    if (feed < 0) {
      lines.push({ text: text.slice(from), end: '' });
      break;
    }
    const end = feed > from && text[feed - 1] === '\r' ? '\r\n' : '\n';
    lines.push({ text: text.slice(from, feed + 1 - end.length), end });
    from = feed + 1;
  }
  return lines;
}

export function joinLines(lines: readonly TextLine[]): string {
  return lines.map((line) => line.text + line.end).join('');
}

/** The line end of most lines; what a new line of this text should end with. */
export function lineEndOf(lines: readonly TextLine[]): '\n' | '\r\n' {
  let balance = 0;
  for (const line of lines) if (line.end !== '') balance += line.end === '\r\n' ? 1 : -1;
  return balance > 0 ? '\r\n' : '\n';
}

/** Number of the line, from 1, that holds the character at `offset`. */
export function lineNumberAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line++;
  return line;
}
