import * as l10n from '@vscode/l10n';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { BoardCard } from '../../src/core/model/boardCard.ts';
import type { BoardView } from './boardView.ts';
import { CardActions } from './CardActions.tsx';
import { CardFace } from './CardFace.tsx';
import { spokenCard } from './cardWords.ts';
import { makeDraggable } from './dragAndDrop.ts';
import { mayTakeFocus } from './keyboardFocus.ts';
import { usePage } from './page.ts';
import { RenameBox } from './RenameBox.tsx';
import { useDerived } from './useDerived.ts';

interface CardProps {
  readonly card: BoardCard;
  readonly index: number;
  readonly rowHeight: number;
}

/** One card at its place in the column. Clicks and keys are heard by the board as a whole. */
export function Card({ card, index, rowHeight }: CardProps) {
  const page = usePage();
  const { view } = page;
  const element = useRef<HTMLDivElement>(null);
  const { focused, hovered, selected, renaming, carried, running, asking, tick } = unpack(
    useDerived(() => packedMarks(view, card), [card]),
  );
  useLayoutEffect(() => {
    if (focused && !renaming && mayTakeFocus()) element.current?.focus({ preventScroll: true });
  }, [focused, renaming, tick]);
  useEffect(() => (element.current ? makeDraggable(element.current, card.id, page) : undefined), [card.id]);
  const held = useDerived(() => view.whyHeld.value.get(card.id), [card]);
  const serviceLevels = useDerived(() => view.facts.value.serviceLevels, []);
  const context = { running, asking, held, serviceLevels, now: Date.now() };
  const face = `card${selected ? ' selected' : ''}${carried ? ' held' : ''}${card.status === 'canceled' ? ' ended' : ''}`;
  return (
    <div
      ref={element}
      class="row"
      role="row"
      data-task={card.id}
      data-stop=""
      tabIndex={focused ? 0 : -1}
      aria-rowindex={index + 1}
      aria-selected={selected}
      aria-label={spokenCard(card, context)}
      style={{ transform: `translateY(${index * rowHeight}px)` }}
    >
      <div class={face} role="gridcell">
        {renaming ? <RenameBox card={card} /> : <CardFace card={card} context={context} />}
        {(focused || hovered) && !renaming ? <CardActions card={card} running={running} /> : null}
        {card.progress > 0 && card.progress < 100 ? (
          <progress class="progress" max={100} value={card.progress} aria-label={l10n.t('Progress')} />
        ) : null}
      </div>
    </div>
  );
}

interface CardMarks {
  readonly focused: boolean;
  readonly hovered: boolean;
  readonly selected: boolean;
  readonly renaming: boolean;
  readonly carried: boolean;
  readonly running: boolean;
  readonly asking: boolean;
  /** Grows when this card should take the keyboard. */
  readonly tick: number;
}

/** All that the page knows of a card beside the card itself, as one number: a card follows one signal and not eight. */
function packedMarks(view: BoardView, card: BoardCard): number {
  const { mode, dragged, place, hovered, selection, running, asking, focusTick } = view;
  const focused = place.value.task === card.id;
  const marks = [
    focused,
    hovered.value === card.id,
    selection.value.has(card.id),
    mode.value.kind === 'rename' && mode.value.task === card.id,
    (mode.value.kind === 'carry' && mode.value.tasks.includes(card.id)) || dragged.value.includes(card.id),
    card.status === 'running' && card.run !== null && running.value.has(card.run),
    asking.value.has(card.id),
  ];
  const bits = marks.reduce((sum, mark, bit) => sum + (mark ? 2 ** bit : 0), 0);
  return bits + (focused ? focusTick.value * 2 ** marks.length : 0);
}

function unpack(packed: number): CardMarks {
  const mark = (bit: number): boolean => Math.floor(packed / 2 ** bit) % 2 === 1;
  return {
    focused: mark(0),
    hovered: mark(1),
    selected: mark(2),
    renaming: mark(3),
    carried: mark(4),
    running: mark(5),
    asking: mark(6),
    tick: Math.floor(packed / 2 ** 7),
  };
}
