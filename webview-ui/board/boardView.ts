import { computed, signal, type ReadonlySignal } from '@preact/signals';
import type { BoardCard } from '../../src/core/model/boardCard.ts';
import type { TaskId } from '../../src/core/model/scalars.ts';
import type { BoardFacts, BoardUpdate } from '../../src/protocol/boardPage.ts';
import { openState, withChanges, withMore, type BoardState, type ColumnSpec } from './boardState.ts';
import { settle, start, type Place } from './cardFocus.ts';
import { cardFilter, isFiltering, noFilter, type Filter } from './filter.ts';
import { applyPending, noPending, withoutMove, type PendingMoves } from './moves.ts';

/** What a column shows. */
export interface ColumnView {
  readonly spec: ColumnSpec;
  /** Cards that the filter lets through. */
  readonly cards: readonly BoardCard[];
  readonly all: readonly BoardCard[];
  /** Cards of the column, also those that are still on their way. */
  readonly total: number;
}

/** What the keyboard is busy with. */
export type Mode =
  | { readonly kind: 'rest' }
  | { readonly kind: 'new'; readonly column: number }
  | { readonly kind: 'rename'; readonly task: TaskId }
  | { readonly kind: 'carry'; readonly tasks: readonly TaskId[] };

const unknownFacts: BoardFacts = {
  density: 'comfortable',
  trusted: true,
  readOnly: null,
  displaced: false,
  problem: null,
  queueOn: false,
  asking: [],
  held: [],
  serviceLevels: {},
  running: [],
  agents: [],
  undo: null,
  redo: null,
};

/** All that the page shows, as signals. Holds no truth: it follows what the window tells, and shows moves before they are answered. */
export class BoardView {
  readonly state = signal<BoardState | undefined>(undefined);
  readonly absent = signal<Extract<BoardUpdate, { type: 'board-absent' }> | undefined>(undefined);
  readonly facts = signal<BoardFacts>(unknownFacts);
  readonly pending = signal<PendingMoves>(noPending);
  readonly filter = signal<Filter>(noFilter);
  readonly filterOpen = signal(false);
  readonly wantedPlace = signal<Place>(start);
  readonly selection = signal<ReadonlySet<TaskId>>(new Set());
  readonly mode = signal<Mode>({ kind: 'rest' });
  /** What is written for a new card and not added yet: it outlives the field, whose column may change. */
  readonly newTitle = signal('');
  /** Cards that the mouse holds. */
  readonly dragged = signal<readonly TaskId[]>([]);
  /** Where held cards would land: a gap between the shown cards of a column. */
  readonly drop = signal<{ readonly column: number; readonly index: number } | undefined>(undefined);
  /** Why the window refused what was asked last. */
  readonly notice = signal<string | undefined>(undefined);
  /** The card under the pointer. */
  readonly hovered = signal<TaskId | undefined>(undefined);
  /** Read out by screen readers. */
  readonly announcement = signal('');
  /** Grows when the card with the focus should take the keyboard and be scrolled into view. */
  readonly focusTick = signal(0);

  readonly shown: ReadonlySignal<BoardState | undefined> = computed(
    () => this.state.value && applyPending(this.state.value, this.pending.value),
  );
  readonly asking: ReadonlySignal<ReadonlySet<TaskId>> = computed(() => new Set(this.facts.value.asking));
  readonly whyHeld: ReadonlySignal<ReadonlyMap<TaskId, string>> = computed(
    () => new Map(this.facts.value.held.map(({ task, reason }) => [task, reason])),
  );
  readonly running: ReadonlySignal<ReadonlySet<string>> = computed(() => new Set(this.facts.value.running));
  readonly columns: ReadonlySignal<readonly ColumnView[]> = computed(() => this.#columns());
  readonly lists = computed(() => this.columns.value.map(({ cards }) => cards));
  readonly place: ReadonlySignal<Place> = computed(() => settle(this.wantedPlace.value, this.lists.value));
  readonly matches = computed(() => this.lists.value.reduce((sum, list) => sum + list.length, 0));

  #known: readonly ColumnView[] = [];
  #each: ReadonlySignal<ColumnView | undefined>[] = [];

  /** One column, for a component that follows only this. */
  columnAt(index: number): ReadonlySignal<ColumnView | undefined> {
    return (this.#each[index] ??= computed(() => this.columns.value[index]));
  }

  findCard(task: TaskId): BoardCard | undefined {
    return this.shown.peek()?.cards.get(task);
  }

  numberOf(task: TaskId | undefined): number {
    return (task === undefined ? undefined : this.findCard(task))?.number ?? 0;
  }

  /** The cards that an act is about: the selected ones when the focused one is among them, else the focused one. In board order. */
  targets(): TaskId[] {
    const { task } = this.place.peek();
    return task === null ? [] : this.targetsOf(task);
  }

  targetsOf(task: TaskId): TaskId[] {
    const selection = this.selection.peek();
    if (!selection.has(task)) return [task];
    return this.lists.peek().flatMap((list) => list.filter(({ id }) => selection.has(id)).map(({ id }) => id));
  }

  /** Takes an update in; answers false when something was missed and all must be asked for again. */
  receive(update: BoardUpdate): boolean {
    switch (update.type) {
      case 'board-snapshot':
        this.absent.value = undefined;
        this.state.value = openState(update);
        this.#settle();
        return true;
      case 'board-more':
        return this.#change(update.revision, (state) => withMore(state, update.cards, update.complete));
      case 'board-changes':
        return this.#change(update.from, (state) => withChanges(state, update));
      case 'board-facts':
        this.facts.value = update.facts;
        return true;
      case 'board-absent':
        this.absent.value = update;
        this.state.value = undefined;
        return true;
      case 'board-answer':
        this.pending.value = withoutMove(this.pending.peek(), update.ask);
        return true;
      case 'card-reveal':
        return true;
    }
  }

  #change(from: number, change: (state: BoardState) => BoardState): boolean {
    const state = this.state.peek();
    if (state?.revision !== from) return false;
    this.state.value = change(state);
    this.#settle();
    return true;
  }

  /** Remembers where the focused card is now, and forgets selected cards that are gone. */
  #settle(): void {
    const state = this.state.peek();
    if (!state || state.expected) return;
    this.wantedPlace.value = this.place.peek();
    const selection = this.selection.peek();
    const kept = [...selection].filter((id) => state.cards.has(id));
    if (kept.length < selection.size) this.selection.value = new Set(kept);
  }

  #columns(): readonly ColumnView[] {
    const state = this.shown.value;
    if (!state) return [];
    const filter = this.filter.value;
    const passes = isFiltering(filter) ? cardFilter(filter, this.asking.value) : undefined;
    const next = state.columns.map((spec, index) => {
      const all = state.lists[index] ?? [];
      const cards = passes ? all.filter(passes) : all;
      const total = state.expected?.[index] ?? all.length;
      const old = this.#known[index];
      const same = old !== undefined && old.spec === spec && old.all === all && old.total === total && isSame(old.cards, cards);
      return same ? old : { spec, all, cards, total };
    });
    return (this.#known = next);
  }
}

function isSame(one: readonly BoardCard[], other: readonly BoardCard[]): boolean {
  return one === other || (one.length === other.length && one.every((card, index) => card === other[index]));
}
