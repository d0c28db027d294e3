const ESC = 0x1b;
const BEL = 0x07;
const ST = 0x9c;
const CANCEL = new Set([0x18, 0x1a]);
/** Second bytes after ESC that open a string of arbitrary text: DCS, SOS, OSC, PM, APC and the window title of screen. */
const STRING_OPENERS = new Set([...'PX]^_k'].map((char) => char.charCodeAt(0)));
/** Their eight-bit forms. */
const C1_STRINGS = new Set([0x90, 0x98, 0x9d, 0x9e, 0x9f]);
/** A string that is longer was never closed: its text is not swallowed. */
const MAX_STRING = 64 * 1024;

/** All control characters but line feed and tab. */
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/;

/**
 * Text without anything that commands a terminal: all escape sequences and their payloads are removed, a carriage return ends a line as a line
 * feed does, so that it hides nothing, backspaces are carried out, and of the control characters only line feed and tab survive. Linear in the
 * length of the text.
 */
export function terminalText(text: string): string {
  return CONTROL.test(text) ? overwrite(withoutSequences(text).replace(/\r\n?/g, '\n')) : text;
}

/** What a program wrote, as a terminal would leave it on the screen: here the text after a carriage return overwrites its line from the start. */
export function screenText(text: string): string {
  return CONTROL.test(text) ? overwrite(withoutSequences(text)) : text;
}

function withoutSequences(text: string): string {
  const parts: string[] = [];
  let kept = 0;
  let at = 0;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if ((code >= 0x20 && code < 0x7f) || code > 0x9f || code === 0x0a || code === 0x09 || code === 0x0d || code === 0x08) {
      at++;
      continue;
    }
    parts.push(text.slice(kept, at));
    if (code === 0x85) parts.push('\n');
    at = kept = endOfSequence(text, at);
  }
  parts.push(text.slice(kept));
  return parts.join('');
}

/** Where the text goes on after the control character at `at` and what belongs to it. */
function endOfSequence(text: string, at: number): number {
  const code = text.charCodeAt(at);
  if (code === 0x9b) return endOfControl(text, at + 1);
  if (C1_STRINGS.has(code)) return endOfString(text, at + 1, code === 0x9d);
  if (code !== ESC) return at + 1;
  const next = text.charCodeAt(at + 1);
  if (next === 0x5b) return endOfControl(text, at + 2);
  if (STRING_OPENERS.has(next)) return endOfString(text, at + 2, next === 0x5d);
  let end = at + 1;
  while (isWithin(text.charCodeAt(end), 0x20, 0x2f)) end++;
  return isWithin(text.charCodeAt(end), 0x30, 0x7e) ? end + 1 : end;
}

/** Parameters, intermediates and the final letter of a control sequence; a malformed one ends where it stops making sense. */
function endOfControl(text: string, from: number): number {
  let end = from;
  while (isWithin(text.charCodeAt(end), 0x20, 0x3f)) end++;
  return isWithin(text.charCodeAt(end), 0x40, 0x7e) ? end + 1 : end;
}

/**
 * A string ends at its terminator, or where another sequence begins. One that is never closed takes only its own line with it: a stray
 * opener must not hide the rest of a log.
 */
function endOfString(text: string, from: number, bellEnds: boolean): number {
  const limit = Math.min(text.length, from + MAX_STRING);
  for (let end = from; end < limit; end++) {
    const code = text.charCodeAt(end);
    if (code === ST || CANCEL.has(code) || (bellEnds && code === BEL)) return end + 1;
    if (code === ESC) return text.charCodeAt(end + 1) === 0x5c ? end + 2 : end;
    if (code === 0x9b || C1_STRINGS.has(code)) return end;
  }
  const line = text.indexOf('\n', from);
  return line < 0 || line >= limit ? limit : line;
}

function isWithin(code: number, low: number, high: number): boolean {
  return code >= low && code <= high;
}

/** Carries out carriage returns (the next text overwrites the line from its start) and backspaces. */
function overwrite(text: string): string {
  if (!/[\r\u0008]/.test(text)) return text;
  return text.split('\n').map(overwriteLine).join('\n');
}

function overwriteLine(line: string): string {
  if (!/[\r\u0008]/.test(line)) return line;
  const cells: string[] = [];
  let column = 0;
  for (const char of line) {
    if (char === '\r') column = 0;
    else if (char === '\b') column = Math.max(0, column - 1);
    else cells[column++] = char;
  }
  return cells.join('');
}
