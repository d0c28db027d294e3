import * as l10n from '@vscode/l10n';
import type { Run } from '../../core/model/run.ts';
import type { RunEvent } from '../../core/model/runEvent.ts';
import type { TaskId } from '../../core/model/scalars.ts';
import type { Task } from '../../core/model/task.ts';
import type { TaskStatus } from '../../core/model/taskStatus.ts';
import type { OpenBoard } from '../openBoard.ts';
import { badge } from './cardText.ts';
import type { ChatTurn } from './chatTurn.ts';
import { isRequest, showRequest } from './requestParts.ts';
import { shownEvent, stepsText, type ShownEvent } from './runText.ts';
import { showEnd } from './endText.ts';

/** Events that are asked for at once. */
const PIECE = 1000;
/** Of a run that went on before it was watched, so much is shown. */
const MOST_BEFORE = 6;

/** Markdown that cannot go on behind a number in its line. */
const OPENS_BLOCK = /^(?:\s{4}|\s*(?:[-+#>|~`]|\* |\d+[.)] ))/;
const goesOn: ReadonlySet<TaskStatus> = new Set(['queued', 'running', 'waiting']);

/** Shows in a chat what happens with one card: messages under its number, steps gathered to lines, what it asks for with buttons. */
export class CardWatch {
  readonly #turn: ChatTurn;
  readonly #board: OpenBoard;
  readonly #task: TaskId;
  readonly #asked = new Set<string>();
  #steps: string[] = [];
  #run: Run['id'] | undefined;
  #seen = 0;
  #isFirst = true;
  #saidMessage = false;

  constructor(turn: ChatTurn, board: OpenBoard, task: TaskId) {
    this.#turn = turn;
    this.#board = board;
    this.#task = task;
  }

  /** Shows what is new since the last look. True when the card does not go on by itself any more: its end was shown then. */
  async look(): Promise<boolean> {
    const { store } = this.#board;
    const task = await store.findTask(this.#task);
    if (!task) return true;
    const isSettled = !goesOn.has(task.status);
    const [run] = (await store.listRuns({ task: task.id, limit: 1 })).items;
    if (run) await this.#follow(run, task, isSettled);
    this.#isFirst = false;
    if (!isSettled) this.#showRequests(task);
    else this.#end(task);
    return isSettled;
  }

  async #follow(run: Run, task: Task, isSettled: boolean): Promise<void> {
    if (run.id !== this.#run) {
      this.#run = run.id;
      this.#seen = 0;
      // What ended before anybody watched is told by the card's state.
      if (this.#isFirst && (isSettled || run.endedAt !== null)) this.#seen = run.eventCount;
    }
    const isBefore = this.#isFirst;
    const shown: ShownEvent[] = [];
    for (let events: RunEvent[] | undefined; events === undefined || events.length === PIECE; ) {
      events = await this.#board.store.readRunEvents(run.id, this.#seen, PIECE);
      this.#seen = events.at(-1)?.seq ?? this.#seen;
      shown.push(...events.flatMap(({ body }) => shownEvent(body) ?? []));
    }
    if (isBefore && shown.length > MOST_BEFORE) this.#say(task.number, l10n.t('is on its way already; this is what came last.'));
    for (const each of isBefore ? shown.slice(-MOST_BEFORE) : shown) this.#show(each, task.number);
  }

  #show(shown: ShownEvent, number: number): void {
    const { answer } = this.#turn;
    switch (shown.kind) {
      case 'moment':
        return answer.progress(`#${number} ${shown.plain}`);
      case 'step':
        this.#steps.push(shown.markdown);
        return answer.progress(`#${number} ${shown.plain}`);
      case 'message':
        this.#saidMessage = true;
        this.#passSteps(number);
        return this.#say(number, OPENS_BLOCK.test(shown.markdown) ? `\n\n${shown.markdown}` : shown.markdown);
      case 'line':
        this.#passSteps(number);
        return this.#say(number, shown.markdown);
    }
  }

  #passSteps(number: number): void {
    if (this.#steps.length > 0) this.#say(number, stepsText(this.#steps));
    this.#steps = [];
  }

  #say(number: number, markdown: string): void {
    this.#turn.answer.paragraph(`${badge(number)} ${markdown}`);
  }

  #showRequests({ id, number }: Task): void {
    for (const row of this.#turn.parts.waiting.rows.filter(isRequest)) {
      if (row.task !== id || this.#asked.has(row.id)) continue;
      this.#asked.add(row.id);
      this.#passSteps(number);
      showRequest(row, this.#turn.answer);
    }
  }

  #end(task: Task): void {
    this.#passSteps(task.number);
    showEnd(task, this.#turn, !this.#saidMessage);
  }
}
