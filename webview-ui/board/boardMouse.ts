import { TaskId } from '../../src/core/model/scalars.ts';
import type { BoardPage } from './page.ts';

/** Hears the mouse for all cards: one listener for ten thousand. */
export function hearMouse(board: HTMLElement, { view, acts }: BoardPage): () => void {
  const listening = new AbortController();
  const { signal } = listening;
  board.addEventListener(
    'click',
    (event) => {
      const task = taskAt(event);
      if (task === undefined || isControl(event)) return;
      if (event.shiftKey) acts.select(task, 'range');
      else if (event.ctrlKey || event.metaKey) acts.select(task, 'toggle');
      else {
        acts.select(task, 'one');
        if (event.target instanceof Element && event.target.closest('[data-open]')) acts.open(task);
      }
    },
    { signal },
  );
  board.addEventListener(
    'dblclick',
    (event) => {
      const task = taskAt(event);
      if (task !== undefined && !isControl(event) && !(event.target instanceof Element && event.target.closest('[data-open]')))
        acts.open(task);
    },
    { signal },
  );
  board.addEventListener('pointerover', (event) => (view.hovered.value = taskAt(event)), { signal });
  board.addEventListener('pointerleave', () => (view.hovered.value = undefined), { signal });
  // Tab and clicks put the focus somewhere by themselves: the board follows.
  board.addEventListener(
    'focusin',
    (event) => {
      const task = taskAt(event);
      if (task !== undefined && view.place.peek().task !== task) acts.go({ ...view.place.peek(), task });
    },
    { signal },
  );
  // The editor shows its own menu for this data. It is set when it is needed: a selection may be long.
  board.addEventListener(
    'contextmenu',
    (event) => {
      const task = taskAt(event);
      if (task === undefined || !(event.target instanceof HTMLElement)) return;
      if (!view.selection.peek().has(task)) acts.select(task, 'one');
      event.target.closest<HTMLElement>('[data-task]')?.setAttribute('data-vscode-context', JSON.stringify(acts.menuContext(task)));
    },
    { signal, capture: true },
  );
  return () => listening.abort();
}

function taskAt(event: Event): TaskId | undefined {
  const element = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-task]') : null;
  const parsed = TaskId.safeParse(element?.dataset['task']);
  return parsed.success ? parsed.data : undefined;
}

function isControl(event: Event): boolean {
  return event.target instanceof Element && event.target.closest('button, textarea, input') !== null;
}
