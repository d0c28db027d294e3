import { useComputed, useSignal, type Signal } from '@preact/signals';
import * as l10n from '@vscode/l10n';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { AbsentBoard } from './AbsentBoard.tsx';
import { Banners } from './Banners.tsx';
import { BulkBar } from './BulkBar.tsx';
import { Column } from './Column.tsx';
import { pressKey } from './boardKeys.ts';
import { hearMouse } from './boardMouse.ts';
import { followDrags } from './dragAndDrop.ts';
import { FilterBar } from './FilterBar.tsx';
import { KeyHelp } from './KeyHelp.tsx';
import { NoticeLine } from './NoticeLine.tsx';
import { usePage } from './page.ts';
import { rowHeightOf } from './rowHeight.ts';
import { Toolbar } from './Toolbar.tsx';

/** How far each part is scrolled. */
export interface ScrollState {
  readonly columns: readonly Signal<number>[];
  readonly sideways: Signal<number>;
}

/** The whole page. */
export function Board({ scroll }: { readonly scroll: ScrollState }) {
  const { view, acts } = usePage();
  const helping = useSignal(false);
  const absent = view.absent.value;
  const known = useComputed(() => view.state.value !== undefined).value;
  const filterOpen = view.filterOpen.value;
  if (absent) return <AbsentBoard reason={absent.reason} message={absent.message} />;
  if (!known) return <p class="muted loading">{l10n.t('Loading…')}</p>;
  const help = (): void => void (helping.value = true);
  return (
    <main class="board-page">
      <Banners />
      <Toolbar onHelp={help} />
      {filterOpen ? <FilterBar /> : null}
      <Columns scroll={scroll} onHelp={help} />
      <BulkBar />
      <NoticeLine />
      <div class="unseen" aria-live="polite">
        {view.announcement.value}
      </div>
      {helping.value ? (
        <KeyHelp
          onClose={() => {
            helping.value = false;
            acts.refocus();
          }}
        />
      ) : null}
    </main>
  );
}

function Columns({ scroll, onHelp }: { readonly scroll: ScrollState; readonly onHelp: () => void }) {
  const page = usePage();
  const { view } = page;
  const board = useRef<HTMLDivElement>(null);
  const count = useComputed(() => view.columns.value.length).value;
  const density = useComputed(() => view.facts.value.density).value;
  const rowHeight = rowHeightOf(density);
  useEffect(() => (board.current ? followDrags(board.current, page) : undefined), []);
  useEffect(() => (board.current ? hearMouse(board.current, page) : undefined), []);
  useLayoutEffect(() => {
    if (board.current) board.current.scrollLeft = scroll.sideways.peek();
  }, []);
  const onKeyDown = (event: KeyboardEvent): void => {
    const atStop = event.target instanceof Element && event.target.matches('[data-stop]');
    if (!atStop || !pressKey(event, page, { search: () => document.getElementById('search')?.focus(), help: onHelp })) return;
    // The editor must not hear it as well: it would undo or search on its own.
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div
      ref={board}
      class={`columns ${density}`}
      style={{ '--row-height': `${rowHeight}px` }}
      onKeyDown={onKeyDown}
      onScroll={({ currentTarget }) => (scroll.sideways.value = currentTarget.scrollLeft)}
    >
      {Array.from({ length: count }, (_, index) => {
        const own = scroll.columns[index];
        return own ? <Column key={index} index={index} rowHeight={rowHeight} scrollTop={own} /> : null;
      })}
    </div>
  );
}
