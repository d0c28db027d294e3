import { ToolError } from '../base/errors.ts';

const BOM = [0xef, 0xbb, 0xbf];

/** The text of a file without its byte order mark; `encodeText` gives the same bytes back. */
export interface FileText {
  readonly text: string;
  readonly bom: boolean;
}

/** Decodes UTF-8, or throws `ToolError` for what is not text. `path` is for the message. */
export function decodeText(bytes: Uint8Array, path: string): FileText {
  if (startsWith(bytes, [0xff, 0xfe]) || startsWith(bytes, [0xfe, 0xff]))
    throw new ToolError(`${path} is UTF-16 text. Only UTF-8 can be read and edited here.`);
  if (isBinary(bytes)) throw new ToolError(`${path} is a binary file (${bytes.length} bytes). Only text can be read and edited here.`);
  const bom = startsWith(bytes, BOM);
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bom ? bytes.subarray(BOM.length) : bytes);
    return { text, bom };
  } catch (error) {
    throw new ToolError(`${path} is not UTF-8 text. Only UTF-8 can be read and edited here.`, { cause: error });
  }
}

export function encodeText({ text, bom }: FileText): Uint8Array {
  const bytes = new TextEncoder().encode(text);
  if (!bom) return bytes;
  const marked = new Uint8Array(BOM.length + bytes.length);
  marked.set(BOM);
  marked.set(bytes, BOM.length);
  return marked;
}

/** A zero byte near the beginning: no text has one. */
export function isBinary(bytes: Uint8Array): boolean {
  return bytes.subarray(0, 8192).includes(0);
}

function startsWith(bytes: Uint8Array, beginning: readonly number[]): boolean {
  return beginning.every((byte, index) => bytes[index] === byte);
}
