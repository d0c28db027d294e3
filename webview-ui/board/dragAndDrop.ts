import { draggable, dropTargetForElements, monitorForElements } from '@atlaskit/pragmatic-drag-and-drop/adapter/element-adapter';
import { setCustomNativeDragPreview } from '@atlaskit/pragmatic-drag-and-drop/element/set-custom-native-drag-preview';
import * as l10n from '@vscode/l10n';
import { TaskId } from '../../src/core/model/scalars.ts';
import type { BoardPage } from './page.ts';
import { edgeScroll, gapAt } from './rowWindow.ts';

type StopListening = () => void;

/** Lets a card be dragged; a selected one takes all selected ones along. */
export function makeDraggable(element: HTMLElement, task: TaskId, { view, acts }: BoardPage): StopListening {
  return draggable({
    element,
    canDrag: () => view.facts.peek().readOnly === null && view.mode.peek().kind !== 'rename',
    getInitialData: () => ({ task }),
    onGenerateDragPreview: ({ nativeSetDragImage }) => {
      const { length } = view.targetsOf(task);
      if (length > 1) setCustomNativeDragPreview({ nativeSetDragImage, render: ({ container }) => drawPreview(container, length) });
    },
    onDragStart: () => {
      // The focused card stays in the page however far its column is scrolled, and a drag needs its source.
      if (view.place.peek().task !== task) acts.select(task, view.selection.peek().has(task) ? 'keep' : 'one');
      view.dragged.value = view.targetsOf(task);
    },
    onDrop: () => (view.dragged.value = []),
  });
}

/** Lets cards be dropped between those of a column's list. */
export function makeDropTarget(
  list: HTMLElement,
  { view, column, rowHeight }: BoardPage & { readonly column: number; rowHeight(): number },
): StopListening {
  const show = (clientY: number): void => {
    const count = view.columns.peek()[column]?.cards.length ?? 0;
    const index = gapAt(clientY - list.getBoundingClientRect().top + list.scrollTop, rowHeight(), count);
    const shown = view.drop.peek();
    if (shown?.column !== column || shown.index !== index) view.drop.value = { column, index };
  };
  return dropTargetForElements({
    element: list.closest<HTMLElement>('.column') ?? list,
    canDrop: ({ source }) => TaskId.safeParse(source.data['task']).success,
    onDragEnter: ({ location }) => show(location.current.input.clientY),
    onDrag: ({ location }) => show(location.current.input.clientY),
    // The last event before a drop may not have been told as a drag.
    onDrop: ({ location }) => show(location.current.input.clientY),
    onDragLeave: () => (view.drop.value = undefined),
  });
}

/** Follows every drag on the board: scrolls what it nears the edge of, and moves the cards where they are dropped. */
export function followDrags(board: HTMLElement, { view, acts }: BoardPage): StopListening {
  let pointer = { x: 0, y: 0 };
  let frame = 0;
  const scroll = (): void => {
    scrollAtEdges(board, pointer);
    frame = requestAnimationFrame(scroll);
  };
  const stop = monitorForElements({
    canMonitor: ({ source }) => TaskId.safeParse(source.data['task']).success,
    onDragStart: ({ location }) => {
      pointer = { x: location.current.input.clientX, y: location.current.input.clientY };
      frame = requestAnimationFrame(scroll);
    },
    onDrag: ({ location }) => (pointer = { x: location.current.input.clientX, y: location.current.input.clientY }),
    onDrop: ({ source, location }) => {
      cancelAnimationFrame(frame);
      const drop = view.drop.peek();
      view.drop.value = undefined;
      const task = TaskId.parse(source.data['task']);
      if (location.current.dropTargets.length === 0) acts.announce(l10n.t('Not moved'));
      else if (drop) void acts.moveTo(view.targetsOf(task), drop.column, drop.index);
    },
  });
  return () => {
    cancelAnimationFrame(frame);
    stop();
  };
}

function scrollAtEdges(board: HTMLElement, { x, y }: { readonly x: number; readonly y: number }): void {
  const frame = board.getBoundingClientRect();
  board.scrollLeft += edgeScroll(x - frame.left, frame.width);
  const list = document.elementFromPoint(x, y)?.closest('.column')?.querySelector('.list');
  if (!list) return;
  const { top, height } = list.getBoundingClientRect();
  list.scrollTop += edgeScroll(y - top, height);
}

function drawPreview(container: HTMLElement, count: number): void {
  const preview = document.createElement('div');
  preview.className = 'drag-preview';
  preview.textContent = l10n.t('{0} cards', count);
  container.append(preview);
}
