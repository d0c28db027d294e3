import { crc32 } from './crc32.ts';

const LINE_FEED = 10;
const SPACE = 32;
const CRC_DIGITS = 8;

/** One line of a log: the CRC-32 of its text in hex, a space, the text, a line feed. */
export function encodeLine(text: string): Uint8Array {
  const body = new TextEncoder().encode(text);
  const line = new Uint8Array(CRC_DIGITS + 1 + body.length + 1);
  new TextEncoder().encodeInto(`${crc32(body).toString(16).padStart(CRC_DIGITS, '0')} `, line);
  line.set(body, CRC_DIGITS + 1);
  line[line.length - 1] = LINE_FEED;
  return line;
}

/** A line as it was found; `text` is `undefined` when it is not intact. */
export interface FoundLine {
  readonly text: string | undefined;
  /** Offset in the file after its line feed. */
  readonly end: number;
}

/** Splits the bytes of a file from `start` on into lines. What follows the last line feed is not a line yet: `rest`. */
export function splitLines(bytes: Uint8Array, start: number): { lines: FoundLine[]; rest: Uint8Array } {
  const lines: FoundLine[] = [];
  let from = 0;
  for (let feed = bytes.indexOf(LINE_FEED); feed >= 0; feed = bytes.indexOf(LINE_FEED, from)) {
    lines.push({ text: decodeLine(bytes.subarray(from, feed)), end: start + feed + 1 });
    from = feed + 1;
  }
  return { lines, rest: bytes.subarray(from) };
}

function decodeLine(line: Uint8Array): string | undefined {
  const digits = new TextDecoder().decode(line.subarray(0, CRC_DIGITS));
  const body = line.subarray(CRC_DIGITS + 1);
  if (line[CRC_DIGITS] !== SPACE || !/^[0-9a-f]{8}$/.test(digits) || parseInt(digits, 16) !== crc32(body)) return undefined;
  return new TextDecoder().decode(body);
}
