import * as l10n from '@vscode/l10n';
import type { TaskId } from '../../src/core/model/scalars.ts';
import type { TaskStatus } from '../../src/core/model/taskStatus.ts';
import type { BoardCommand, BoardRequest, BoardUpdate, CardCommand } from '../../src/protocol/boardPage.ts';
import type { BoardView } from './boardView.ts';
import { at, findTyped, rangeBetween, stepFrom, type Place, type Step } from './cardFocus.ts';
import { isFiltering, noFilter, type Filter } from './filter.ts';
import { isInPlace, neighboursAt, withMove, type Neighbours } from './moves.ts';

type Answer = Extract<BoardUpdate, { type: 'board-answer' }>;

/** What is typed belongs to one number or title for so long (ms). */
const TYPING = 900;

/** Everything that a person can do on the board, the same for mouse and keyboard. */
export class BoardActs {
  readonly #view: BoardView;
  readonly #send: (request: BoardRequest) => void;
  readonly #waiting = new Map<number, (answer: Answer) => void>();
  #asks = 0;
  #anchor: TaskId | undefined;
  #typed = { text: '', at: Number.NEGATIVE_INFINITY };
  /** How many cards a column shows at once. Set by the page. */
  pageSize = 8;

  constructor(view: BoardView, send: (request: BoardRequest) => void) {
    this.#view = view;
    this.#send = send;
  }

