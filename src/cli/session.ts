import type * as z from 'zod';
import type { ActionCall } from '../core/actions/action.ts';
import type { Actor } from '../core/model/actor.ts';
import { filterTexts, type TextFilter } from '../core/runs/textFilter.ts';
import { RUN_TAG } from '../node/processes/environment.ts';
import { personName } from '../node/thisUser.ts';
import type { Host, HostNeeds, LookHost, OpenHost, OpenLook } from './host.ts';
import { jsonText } from './jsonText.ts';
import { shownText } from './shownText.ts';
import { stylesFor, type Styles } from './styles.ts';
import type { Terminal } from './terminal.ts';

/** Options that every command takes. */
export interface GlobalOptions {
  readonly workspace?: string;
  readonly json?: boolean;
}

/** One command line while it is carried out: opens the board when it is first needed, calls actions, prints, closes. */
export class Session {
  readonly terminal: Terminal;
  /** For what goes to standard output. */
  readonly styles: Styles;
  /** Aborts on Ctrl+C. */
  readonly signal: AbortSignal;
  options: GlobalOptions = {};
  exitCode = 0;
  readonly #open: OpenHost;
  readonly #openLook: OpenLook | undefined;
  #host: Promise<Host> | undefined;
  #look: Promise<LookHost> | undefined;
  #filter: TextFilter = shownText;

  constructor(terminal: Terminal, open: OpenHost, signal: AbortSignal, look?: OpenLook) {
    this.terminal = terminal;
    this.#open = open;
    this.#openLook = look;
    this.signal = signal;
    this.styles = stylesFor(terminal.stdout, terminal.env);
  }

  get json(): boolean {
    return this.options.json === true;
  }

  /** The host of the workspace; the first call decides what it may do. */
  host(needs: HostNeeds = {}): Promise<Host> {
    return (this.#host ??= this.#openHost(needs));
  }

  /** The board for a command that only reads, which is quicker: to be asked for before its first call. */
  look(): Promise<LookHost> {
    return (this.#look ??= this.#lookOrOpen());
  }

  /** Makes a text fit for a terminal; masks the keys of this machine as soon as they are known. */
  get filter(): TextFilter {
    return this.#filter;
  }

  /** Calls an action of the table and answers its output, checked against the schema the caller expects. */
  async call<S extends z.ZodType>(action: string, output: S, input: unknown): Promise<z.output<S>> {
    const { actions } = await this.#opened();
    return actions.ask(action, output, input, this.author);
  }

  get author(): ActionCall {
    return { actor: personOf(this.terminal), door: 'cli', signal: this.signal };
  }

  /** Prints an answer: as JSON for programs, else as the text that `render` makes of it, with every text in it made fit for a terminal. */
  async show<T>(answer: T, render: (answer: T) => string): Promise<void> {
    if (this.json) return this.print(jsonText(answer));
    const { filter } = await this.#opened();
    this.print(render(filterTexts(answer, filter)));
  }

  /** Prints an answer that no board has to be open for. */
  async showPlain<T>(answer: T, render: (answer: T) => string): Promise<void> {
    this.print(this.json ? jsonText(answer) : render(filterTexts(answer, this.#filter)));
  }

  print(text: string): void {
    if (text !== '') this.terminal.stdout.write(`${text}\n`);
  }

  /** For people beside the answer: on standard error, and not at all when a program reads. */
  note(text: string): void {
    if (!this.json) this.terminal.stderr.write(`${this.#filter(text)}\n`);
  }

  async close(): Promise<void> {
    const opened = [await this.#host?.catch(() => undefined), await this.#look?.catch(() => undefined)];
    for (const host of new Set(opened)) await host?.close();
  }

  #opened(): Promise<LookHost> {
    return this.#look ?? this.host();
  }

  async #lookOrOpen(): Promise<LookHost> {
    const look = await this.#openLook?.(this.terminal, this.options.workspace);
    if (!look) return this.host();
    this.#filter = look.filter;
    return look;
  }

  async #openHost(needs: HostNeeds): Promise<Host> {
    const host = await this.#open(this.terminal, this.options.workspace, needs);
    this.#filter = host.filter;
    return host;
  }
}

/** Who types: the user of the machine. A command that an agent started speaks for the agent, whatever user it runs as, and may decide nothing. */
function personOf({ env }: Terminal): Actor {
  const run = env[RUN_TAG];
  if (run) return { kind: 'agent', name: `command of run ${run}`.slice(0, 200) };
  return { kind: 'person', name: personName(env) };
}
