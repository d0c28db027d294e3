import { useComputed } from '@preact/signals';
import * as l10n from '@vscode/l10n';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { BoardCard } from '../../src/core/model/boardCard.ts';
import { CardActions } from './CardActions.tsx';
import { CardFace } from './CardFace.tsx';
import { spokenCard } from './cardWords.ts';
import { makeDraggable } from './dragAndDrop.ts';
import { mayTakeFocus } from './keyboardFocus.ts';
import { usePage } from './page.ts';
import { RenameBox } from './RenameBox.tsx';

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
  const focused = useComputed(() => view.place.value.task === card.id).value;
  const hovered = useComputed(() => view.hovered.value === card.id).value;
  const selected = useComputed(() => view.selection.value.has(card.id)).value;
  const renaming = useComputed(() => view.mode.value.kind === 'rename' && view.mode.value.task === card.id).value;
  const carried = useComputed(() => view.mode.value.kind === 'carry' && view.mode.value.tasks.includes(card.id)).value;
  const running = useComputed(() => card.status === 'running' && card.run !== null && view.running.value.has(card.run)).value;
  const asking = useComputed(() => view.asking.value.has(card.id)).value;
  const tick = useComputed(() => (view.place.value.task === card.id ? view.focusTick.value : 0)).value;
  useLayoutEffect(() => {
    if (focused && !renaming && mayTakeFocus()) element.current?.focus({ preventScroll: true });
  }, [focused, renaming, tick]);
  useEffect(() => (element.current ? makeDraggable(element.current, card.id, page) : undefined), [card.id]);
  const context = { running, asking, now: Date.now() };
  const face = `card${selected ? ' selected' : ''}${carried ? ' carried' : ''}${card.status === 'canceled' ? ' ended' : ''}`;
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
