import type { FilePlace } from '../../src/protocol/links.ts';

/**
 * A path with a folder and an extension (`src/a.ts`), or a file name with a line (`a.ts:12`); a line and column may follow.
 * A name alone is left: `console.log` and `e.g` look the same. Starts only where no path could have begun earlier, so it is linear.
 */
const REFERENCE =
  /(?<![\p{L}\p{N}_.@/\\:+-])(?:[A-Za-z]:)?((?:[\p{L}\p{N}_.@+-]*[\\/])*)([\p{L}\p{N}_.@+-]*[\p{L}\p{N}_@+-]\.[A-Za-z][A-Za-z0-9]{0,9})(?![\p{L}\p{N}_/\\-])(?::(\d{1,7})(?::(\d{1,7}))?)?/gu;

/** Splits a text into plain parts and the places in files that it names, each with the words it was written in. */
export function splitFileReferences(text: string): (string | { readonly text: string; readonly place: FilePlace })[] {
  const parts: (string | { text: string; place: FilePlace })[] = [];
  let end = 0;
  for (const found of text.matchAll(REFERENCE)) {
    const [whole, folders = '', , line, column] = found;
    if (folders === '' && line === undefined) continue;
    if (found.index > end) parts.push(text.slice(end, found.index));
    const path = line === undefined ? whole : whole.slice(0, whole.indexOf(`:${line}`, folders.length));
    parts.push({ text: whole, place: { path, line: positive(line), column: positive(column) } });
    end = found.index + whole.length;
  }
  if (end < text.length) parts.push(text.slice(end));
  return parts;
}

/** The place that a relative link of a text names (`src/a.ts#L12`), if it looks like one. */
export function parseFileLink(address: string): FilePlace | undefined {
  const [, path, line] = /^(?![a-z][a-z0-9+.-]+:|\/\/|#)([^#?]{1,1000})(?:#L(\d{1,7}))?$/i.exec(decoded(address)) ?? [];
  if (path === undefined) return undefined;
  const [only] = splitFileReferences(path);
  if (typeof only === 'object' && only.text === path) return { ...only.place, line: only.place.line ?? positive(line) };
  return /\.\w{1,10}$/.test(path) ? { path, line: positive(line), column: null } : undefined;
}

function positive(digits: string | undefined): number | null {
  return digits === undefined || Number(digits) === 0 ? null : Number(digits);
}

function decoded(address: string): string {
  try {
    return decodeURIComponent(address);
  } catch {
    return address;
  }
}
