import { useSignal, type Signal } from '@preact/signals';
import * as l10n from '@vscode/l10n';
import type { VNode } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { BoardCard } from '../../src/core/model/boardCard.ts';
import type { TaskId } from '../../src/core/model/scalars.ts';
import type { ColumnView } from './boardView.ts';
import { Card } from './Card.tsx';
import { makeDropTarget } from './dragAndDrop.ts';
import { isFiltering } from './filter.ts';
import { mayTakeFocus } from './keyboardFocus.ts';
import { usePage } from './page.ts';
import { rowWindow, scrollToRow, type RowWindow } from './rowWindow.ts';
import { useDerived } from './useDerived.ts';

interface CardListProps {
  readonly index: number;
  readonly column: ColumnView;
  readonly rowHeight: number;
  readonly scrollTop: Signal<number>;
}

/** The cards of a column; only those in view are in the page, and the one with the focus. */
export function CardList({ index, column, rowHeight, scrollTop }: CardListProps) {
  const page = usePage();
  const { view, acts } = page;
  const list = useRef<HTMLDivElement>(null);
  const height = useSignal(0);
  const focusedIndex = useDerived(() => (view.place.value.column === index ? view.place.value.index : -1), [index]);
  const tick = useDerived(() => (view.place.value.column === index ? view.focusTick.value : 0), [index]);
  const filtering = isFiltering(view.filter.value);
  const count = filtering ? column.cards.length : Math.max(column.total, column.cards.length);
  const inputs = [rowHeight, column.cards.length];
  const range = (): RowWindow => rowWindow({ scrollTop: scrollTop.value, height: height.value, rowHeight, count: column.cards.length });
  const first = useDerived(() => range().first, inputs);
  const end = useDerived(() => range().end, inputs);
  useEffect(() => (list.current ? followHeight(list.current, height) : undefined), []);
  useEffect(
    () =>
      list.current
        ? makeDropTarget(list.current, { ...page, column: index, rowHeight: () => Number(list.current?.dataset['rowHeight']) })
        : undefined,
    [],
  );
  useLayoutEffect(() => {
    if (list.current) list.current.scrollTop = scrollTop.peek();
    acts.pageSize = Math.max(1, Math.floor((list.current?.clientHeight ?? rowHeight) / rowHeight) - 1);
  }, [rowHeight, count === 0]);
  useLayoutEffect(() => {
    if (tick > 0 && list.current) scrollIntoSight(list.current, column.cards.length > 0 ? focusedIndex : -1, rowHeight);
  }, [tick]);
  const drawn = useRef(new Map<TaskId, DrawnCard>());
  const rows = drawCards(drawn.current, { cards: column.cards, first, end, focusedIndex, rowHeight });
  return (
    <div
      ref={list}
      class="list"
      data-row-height={rowHeight}
      style={{ '--rows': `${count * rowHeight}px` }}
      {...gridOf(column, index)}
      onScroll={({ currentTarget }) => (scrollTop.value = currentTarget.scrollTop)}
    >
      {column.cards.length === 0 ? (
        <EmptyColumn
          index={index}
          focused={focusedIndex >= 0}
          tick={tick}
          filtering={filtering && column.all.length > 0}
          name={column.spec.name}
        />
      ) : null}
      <div class="rows" role="presentation" style={{ height: `${count * rowHeight}px` }}>
        {rows}
        <DropLine index={index} rowHeight={rowHeight} />
      </div>
    </div>
  );
}

/** What the list is to assistive technology: a grid, once it has cards. */
function gridOf({ cards }: ColumnView, index: number) {
  return cards.length === 0
    ? {}
    : {
        role: 'grid' as const,
        'aria-rowcount': cards.length,
        'aria-colcount': 1,
        'aria-multiselectable': true,
        'aria-labelledby': `column-${index}`,
      };
}

interface DrawnCard {
  readonly card: BoardCard;
  readonly index: number;
  readonly rowHeight: number;
  readonly node: VNode;
}

