import { showControls } from '../base/visibleText.ts';
import type { TextLine } from './textLines.ts';

const MAX_LINE = 2_000;

/** Lines as the model reads them: number, tab, text. Control characters are shown as codes: nothing of a file is hidden. */
export function numberedLines(lines: readonly TextLine[], first: number): string {
  return lines.map((line, index) => `${first + index}\t${shownLine(line.text)}`).join('\n');
}

/** One line, made readable and cut to a readable length. */
export function shownLine(text: string): string {
  const cut = text.length > MAX_LINE ? `${text.slice(0, MAX_LINE)}… (${text.length - MAX_LINE} more characters in this line)` : text;
  return showControls(cut);
}

/** Beginning and end of a long text, with a note in the middle that says how much is missing. */
export function headAndTail(text: string, head: number, tail: number): string {
  if (text.length <= head + tail) return text;
  const missing = text.length - head - tail;
  return `${text.slice(0, head)}\n(… ${missing} characters left out …)\n${text.slice(text.length - tail)}`;
}
