import * as l10n from '@vscode/l10n';
import { parseJsonText, type ParsedText } from './jsonText.ts';

const mergeMark = /^(?:<{7}|={7}|>{7}|\|{7})(?:\s|$)/m;

/** Parses JSON as people write it, with comments and trailing commas. What is twice in one block, and the marks of a merge, are problems. */
export function parseWrittenJson(text: string): ParsedText {
  const plain = text.replace(/^\uFEFF/, '');
  const mark = mergeMark.exec(plain);
  if (mark) return { problem: l10n.t('it holds the marks of a merge that is not finished, at line {0}', lineAt(plain, mark.index)) };
  const bare = withoutComments(plain);
  const parsed = parseJsonText(bare);
  if (parsed.problem !== undefined) return parsed;
  const twice = findRepeatedKey(bare);
  return twice === undefined ? parsed : { problem: l10n.t('line {0}: "{1}" stands there twice', lineAt(bare, twice.at), twice.key) };
}

/** The text with blanks for comments and for commas before an end, so that places stay what they were. One pass: the file may be hostile. */
function withoutComments(text: string): string {
  const letters = text.split('');
  const blank = (from: number, to: number): void => {
    for (let at = from; at < to; at++) if (letters[at] !== '\n') letters[at] = ' ';
  };
  let comma = -1;
  for (let at = 0; at < text.length; at++) {
    const letter = text[at] ?? '';
    const pair = text.slice(at, at + 2);
    if (letter === '"') {
      at = endOfString(text, at);
      comma = -1;
    } else if (pair === '//' || pair === '/*') {
      const end = endOfComment(text, at, pair);
      blank(at, end);
      at = end - 1;
    } else if (/\s/.test(letter)) continue;
    else {
      if (comma >= 0 && (letter === '}' || letter === ']')) blank(comma, comma + 1);
      comma = letter === ',' ? at : -1;
    }
  }
  return letters.join('');
}

/** The place of the closing quote, or the end of a text that has none. */
function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '"' && text[at] !== '\n') at += text[at] === '\\' ? 2 : 1;
  return at;
}

function endOfComment(text: string, start: number, opening: string): number {
  const close = opening === '//' ? text.indexOf('\n', start) : text.indexOf('*/', start + 2);
  if (close < 0) return text.length;
  return opening === '//' ? close : close + 2;
}

function lineAt(text: string, at: number): number {
  return text.slice(0, at).split('\n').length;
}

/** In a text that is JSON: the first key that its block has already, of which the parser would silently take the last. */
function findRepeatedKey(text: string): { readonly key: string; readonly at: number } | undefined {
  const blocks: Set<string>[] = [];
  for (const { 0: token, 1: key, index } of text.matchAll(/("(?:[^"\\]|\\.)*")\s*:|"(?:[^"\\]|\\.)*"|[{}]/g)) {
    if (token === '{') blocks.push(new Set());
    else if (token === '}') blocks.pop();
    else if (key !== undefined) {
      const name = String(JSON.parse(key));
      if (blocks.at(-1)?.has(name)) return { key: name, at: index };
      blocks.at(-1)?.add(name);
    }
  }
  return undefined;
}
