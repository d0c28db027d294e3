import { createInterface } from 'node:readline/promises';
import * as l10n from '@vscode/l10n';
import type { PersonRequest, RequestAnswer } from '../core/model/request.ts';
import type { Approver } from '../core/runs/runPorts.ts';
import type { TextFilter } from '../core/runs/textFilter.ts';
import { answerFrom, answerHint } from './requestAnswers.ts';
import { requestText } from './requestText.ts';
import { stylesFor, type Styles } from './styles.ts';
import { isInteractive, type Terminal } from './terminal.ts';

/** What shares the terminal with the prompts and must be still while one is open. */
export interface PromptSurroundings {
  pause(): void;
  resume(): void;
  /** Names the card in front of a prompt. */
  nameOf(request: PersonRequest): Promise<string>;
}

/** Asks the person at the terminal, one request at a time. Without a terminal, or when input ends, nobody answers. */
export class TerminalApprover implements Approver {
  readonly #terminal: Terminal;
  readonly #filter: TextFilter;
  readonly #styles: Styles;
  readonly #surroundings: PromptSurroundings | undefined;
  #last: Promise<unknown> = Promise.resolve();

  constructor(terminal: Terminal, filter: TextFilter, surroundings?: PromptSurroundings) {
    this.#terminal = terminal;
    this.#filter = filter;
    this.#styles = stylesFor(terminal.stderr, terminal.env);
    this.#surroundings = surroundings;
  }

  async answer(request: PersonRequest, signal: AbortSignal): Promise<RequestAnswer | undefined> {
    if (!isInteractive(this.#terminal)) return undefined;
    const turn = this.#last.then(() => this.#ask(request, signal));
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  async #ask(request: PersonRequest, signal: AbortSignal): Promise<RequestAnswer | undefined> {
    signal.throwIfAborted();
    this.#surroundings?.pause();
    try {
      const { stderr } = this.#terminal;
      const card = (await this.#surroundings?.nameOf(request)) ?? '';
      const heading = card === '' ? l10n.t('Waits for you') : l10n.t('{0} waits for you', this.#filter(card));
      stderr.write(`\n${this.#styles.bold(this.#styles.yellow(heading))}\n${requestText(request.body, this.#styles, this.#filter)}\n`);
      return await this.#read(request, signal);
    } finally {
      this.#surroundings?.resume();
    }
  }

  /** Asks until the answer makes sense. */
  async #read({ body }: PersonRequest, signal: AbortSignal): Promise<RequestAnswer | undefined> {
    const { stdin, stderr } = this.#terminal;
    const lines = createInterface({ input: stdin, output: stderr, terminal: true });
    const ended = new AbortController();
    lines.once('close', () => ended.abort());
    // The line editor takes Ctrl+C for itself; the command must hear it.
    lines.on('SIGINT', () => process.emit('SIGINT'));
    try {
      for (;;) {
        const line = await lines.question(`${this.#styles.dim(answerHint(body))}\n> `, { signal: AbortSignal.any([signal, ended.signal]) });
        const answer = answerFrom(body, line);
        if (answer) return answer;
      }
    } catch (error) {
      if (ended.signal.aborted && !signal.aborted) return undefined;
      throw signal.aborted ? (signal.reason as Error) : error;
    } finally {
      lines.close();
    }
  }
}
