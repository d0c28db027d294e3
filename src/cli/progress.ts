import * as l10n from '@vscode/l10n';
import type { PersonRequest } from '../core/model/request.ts';
import type { RunEventBody } from '../core/model/runEvent.ts';
import type { TaskId } from '../core/model/scalars.ts';
import type { Task } from '../core/model/task.ts';
import type { RunNews } from '../core/runs/runPorts.ts';
import { eventLine } from './eventLines.ts';
import { LiveScreen } from './liveScreen.ts';
import { shownText } from './shownText.ts';
import { stylesFor, type Styles } from './styles.ts';
import type { PromptSurroundings } from './terminalApprover.ts';
import type { Terminal } from './terminal.ts';
import { nameTask } from './taskText.ts';
import { oneLine } from './textLayout.ts';

/** How often the moving line may change: more is flicker. */
const REFRESH = 100;
const TAIL = 200;
const SHOWN_TAIL = 60;

interface Doing {
  readonly number: number;
  steps: number;
  /** What goes on when it is not the model that works. */
  what: string | undefined;
  /** The end of what comes in at the moment. */
  tail: string;
}

/** Shows runs while they happen: a line for each event that matters, and what is going on right now. */
export class Progress implements PromptSurroundings {
  readonly #screen: LiveScreen;
  readonly #styles: Styles;
  readonly #findTask: (id: TaskId) => Promise<Task | undefined>;
  readonly #doing = new Map<TaskId, Doing>();
  readonly #started = performance.now();
  readonly #timer: NodeJS.Timeout;
  #order: Promise<void> = Promise.resolve();

  constructor(terminal: Terminal, findTask: (id: TaskId) => Promise<Task | undefined>) {
    this.#screen = new LiveScreen(terminal.stderr, terminal.env);
    this.#styles = stylesFor(terminal.stderr, terminal.env);
    this.#findTask = findTask;
    this.#timer = setInterval(() => this.#screen.status(this.#status()), REFRESH);
    this.#timer.unref();
  }

  /** Takes news in order: the first of a card waits until its title is known. */
  onNews(news: RunNews): void {
    this.#order = this.#order.then(() => this.#take(news));
  }

  /** Resolves when all news is shown. */
  async finish(): Promise<void> {
    await this.#order;
    clearInterval(this.#timer);
    this.#screen.status('');
  }

  pause(): void {
    this.#screen.pause();
  }

  resume(): void {
    this.#screen.resume();
  }

  async nameOf(request: PersonRequest): Promise<string> {
    // The lines that lead up to the question stand above it.
    await this.#order;
    const task = await this.#findTask(request.task);
    return task ? nameTask(task) : '';
  }

  async #take(news: RunNews): Promise<void> {
    const doing = this.#doing.get(news.task) ?? (await this.#meet(news.task));
    if (news.kind === 'live') {
      doing.tail = (doing.tail + news.event.text).slice(-TAIL);
      return;
    }
    const { body } = news.event;
    this.#follow(doing, body);
    if (body.type === 'run-end') this.#doing.delete(news.task);
    const line = eventLine(news.event, this.#styles);
    if (line !== undefined) this.#screen.print(this.#prefixed(doing.number, line), this.#status());
  }

  async #meet(id: TaskId): Promise<Doing> {
    const task = await this.#findTask(id);
    const doing: Doing = { number: task?.number ?? 0, steps: 0, what: l10n.t('starting'), tail: '' };
    this.#doing.set(id, doing);
    if (task) this.#screen.print(this.#styles.bold(shownText(nameTask(task))));
    return doing;
  }

  #follow(doing: Doing, body: RunEventBody): void {
    doing.tail = '';
    if (body.type === 'text') doing.steps++;
    if (body.type === 'tool-start') doing.what = oneLine(body.summary);
    else if (body.type === 'check-start') doing.what = l10n.t('checking: {0}', oneLine(body.title));
    else if (body.type === 'tool-end' || body.type === 'prompt') doing.what = undefined;
  }

  #prefixed(number: number, line: string): string {
    const prefix = this.#styles.dim(`#${number}`);
    return line
      .split('\n')
      .map((each) => `${prefix} ${each}`)
      .join('\n');
  }

  #status(): string {
    const parts = [...this.#doing.values()].map(({ number, steps, what, tail }) => {
      const now = what ?? l10n.t('the model works, step {0}', steps + 1);
      const last = tail
        .split('\n')
        .map(oneLine)
        .findLast((line) => line !== '');
      return last === undefined
        ? `#${number} ${now}`
        : `#${number} ${now}: ${last.length > SHOWN_TAIL ? `…${last.slice(-SHOWN_TAIL)}` : last}`;
    });
    const seconds = Math.floor((performance.now() - this.#started) / 1000);
    return parts.length === 0 ? '' : `${l10n.t('{0} s', seconds)} · ${parts.join(' · ')}`;
  }
}
