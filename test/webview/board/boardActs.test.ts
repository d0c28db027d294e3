import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defaultBoard } from '../../../src/core/model/board.ts';
import type { BoardRequest, BoardUpdate } from '../../../src/protocol/boardPage.ts';
import { snapshotUpdates } from '../../../src/vscode/board/boardUpdates.ts';
import { BoardActs } from '../../../webview-ui/board/boardActs.ts';
import { BoardView } from '../../../webview-ui/board/boardView.ts';
import { noFilter } from '../../../webview-ui/board/filter.ts';
import { cardId, quietFacts, someCards } from '../../support/webview/boardCards.ts';

interface Page {
  readonly view: BoardView;
  readonly acts: BoardActs;
  readonly sent: BoardRequest[];
}

const cards = someCards([
  { title: 'One' },
  { title: 'Two' },
  { title: 'Three' },
  { title: 'Four', status: 'queued' },
  { title: 'Five', status: 'failed' },
  { title: 'Six', status: 'done' },
]);

function openPage(): Page {
  const sent: BoardRequest[] = [];
  const view = new BoardView();
  const acts = new BoardActs(view, (request) => sent.push(request));
  for (const update of [{ type: 'board-facts', facts: quietFacts } as BoardUpdate, ...snapshotUpdates(1, defaultBoard, cards)])
    acts.receive(update);
  return { view, acts, sent };
}

const shown = ({ view }: Page, column: number): number[] | undefined => view.lists.peek()[column]?.map(({ number }) => number);

test('a move is shown at once, and back with its reason when the window refuses it', async () => {
  const page = openPage();
  const moving = page.acts.moveTo([cardId(2)], 1, 0);
  assert.deepEqual(
    [shown(page, 0), shown(page, 1)],
    [
      [1, 3],
      [2, 4],
    ],
  );
  const [request] = page.sent;
  assert.ok(request?.type === 'cards-move');
  assert.deepEqual(request, { type: 'cards-move', ask: request.ask, tasks: [cardId(2)], to: 'queued', after: null, before: cardId(4) });
  page.acts.receive({ type: 'board-answer', ask: request.ask, problem: 'It must not.', task: null });
  await moving;
  assert.deepEqual([shown(page, 0), shown(page, 1)], [[1, 2, 3], [4]]);
  assert.deepEqual(page.view.notice.peek(), 'It must not.');
});

test('within a column a card keeps its status', () => {
  const page = openPage();
  void page.acts.moveTo([cardId(5)], 4, 2);
  assert.deepEqual(
    page.sent.map((request) => request.type === 'cards-move' && request.to),
    [null],
  );
  assert.deepEqual(shown(page, 4), [6, 5]);
  assert.equal(page.view.findCard(cardId(5))?.status, 'failed');
});

test('an act is about all selected cards when the focused one is among them, else about that one', () => {
  const { view, acts } = openPage();
  acts.select(cardId(1), 'one');
  acts.select(cardId(3), 'toggle');
  assert.deepEqual(view.targets(), [cardId(1), cardId(3)]);
  assert.deepEqual(view.targetsOf(cardId(4)), [cardId(4)]);
  acts.step('up', false);
  assert.deepEqual([view.targets(), view.selection.peek().size], [[cardId(2)], 0]);
});

test('Shift and arrows select a range and shrink it again', () => {
  const { view, acts } = openPage();
  acts.step('down', true);
  acts.step('down', true);
  assert.equal(view.selection.peek().size, 3);
  acts.step('up', true);
  assert.deepEqual([...view.selection.peek()], [cardId(1), cardId(2)]);
  acts.selectAll();
  assert.equal(view.selection.peek().size, 3);
  acts.selectAll();
  assert.equal(view.selection.peek().size, 6);
});

test('a gap in what the window told makes the page ask for everything', () => {
  const { acts, sent, view } = openPage();
  acts.receive({ type: 'board-changes', from: 5, revision: 6, upserts: [], removed: [cardId(1)] });
  assert.deepEqual(sent, [{ type: 'ready' }]);
  assert.ok(view.findCard(cardId(1)), 'and it changes nothing by guess');
});

test('a card that is to be shown comes out from behind the filter', () => {
  const { acts, view } = openPage();
  acts.setFilter({ ...noFilter, text: 'three' });
  assert.equal(view.announcement.peek(), '1 card matches');
  acts.receive({ type: 'card-reveal', task: cardId(4) });
  assert.deepEqual([view.filter.peek(), view.place.peek().task], [noFilter, cardId(4)]);
});

test('selected cards that are gone are no longer selected', () => {
  const { acts, view } = openPage();
  acts.selectAll();
  acts.receive({ type: 'board-changes', from: 1, revision: 2, upserts: [], removed: [cardId(1), cardId(2)] });
  assert.deepEqual([...view.selection.peek()], [cardId(3)]);
});
