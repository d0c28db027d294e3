import { effect, signal } from '@preact/signals';
import { render } from 'preact';
import { BoardUpdate, type BoardRequest } from '../../src/protocol/boardPage.ts';
import { openChannel } from '../shared/channel.ts';
import { Board, type ScrollState } from './Board.tsx';
import { BoardActs } from './boardActs.ts';
import { BoardView, type Mode } from './boardView.ts';
import { KeptState } from './keptState.ts';
import { PageContext } from './page.ts';
import './board.css';

/** Most columns that a board has. */
const COLUMNS = 20;
/** What the page keeps is written this often at most (ms). */
const PACE = 200;

const channel = openChannel<BoardRequest, typeof BoardUpdate>(BoardUpdate);
const view = new BoardView();
const acts = new BoardActs(view, (request) => channel.send(request));
const kept = channel.restore(KeptState);
const scroll: ScrollState = {
  columns: Array.from({ length: COLUMNS }, (_, index) => signal(kept?.scroll[index] ?? 0)),
  sideways: signal(kept?.sideways ?? 0),
};
if (kept) {
  view.filter.value = kept.filter;
  view.filterOpen.value = kept.filterOpen;
  view.wantedPlace.value = kept.focus;
  view.selection.value = new Set(kept.selection);
  if (kept.newCard) {
    view.newTitle.value = kept.newCard.text;
    view.mode.value = { kind: 'new', column: kept.newCard.column };
  }
}
channel.onUpdate((update) => acts.receive(update));
window.addEventListener('focus', () => acts.refocus());
keepState();

const root = document.getElementById('root');
if (root) {
  render(
    <PageContext.Provider value={{ view, acts }}>
      <Board scroll={scroll} />
    </PageContext.Provider>,
    root,
  );
}
channel.send({ type: 'ready' });

/** Writes what outlives a reload: at once, then not more often than every so many milliseconds, and when the keyboard goes elsewhere, because the page may be hidden next. */
function keepState(): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let latest: KeptState | undefined;
  let newCard: KeptState['newCard'] = null;
  const write = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (!latest) return;
    channel.keep(latest);
    latest = undefined;
    timer = setTimeout(write, PACE);
  };
  effect(() => {
    latest = {
      filter: view.filter.value,
      filterOpen: view.filterOpen.value,
      focus: view.wantedPlace.value,
      selection: [...view.selection.value],
      scroll: scroll.columns.map((each) => each.value),
      sideways: scroll.sideways.value,
      newCard: newCardOf(view.mode.value, view.newTitle.value),
    };
    // Words are worth more than a pace: the page may be hidden with the next key.
    const wrote = JSON.stringify(latest.newCard) !== JSON.stringify(newCard);
    newCard = latest.newCard;
    if (timer === undefined || wrote) write();
  });
  window.addEventListener('blur', write);
  window.addEventListener('pagehide', write);
}

/** Words that nobody has added yet; an empty field is not opened again. */
function newCardOf(mode: Mode, text: string): KeptState['newCard'] {
  return mode.kind === 'new' && text.trim() !== '' ? { column: mode.column, text } : null;
}