  /** Every update goes through here. */
  receive(update: BoardUpdate): void {
    if (!this.#view.receive(update)) this.#send({ type: 'ready' });
    if (update.type === 'card-reveal') this.focus(update.task);
    if (update.type !== 'board-answer') return;
    this.#waiting.get(update.ask)?.(update);
    this.#waiting.delete(update.ask);
  }

  /** Puts the keyboard on a card, wherever it is; one that the filter hides brings the filter down. */
  focus(task: TaskId): void {
    const view = this.#view;
    if (!view.lists.peek().some((list) => list.some(({ id }) => id === task))) this.setFilter(noFilter);
    this.go({ ...view.place.peek(), task });
  }

  go(place: Place): void {
    this.#view.wantedPlace.value = place;
    this.#view.wantedPlace.value = this.#view.place.peek();
    this.#view.focusTick.value += 1;
  }

  /** What the editor's menu of a card is told: for which cards, and what may be done with them. */
  menuContext(task: TaskId): Record<string, unknown> {
    const tasks = this.#view.targetsOf(task);
    const cards = tasks.map((id) => this.#view.findCard(id)).filter((card) => card !== undefined);
    const some = (...statuses: TaskStatus[]): boolean => cards.some(({ status }) => statuses.includes(status));
    return {
      webviewSection: 'card',
      preventDefaultContextMenuItems: true,
      tasks,
      rotaRunnable: some('todo', 'queued'),
      rotaRunning: some('running', 'waiting'),
      rotaReview: some('review'),
      rotaProposed: cards.some(({ accepted }) => !accepted),
      rotaHasRun: tasks.length === 1 && cards[0]?.run !== null,
      rotaOne: tasks.length === 1,
    };
  }

  /** Gives the keyboard back to the card that had it. */
  refocus(): void {
    this.#view.focusTick.value += 1;
  }

  step(step: Step, extend: boolean): void {
    const view = this.#view;
    const from = view.place.peek();
    const to = stepFrom(from, step, view.lists.peek(), this.pageSize);
    this.go(to);
    if (!extend || from.task === null || to.task === null || from.column !== to.column) {
      this.#anchor = to.task ?? undefined;
      if (!extend && view.selection.peek().size > 0) view.selection.value = new Set();
      return;
    }
    this.#anchor ??= from.task;
    view.selection.value = new Set(rangeBetween(this.#anchor, to.task, view.lists.peek()));
    this.#announceSelection();
  }

  /** A click, or Space: what it selects depends on the keys held. */
  select(task: TaskId, how: 'one' | 'toggle' | 'range' | 'keep'): void {
    const view = this.#view;
    const selection = new Set(view.selection.peek());
    if (how === 'range' && this.#anchor !== undefined) {
      view.selection.value = new Set(rangeBetween(this.#anchor, task, view.lists.peek()));
    } else if (how === 'toggle') {
      // The card that was clicked before counts as the first of several.
      if (selection.size === 0 && this.#anchor !== undefined && this.#anchor !== task && view.findCard(this.#anchor))
        selection.add(this.#anchor);
      if (!selection.delete(task)) selection.add(task);
      view.selection.value = selection;
      this.#anchor = task;
    } else if (how === 'one') {
      if (selection.size > 0) view.selection.value = new Set();
      this.#anchor = task;
    }
    if (how === 'toggle' || how === 'range') this.#announceSelection();
    this.go({ ...view.place.peek(), task });
  }

  /** Space: selects the focused card or leaves it out. */
  toggle(): void {
    const { task } = this.#view.place.peek();
    if (task === null) return;
    const selection = new Set(this.#view.selection.peek());
    if (!selection.delete(task)) selection.add(task);
    this.#view.selection.value = selection;
    this.#anchor = task;
    this.#announceSelection();
  }

  /** The cards of the column first, of the whole board when they are selected already. */
  selectAll(): void {
    const view = this.#view;
    const lists = view.lists.peek();
    const column = lists[view.place.peek().column] ?? [];
    const whole = column.length > 0 && column.every(({ id }) => view.selection.peek().has(id));
    view.selection.value = new Set((whole ? lists.flat() : column).map(({ id }) => id));
    this.#announceSelection();
  }

  clearSelection(): void {
    this.#view.selection.value = new Set();
  }

  /** Has a number or title been begun that the next key goes on with? */
  isTyping(now: number): boolean {
    return now - this.#typed.at < TYPING;
  }

  /** Goes to the card that the keys typed so far mean. */
  type(key: string, now: number): void {
    const text = this.isTyping(now) ? this.#typed.text + key : key;
    this.#typed = { text, at: now };
    const task = findTyped(text, this.#view.place.peek(), this.#view.lists.peek());
    if (task === undefined) this.announce(l10n.t('No card "{0}"', text));
    else this.focus(task);
  }

  open(task: TaskId): void {
    this.#send({ type: 'card-open', task });
  }

  command(command: CardCommand, tasks: readonly TaskId[]): void {
    if (tasks.length === 0) return;
    this.#send({ type: 'cards-command', command, tasks: [...tasks] });
  }

  boardCommand(command: BoardCommand): void {
    this.#send({ type: 'board-command', command });
  }

  openBoardFile(): void {
    this.#send({ type: 'board-file-open' });
  }

  /** Moves cards to a gap between the shown cards of a column: at once on the page, and back with the reason when it is refused. */
  async moveTo(tasks: readonly TaskId[], column: number, index: number): Promise<void> {
    const view = this.#view;
    const target = view.columns.peek()[column];
    const state = view.shown.peek();
    if (!target || !state || tasks.length === 0) return;
    const neighbours = neighboursAt({ all: target.all, shown: target.cards, index, moving: new Set(tasks) });
    if (isInPlace(target.all, tasks, neighbours)) return;
    const inside = tasks.every((task) => target.spec.statuses.includes(state.cards.get(task)?.status ?? target.spec.drop));
    // Within its column a card keeps its status: the place of a failed card among the done ones says nothing about its end.
    const { problem } = await this.#move(tasks, inside ? null : target.spec.drop, neighbours);
    this.refocus();
    if (problem !== null) return this.refuse(problem);
    view.notice.value = undefined;
    this.announce(
      tasks.length === 1
        ? l10n.t('#{0} moved to {1}, {2} of {3}', ...this.#whereabouts(tasks[0]))
        : l10n.t('{0} cards moved to {1}', tasks.length, target.spec.name),
    );
  }

  /** Alt and an arrow: the cards one step on. */
  nudge(step: Step): void {
    const view = this.#view;
    const tasks = view.targets();
    const { column } = view.place.peek();
    const target = gapBeyond(view, tasks, column, step);
    if (target) void this.moveTo(tasks, target.column, target.index);
  }

  /** Opens the field for a new card in this column, or in the first that takes new cards. */
  openNewCard(column: number): void {
    const columns = this.#view.columns.peek();
    const takes = (index: number): boolean => takesNewCards(columns[index]?.spec.drop);
    const chosen = takes(column) ? column : columns.findIndex((_, index) => takes(index));
    if (chosen >= 0 && this.#view.facts.peek().readOnly === null) this.#view.mode.value = { kind: 'new', column: chosen };
  }

  /** Answers the new card, or `undefined` when it was refused. */
  async create(title: string, column: number): Promise<TaskId | undefined> {
    const spec = this.#view.columns.peek()[column]?.spec;
    if (!spec) return undefined;
    const ask = this.#nextAsk();
    const { problem, task } = await this.#answer(ask, { type: 'card-create', ask, title, status: spec.drop });
    if (problem !== null) this.refuse(problem);
    const card = task === null ? undefined : this.#view.findCard(task);
    if (card) {
      this.#view.wantedPlace.value = { column, task: card.id, index: 0 };
      this.announce(l10n.t('#{0} added to {1}', card.number, spec.name));
    }
    return card?.id;
  }

  async rename(task: TaskId, title: string): Promise<void> {
    const card = this.#view.findCard(task);
    if (!card || title.trim() === '' || title.trim() === card.title) return;
    const ask = this.#nextAsk();
    const { problem } = await this.#answer(ask, { type: 'card-rename', ask, task, title });
    if (problem !== null) this.refuse(problem);
    else this.announce(l10n.t('#{0} renamed', card.number));
  }

  setFilter(filter: Filter): void {
    const view = this.#view;
    view.filter.value = filter;
    view.wantedPlace.value = view.place.peek();
    const matches = view.matches.peek();
    if (isFiltering(filter)) this.announce(matches === 1 ? l10n.t('1 card matches') : l10n.t('{0} cards match', matches));
  }

  announce(text: string): void {
    this.#view.announcement.value = text;
  }

  refuse(problem: string): void {
    this.#view.notice.value = problem;
  }

  #move(tasks: readonly TaskId[], to: TaskStatus | null, neighbours: Neighbours): Promise<Answer> {
    const view = this.#view;
    const ask = this.#nextAsk();
    const state = view.shown.peek();
    if (state) view.pending.value = withMove(state, view.pending.peek(), { ...neighbours, ask, tasks, status: to });
    return this.#answer(ask, { type: 'cards-move', ask, tasks: [...tasks], to, ...neighbours });
  }

  #answer(ask: number, request: BoardRequest): Promise<Answer> {
    return new Promise((resolve) => {
      this.#waiting.set(ask, resolve);
      this.#send(request);
    });
  }

  #nextAsk(): number {
    this.#asks += 1;
    return this.#asks;
  }

  #whereabouts(task: TaskId | undefined): [number, string, number, number] {
    const columns = this.#view.columns.peek();
    const column = columns.find(({ cards }) => cards.some(({ id }) => id === task));
    const index = column?.cards.findIndex(({ id }) => id === task) ?? -1;
    return [column?.cards[index]?.number ?? 0, column?.spec.name ?? '', index + 1, column?.cards.length ?? 0];
  }

  #announceSelection(): void {
    const { size } = this.#view.selection.peek();
    this.announce(size === 1 ? l10n.t('1 card selected') : l10n.t('{0} cards selected', size));
  }
}

/** The gap that is one step from where the cards stand. */
function gapBeyond(view: BoardView, tasks: readonly TaskId[], column: number, step: Step): { column: number; index: number } | undefined {
  const lists = view.lists.peek();
  const list = lists[column] ?? [];
  const moving = new Set(tasks);
  const first = list.findIndex(({ id }) => moving.has(id));
  const last = list.findLastIndex(({ id }) => moving.has(id));
  if (first < 0) return undefined;
  switch (step) {
    case 'up':
      return { column, index: Math.max(0, first - 1) };
    case 'down':
      return { column, index: Math.min(list.length, last + 2) };
    case 'first':
    case 'page-up':
      return { column, index: 0 };
    case 'last':
    case 'page-down':
      return { column, index: list.length };
    case 'left':
    case 'right': {
      const next = column + (step === 'left' ? -1 : 1);
      return lists[next] ? { column: next, index: at(next, first, lists).index } : undefined;
    }
  }
}

/** Statuses that a card can be made with by hand. */
const beginnings: ReadonlySet<TaskStatus> = new Set(['todo', 'queued', 'running']);

/** Can cards be made in a column whose drop gives this status? */
export function takesNewCards(status: TaskStatus | undefined): boolean {
  return status !== undefined && beginnings.has(status);
}
