import * as vscode from 'vscode';
import type { CommandId } from '../contributions.ts';
import { plainLabel } from '../plainText.ts';
import { plainInline } from './safeMarkdown.ts';

/**
 * Writes the answer to one request. What comes after the request was stopped is dropped: the editor takes nothing more. When an answer is whole the
 * editor folds away all that stands before its last stretch of Markdown: what is to stay in sight comes last, and only buttons come after it.
 */
export class ChatAnswer {
  readonly #stream: vscode.ChatResponseStream;
  readonly #signal: AbortSignal;

  constructor(stream: vscode.ChatResponseStream, signal: AbortSignal) {
    this.#stream = stream;
    this.#signal = signal;
  }

  /** Markdown of our own; texts of others in it went through `safeMarkdown.ts`. Never trusted: it can hold no command. */
  paragraph(markdown: string): void {
    this.write(`\n\n${markdown}\n\n`);
  }

  /** The same as a list. */
  list(lines: readonly string[]): void {
    if (lines.length > 0) this.paragraph(lines.map((line) => `- ${line}`).join('\n'));
  }

  /** A piece of Markdown that goes on where the last one ended. */
  write(markdown: string): void {
    if (!this.#signal.aborted) this.#stream.markdown(markdown);
  }

  /** What happens now, in plain words; gone when something else follows. */
  progress(text: string): void {
    if (!this.#signal.aborted) this.#stream.progress(plainInline(text));
  }

  /** What a person most likely does next; each takes a line of its own. */
  button(title: string, command: string, ...args: unknown[]): void {
    if (!this.#signal.aborted) this.#stream.button({ title: plainLabel(title), command, arguments: args });
  }

  /** Other ways on, in one line. This Markdown alone may run commands: those that it names, and no word of it is anybody else's. */
  links(...links: readonly CommandLink[]): void {
    if (this.#signal.aborted || links.length === 0) return;
    const text = links
      .map(
        ({ title, command, about }) =>
          `[${plainInline(title)}](command:${command}?${encodeURIComponent(JSON.stringify(about === undefined ? [] : [about]))})`,
      )
      .join(' · ');
    const markdown = new vscode.MarkdownString(`\n\n${text}\n\n`);
    markdown.isTrusted = { enabledCommands: links.map(({ command }) => command) };
    this.#stream.markdown(markdown);
  }
}

/** A command of ours. The title is our own too. */
export interface CommandLink {
  readonly title: string;
  readonly command: CommandId;
  /** The card or the request that it is for. */
  readonly about?: string;
}
