import { showInvisible } from '../../core/base/visibleText.ts';

/** A line that opens or closes a block of code; what stands before the marks is its indentation. */
const FENCE = /^(\s*)(`{3,}|~{3,})(.*)$/;
/** The editor draws some languages as parts of its own, with buttons: those names begin so. */
const OWN_LANGUAGE = /^vscode/i;

/** Text of anybody as one line of a chat's Markdown that means nothing: no link, no picture, no format, no address to click. */
export function plainInline(text: string): string {
  return showInvisible(text)
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[!-/:-@[-`{-~]/g, '\\$&');
}

/** The same for text whose lines count. */
export function plainLines(text: string): string {
  return text.split('\n').map(plainInline).join('  \n');
}

/** Text of anybody as code within a line: shown character by character. */
export function inlineCode(text: string): string {
  const line = showInvisible(text).replace(/\s+/g, ' ').trim();
  if (line === '') return '';
  const gap = /^`|`$/.test(line) ? ' ' : '';
  return marksFor(line, 1) + gap + line + gap + marksFor(line, 1);
}

/** Text of anybody as a block of code. */
export function codeBlock(text: string, language = ''): string {
  const marks = marksFor(text, 3);
  return `${marks}${language}\n${showInvisible(text)}\n${marks}`;
}

/** A fence that nothing within the text can end. */
function marksFor(text: string, least: number): string {
  const longest = Math.max(least - 1, ...[...text.matchAll(/`+/g)].map(([marks]) => marks.length));
  return '`'.repeat(longest + 1);
}

/** What a model wrote, whole, as Markdown that shows formats and code and nothing else. */
export function safeMarkdown(text: string): string {
  const parts: string[] = [];
  const stream = new SafeMarkdown((part) => parts.push(part));
  stream.push(text);
  stream.end();
  return parts.join('').trim();
}

/**
 * What a model writes, piece by piece, as Markdown for the chat. Formats, lists, tables and code stay; links, addresses, pictures, HTML, math
 * and the editor's own blocks become the text that they are. Code is written anew in fences of our own, so that nothing depends on reading the text as the editor does.
 */
export class SafeMarkdown {
  readonly #emit: (text: string) => void;
  #held = '';
  /** The rest of a line of which a part was passed on. */
  #midLine = false;
  #fence: Fence | undefined;

  constructor(emit: (text: string) => void) {
    this.#emit = emit;
  }

  push(text: string): void {
    this.#held += text;
    for (let end = this.#held.indexOf('\n'); end >= 0; end = this.#held.indexOf('\n')) {
      const line = this.#held.slice(0, end);
      this.#held = this.#held.slice(end + 1);
      this.#line(line);
    }
    if (!this.#fence) this.#passWords();
  }

  /** Passes on what is held back, and closes a block that was left open. */
  end(): void {
    if (this.#held !== '') this.#line(this.#held);
    this.#held = '';
    if (this.#fence) this.#closeFence(this.#fence);
  }

  #line(line: string): void {
    const marks = this.#midLine ? null : FENCE.exec(line);
    const fence = this.#fence;
    if (fence && marks && closes(marks, fence)) this.#closeFence(fence);
    else if (fence) fence.lines.push(line.startsWith(fence.indent) ? line.slice(fence.indent.length) : line.trimStart());
    else if (marks && !marks[3]?.includes('`'))
      this.#fence = { indent: marks[1] ?? '', marks: marks[2] ?? '', language: languageOf(marks[3] ?? ''), lines: [] };
    else this.#emit(`${safeLine(line)}\n`);
    this.#midLine = false;
  }

  /** A block is passed on when it is whole: only then it is known which fence its text cannot end. */
  #closeFence({ lines, language }: Fence): void {
    this.#fence = undefined;
    this.#emit(`\n${codeBlock(lines.join('\n'), language)}\n\n`);
  }

  /** The words of a line that is not whole yet, unless it may become code. */
  #passWords(): void {
    const end = this.#held.lastIndexOf(' ') + 1;
    const words = this.#held.slice(0, end);
    if (words.trim() === '' || /[`~\\]/.test(words)) return;
    this.#emit(safeLine(words));
    this.#held = this.#held.slice(end);
    this.#midLine = true;
  }
}

interface Fence {
  readonly indent: string;
  readonly marks: string;
  readonly language: string;
  readonly lines: string[];
}

function closes([, , marks = '', rest = '']: RegExpExecArray, fence: Fence): boolean {
  return marks.startsWith(fence.marks) && rest.trim() === '';
}

function languageOf(info: string): string {
  const [word = ''] = info.trim().split(/[\s{]/);
  return /^[\w+#-]{1,30}$/.test(word) && !OWN_LANGUAGE.test(word) ? word : '';
}

/** A line outside of blocks: its spans of code are written anew, in the rest everything that could link or embed is escaped. */
function safeLine(line: string): string {
  const parts: string[] = [];
  let from = 0;
  for (const { index, 0: span, 2: code = '' } of line.matchAll(/(?<![`\\])(`+)(?!`)(.+?)(?<!`)\1(?!`)/g)) {
    parts.push(escaped(line.slice(from, index)), inlineCode(code));
    from = index + span.length;
  }
  return [...parts, escaped(line.slice(from))].join('');
}

/**
 * Backslashes first: one of the text must not take away the meaning of one of ours. Addresses lose what the editor knows them by: it would take our
 * own escapes for a part of them.
 */
function escaped(text: string): string {
  return showInvisible(text).replace(
    /\\([!-/:-@[-`{-~])?|[<[\]`$@]|:(?=\/\/)|(?<=\bwww)\./gi,
    (found, escapedBefore: string | undefined) => (found.startsWith('\\') ? `\\${escapedBefore ?? '\\'}` : `\\${found}`),
  );
}
