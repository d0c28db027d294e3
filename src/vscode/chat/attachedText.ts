import * as l10n from '@vscode/l10n';
import type { TaskDraft } from '../../core/model/task.ts';
import { codeBlock, inlineCode } from './safeMarkdown.ts';

/** Something that a person attached to a request. */
export interface Attachment {
  /** Relative to its workspace folder; `null` for words that are no file. */
  readonly path: string | null;
  /** Counted from 1; `null` is the whole file. */
  readonly lines: { readonly first: number; readonly last: number } | null;
  /** What is selected, or all of it; `null` when it is too much, or not text. */
  readonly text: string | null;
  /** As the editor names it. */
  readonly language: string;
}

/** What was attached, and what of it could not be used. */
export interface Attachments {
  readonly items: readonly Attachment[];
  /** Name of the workspace folder of the first file; `null` is the first folder. */
  readonly root: string | null;
  readonly refused: readonly string[];
}

/** Characters that a card quotes of one attachment, and of all. */
const QUOTED = 8000;
const QUOTED_IN_ALL = 24_000;
const TITLE = 120;

/** A card of the words of a request: the first line names it, the rest and what was attached describe it. */
export function draftOfPrompt(prompt: string, { items, root }: Attachments): TaskDraft {
  const [first = ''] = prompt.trim().split('\n');
  const title =
    first.trim().length > TITLE
      ? `${first
          .trim()
          .slice(0, TITLE - 1)
          .replace(/[\ud800-\udbff]$/, '')}…`
      : first.trim();
  const words = title === prompt.trim() ? [] : [prompt.trim()];
  return { title, description: [...words, ...quoted(items)].join('\n\n'), ...(root === null ? {} : { root }) };
}

/** Places as links that the card's page follows, selections quoted. A whole file is named only: the agent reads it as it is then. */
function quoted(items: readonly Attachment[]): string[] {
  let left = QUOTED_IN_ALL;
  return items.map(({ path, lines, text, language }) => {
    const place = path === null ? undefined : placeOf(path, lines);
    if (text === null || (path !== null && lines === null)) return place ?? '';
    const cut = shortened(text, Math.min(QUOTED, left));
    left -= cut.length;
    return [place, codeBlock(cut, language)].filter((part) => part !== undefined).join('\n\n');
  });
}

/** The same as a model reads it, with the text of whole files. */
export function contextForModel({ items, refused }: Attachments, most: number): string {
  let left = most;
  const parts = items.map(({ path, lines, text, language }) => {
    const place = path === null ? 'Attached text:' : `Attached: ${path}${lines ? `, lines ${lines.first} to ${lines.last}` : ''}`;
    const cut = shortened(text ?? '', left);
    left -= cut.length;
    return cut === '' ? place : `${place}\n${codeBlock(cut, language)}`;
  });
  return [...parts, ...refused.map((name) => `Attached, but it cannot be read here: ${name}`)].join('\n\n');
}

function placeOf(path: string, lines: Attachment['lines']): string {
  if (!lines) return inlineCode(path);
  const first = inlineCode(`${path}:${lines.first}`);
  return lines.last > lines.first ? l10n.t('{0} to line {1}', first, lines.last) : first;
}

function shortened(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, Math.max(0, most))}\n…` : text;
}
