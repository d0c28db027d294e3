import * as l10n from '@vscode/l10n';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { BoardCard } from '../../src/core/model/boardCard.ts';
import type { TaskId } from '../../src/core/model/scalars.ts';
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
  const focused = useDerived(() => view.place.value.task === card.id, [card]);
  const hovered = useDerived(() => view.hovered.value === card.id, [card]);
  const selected = useDerived(() => view.selection.value.has(card.id), [card]);
  const renaming = useDerived(() => view.mode.value.kind === 'rename' && view.mode.value.task === card.id, [card]);
  const held = useDerived(() => isHeld(view, card.id), [card]);
  const running = useDerived(() => card.status === 'running' && card.run !== null && view.running.value.has(card.run), [card]);
  const asking = useDerived(() => view.asking.value.has(card.id), [card]);
  const tick = useDerived(() => (view.place.value.task === card.id ? view.focusTick.value : 0), [card]);
  useLayoutEffect(() => {
    if (focused && !renaming && mayTakeFocus()) element.current?.focus({ preventScroll: true });
  }, [focused, renaming, tick]);
  useEffect(() => (element.current ? makeDraggable(element.current, card.id, page) : undefined), [card.id]);
  const context = { running, asking, now: Date.now() };
  const face = `card${selected ? ' selected' : ''}${held ? ' held' : ''}${card.status === 'canceled' ? ' ended' : ''}`;
  return (
    <div
      ref={element} class="row" role="row" data-task={card.id} data-stop="" tabIndex={focused ? 0 : -1}
      aria-rowindex={index + 1} aria-selected={selected} aria-label={spokenCard(card, context)} style={{ transform: `translateY(${index * rowHeight}px)` }}
    >
      <div class={face} role="gridcell">
        {renaming ? <RenameBox card={card} /> : <CardFace card={card} context={context} />}
        {(focused || hovered) && !renaming ? <CardActions card={card} running={running} /> : null}
        {card.progress > 0 && card.progress < 100 ? <progress class="progress" max={100} value={card.progress} aria-label={l10n.t('Progress')} /> : null}
      </div>
    </div>
  );
}

function isHeld({ mode, dragged }: BoardView, task: TaskId): boolean {
  return (mode.value.kind === 'carry' && mode.value.tasks.includes(task)) || dragged.value.includes(task);
}
