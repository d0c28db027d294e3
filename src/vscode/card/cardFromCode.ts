import * as l10n from '@vscode/l10n';
import type { TaskDraft } from '../../core/model/task.ts';

/** A place in a file of the workspace from which a card is made. */
export interface CodePlace {
  /** Relative to its workspace folder. */
  readonly path: string;
  /** Name of the workspace folder; `null` is the first. */
  readonly root: string | null;
  /** Counted from 1. */
  readonly line: number;
  readonly code: string;
  /** As the editor names it; goes into the fence. */
  readonly language: string;
}

const TITLE = 120;
/** Characters of code that are quoted; the link leads to the rest. */
const QUOTED = 8000;

/** A card about a selection. The title is what the person wrote. */
export function draftFromSelection(place: CodePlace, title: string): TaskDraft {
  return draft(title, place, []);
}

/** A proposal for the title of a selection: the name of what it begins with, else its first words. */
export function selectionTitle({ code, path }: CodePlace, symbol: string | undefined): string {
  if (symbol !== undefined) return cut(symbol);
  const first = code
    .split('\n')
    .map(bare)
    .find((line) => /[\p{L}\p{N}]/u.test(line));
  return cut(first ?? path);
}

/** A card about a problem that a tool reported. */
export function draftFromProblem(place: CodePlace, { message, source }: { message: string; source: string }): TaskDraft {
  const [first = ''] = message.split('\n');
  const said = source === '' ? quoted(message) : `${quoted(message)}\n>\n> ${source}`;
  return draft(first.trim() === '' ? l10n.t('Problem in {0}', place.path) : first, place, [said]);
}

/** A card about a comment that says what is to be done. */
export function draftFromComment(place: CodePlace): TaskDraft {
  const [, words = ''] = /\b(?:TODO|FIXME|HACK)\b(?:\([^)]{0,100}\))?[\s:\])}-]*(.*)/.exec(place.code) ?? [];
  const title = words.replace(/\s*(?:\*\/|-->|-\}|\*\)|"""|''')\s*$/, '').trim();
  return draft(title === '' ? l10n.t('Do what the comment in {0} says', place.path) : title, place, []);
}

function draft(title: string, { path, root, line, code, language }: CodePlace, before: readonly string[]): TaskDraft {
  const cutCode = code.length > QUOTED ? `${code.slice(0, QUOTED)}\n…` : code;
  const description = [...before, inlineCode(`${path}:${line}`), fenced(cutCode, language)].join('\n\n');
  return { title: cut(title), description, ...(root === null ? {} : { root }) };
}

/** The code cannot end its own fence: that is longer than any row of its marks inside. */
function fenced(code: string, language: string): string {
  const longest = Math.max(2, ...[...code.matchAll(/`+/g)].map(([marks]) => marks.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${/^[\w+#-]{1,30}$/.test(language) ? language : ''}\n${code}\n${fence}`;
}

/** The same for code within a line. */
function inlineCode(text: string): string {
  return text.includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``;
}

function quoted(message: string): string {
  return message
    .split('\n')
    .map((line) => `> ${line}`.trimEnd())
    .join('\n');
}

/** A line without the signs of a comment around it. */
function bare(line: string): string {
  return line
    .trim()
    .replace(/^(?:\/\/+|\/\*+|\*+|#+|<!--|--|;+)\s*/, '')
    .replace(/\s*(?:\*\/|-->)$/, '');
}

function cut(text: string): string {
  const one = text.replace(/\s+/g, ' ').trim();
  return one.length > TITLE ? `${one.slice(0, TITLE - 1)}…` : one;
}