interface Drawing {
  readonly cards: readonly BoardCard[];
  readonly first: number;
  readonly end: number;
  readonly focusedIndex: number;
  readonly rowHeight: number;
}

/** The same node for a card that stays as it is where it is: the renderer then leaves it alone. */
function drawCards(drawn: Map<TaskId, DrawnCard>, { cards, first, end, focusedIndex, rowHeight }: Drawing): VNode[] {
  const indexes = Array.from({ length: Math.max(0, end - first) }, (_, offset) => first + offset);
  if (focusedIndex >= 0 && focusedIndex < first) indexes.unshift(focusedIndex);
  if (focusedIndex >= end) indexes.push(focusedIndex);
  const before = new Map(drawn);
  drawn.clear();
  return indexes.flatMap((index) => {
    const card = cards[index];
    if (!card) return [];
    const old = before.get(card.id);
    const same = old !== undefined && old.card === card && old.index === index && old.rowHeight === rowHeight;
    const kept = same ? old : { card, index, rowHeight, node: <Card key={card.id} card={card} index={index} rowHeight={rowHeight} /> };
    drawn.set(card.id, kept);
    return [kept.node];
  });
}

/** Stands where cards would: a stop for the keyboard, so that a card can be made here. */
function EmptyColumn({
  index,
  focused,
  tick,
  filtering,
  name,
}: {
  readonly index: number;
  readonly focused: boolean;
  readonly tick: number;
  readonly filtering: boolean;
  readonly name: string;
}) {
  const element = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (focused && mayTakeFocus()) element.current?.focus({ preventScroll: true });
  }, [focused, tick]);
  const { view } = usePage();
  // On an empty board the first column says it for all, and where a card is being written nothing needs to be said.
  const still = useDerived(() => view.state.value?.expected === undefined && view.state.value?.cards.size === 0, []);
  const writing = useDerived(() => view.mode.value.kind === 'new' && view.mode.value.column === index, [index]);
  const text = filtering ? l10n.t('No card matches') : l10n.t('No cards');
  return (
    <div class="empty-column">
      <div ref={element} class="empty-stop muted" data-stop="" tabIndex={focused ? 0 : -1} role="group" aria-label={`${name}: ${text}`}>
        {writing || (still && index > 0 && !focused) ? null : text}
      </div>
      {still && index === 0 ? <FirstCard /> : null}
    </div>
  );
}

/** An empty board leads to its first card. */
function FirstCard() {
  const { view, acts } = usePage();
  if (view.mode.value.kind === 'new' || view.facts.value.readOnly !== null) return null;
  return (
    <div class="first-card">
      <p>{l10n.t('A card says what should be done. Write one, give it to an agent, and see it done.')}</p>
      <button type="button" class="button" onClick={() => acts.openNewCard(0)}>
        {l10n.t('Write the First Card')}
      </button>
    </div>
  );
}

/** Where held cards would land. */
function DropLine({ index, rowHeight }: { readonly index: number; readonly rowHeight: number }) {
  const { view } = usePage();
  const gap = useDerived(() => (view.drop.value?.column === index ? view.drop.value.index : undefined), [index]);
  return gap === undefined ? null : <div class="drop-line" style={{ transform: `translateY(${gap * rowHeight}px)` }} />;
}

/** Shows the column, and the row in it unless that is negative. */
function scrollIntoSight(list: HTMLElement, row: number, rowHeight: number): void {
  if (row >= 0) list.scrollTop = scrollToRow(row, { scrollTop: list.scrollTop, height: list.clientHeight, rowHeight });
  list.closest('.column')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
}

function followHeight(element: HTMLElement, height: Signal<number>): () => void {
  const observer = new ResizeObserver(() => (height.value = element.clientHeight));
  observer.observe(element);
  height.value = element.clientHeight;
  return () => observer.disconnect();
}
