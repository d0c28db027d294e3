import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Page } from 'playwright-core';
import { eventually } from '../../support/editor/eventually.ts';
import { axeViolations } from '../../support/editor/axe.ts';
import { cardId, manyCards, runId, someCards } from '../../support/webview/boardCards.ts';
import { inHost, openBoardPage, sentBy, type BoardPageOptions } from '../../support/webview/boardPage.ts';
import { describePage } from '../../support/webview/describePage.ts';

const three = someCards([{ title: 'First' }, { title: 'Second' }, { title: 'Third' }, { title: 'In the queue', status: 'queued' }]);

describePage('The board page in a browser', (running) => {
  const open = async (options: BoardPageOptions): Promise<Page> => {
    const page = await openBoardPage(running().browser, running().server, options);
    await page.locator('.column').first().waitFor();
    return page;
  };
  const column = (page: Page, name: string): Promise<string[]> =>
    page.getByRole('grid', { name }).getByRole('row').locator('.title .words').allTextContents();
  const focused = (page: Page): Promise<string> =>
    page.evaluate<string>(
      `document.activeElement.querySelector('.title .words')?.textContent ?? document.activeElement.getAttribute('aria-label') ?? ''`,
    );
  const focusBoard = async (page: Page): Promise<void> => page.locator('.row[tabindex="0"]').focus();
  const live = (page: Page): Promise<string> => page.locator('[aria-live]').innerText();

  /** The policy of the page forbids the browser driver's own way of waiting. */
  const until = (page: Page, condition: string): Promise<void> =>
    eventually(async () => assert.ok(await page.evaluate<unknown>(condition), condition));

  it('moves between cards and columns with the arrow keys, and opens with Enter', async () => {
    const page = await open({ cards: three });
    await focusBoard(page);
    assert.equal(await focused(page), 'First');
    await page.keyboard.press('ArrowDown');
    assert.equal(await focused(page), 'Second');
    await page.keyboard.press('End');
    assert.equal(await focused(page), 'Third');
    await page.keyboard.press('ArrowRight');
    assert.equal(await focused(page), 'In the queue');
    await page.keyboard.press('ArrowRight');
    assert.equal(await focused(page), 'In progress: No cards');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Enter');
    assert.deepEqual(
      (await sentBy(page, 'card-open')).map(({ task }) => task),
      [cardId(4)],
    );
    await page.keyboard.press('3');
    assert.equal(await focused(page), 'Third');
    await page.close();
  });

  it('makes cards in place, one after the other, and gives the keyboard to the last', async () => {
    const page = await open({ cards: three });
    await focusBoard(page);
    await page.keyboard.press('n');
    await page.keyboard.type('Fourth');
    await page.keyboard.press('Enter');
    await page.keyboard.type('Fifth');
    await page.keyboard.press('Enter');
    await page.getByRole('row', { name: /Fifth/ }).waitFor();
    await page.keyboard.press('Escape');
    assert.deepEqual(await column(page, 'To do'), ['First', 'Second', 'Third', 'Fourth', 'Fifth']);
    assert.equal(await focused(page), 'Fifth');
    await page.close();
  });

  it('moves a card by Alt and arrows, says where it is, and keeps the keyboard on it', async () => {
    const page = await open({ cards: three });
    await focusBoard(page);
    await page.keyboard.press('Alt+ArrowDown');
    await until(page, `document.querySelector('[aria-live]').textContent.includes('2 of 3')`);
    assert.deepEqual(await column(page, 'To do'), ['Second', 'First', 'Third']);
    await page.keyboard.press('Alt+ArrowRight');
    await until(page, `document.querySelector('[aria-live]').textContent.includes('moved to Queued')`);
    assert.equal(await focused(page), 'First');
    assert.deepEqual(
      (await sentBy(page, 'cards-move')).map(({ to }) => to),
      [null, 'queued'],
    );
    await page.close();
  });

  it('carries a picked up card to another column, or leaves it where it was', async () => {
    const page = await open({ cards: three });
    await focusBoard(page);
    await page.keyboard.press('m');
    await page.keyboard.press('ArrowRight');
    assert.equal(await live(page), 'Queued, place 1 of 2');
    await page.keyboard.press('Escape');
    assert.deepEqual(await sentBy(page, 'cards-move'), []);
    await page.keyboard.press('m');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await until(page, `document.querySelector('[aria-live]').textContent.includes('moved to Queued')`);
    assert.deepEqual(await column(page, 'Queued'), ['In the queue', 'First']);
    await page.close();
  });

  it('takes a refused move back and shows the reason', async () => {
    const page = await open({ cards: three });
    await inHost(
      page,
      (host, reason) => {
        host.refusal = reason;
      },
      '#1 cannot go there.',
    );
    await focusBoard(page);
    await page.keyboard.press('Alt+ArrowRight');
    await page.getByText('#1 cannot go there.').waitFor();
    assert.deepEqual(await column(page, 'To do'), ['First', 'Second', 'Third']);
    assert.equal(await focused(page), 'First');
    await page.close();
  });

  it('drags selected cards together into another column', async () => {
    const page = await open({ cards: three });
    await page.getByRole('row', { name: /First/ }).click({ position: { x: 100, y: 60 } });
    await page.getByRole('row', { name: /Third/ }).click({ position: { x: 100, y: 60 }, modifiers: ['Control'] });
    const from = await page.getByRole('row', { name: /Third/ }).boundingBox();
    const to = await page.getByRole('row', { name: /In the queue/ }).boundingBox();
    assert.ok(from && to);
    await page.mouse.move(from.x + 100, from.y + 60);
    await page.mouse.down();
    await page.mouse.move(from.x + 110, from.y + 50, { steps: 3 });
    await page.mouse.move(to.x + 100, to.y + 5, { steps: 8 });
    await page.locator('.drop-line').waitFor();
    await page.mouse.up();
    await until(page, `document.querySelector('[aria-live]').textContent.includes('2 cards moved to Queued')`);
    assert.deepEqual(await column(page, 'Queued'), ['First', 'Third', 'In the queue']);
    await page.close();
  });

  it('leaves a dragged card where it was when Escape is pressed', async () => {
    const page = await open({ cards: three });
    const from = await page.getByRole('row', { name: /First/ }).boundingBox();
    assert.ok(from);
    await page.mouse.move(from.x + 100, from.y + 60);
    await page.mouse.down();
    await page.mouse.move(from.x + 400, from.y + 60, { steps: 5 });
    await page.keyboard.press('Escape');
    await page.mouse.up();
    assert.deepEqual(await sentBy(page, 'cards-move'), []);
    assert.equal(await page.locator('.drop-line').count(), 0);
    await page.close();
  });

  it('draws only what is in view of ten thousand cards, and still says how many there are', async () => {
    const page = await open({ cards: manyCards(10_000) });
    await until(page, `document.querySelector('[role=grid]').getAttribute('aria-rowcount') === '2000'`);
    assert.ok((await page.locator('.row').count()) < 120);
    await focusBoard(page);
    await page.keyboard.press('End');
    const row = page.locator('.row:focus');
    assert.equal(await row.getAttribute('aria-rowindex'), '2000');
    assert.ok(await row.isVisible());
    await page.evaluate(`document.querySelector('.list').scrollTop = 0`);
    await page.getByRole('row', { name: /^#1 / }).waitFor();
    assert.equal(await page.locator('.row:focus').getAttribute('aria-rowindex'), '2000', 'the card with the keyboard stays in the page');
    await page.close();
  });

  it('keeps the keyboard on a card that another hand moves, and on its neighbour when it is deleted', async () => {
    const page = await open({ cards: three });
    await focusBoard(page);
    await inHost(page, (host, id) => host.change(id, { status: 'review' }), cardId(1));
    await until(page, `document.querySelector('[data-column="3"] .row')`);
    assert.equal(await focused(page), 'First');
    await page.keyboard.press('Delete');
    await until(page, `document.querySelector('[data-column="3"] .row') === null`);
    assert.equal(await focused(page), 'In review: No cards');
    await page.keyboard.press('Control+z');
    assert.deepEqual(
      (await sentBy(page, 'board-command')).map(({ command }) => command),
      ['rota.undoEdit'],
      'the board hears keys there too',
    );
    await page.close();
  });

  it('keeps filter, selection and scroll position over a reload', async () => {
    const page = await open({ cards: manyCards(1000) });
    await focusBoard(page);
    await page.keyboard.press('Space');
    await page.keyboard.press('/');
    await page.keyboard.type('release');
    await until(page, `document.querySelector('.matches').textContent === '125'`);
    await until(page, `(sessionStorage.getItem('kept') ?? '').includes('release')`);
    await page.reload();
    await until(page, `document.querySelector('.matches')?.textContent === '125'`);
    await page.getByRole('button', { name: 'Show all cards' }).click();
    assert.equal(await page.locator('[aria-selected="true"]').count(), 1);
    await page.evaluate(`document.querySelectorAll('.list')[1].scrollTop = 5000`);
    await until(page, `sessionStorage.getItem('kept').includes('5000')`);
    await page.reload();
    await page.locator('.column').first().waitFor();
    await until(page, `document.querySelectorAll('.list')[1].scrollTop === 5000`);
    await page.close();
  });

  it('renames in place with F2, and leaves the title alone on Escape', async () => {
    const page = await open({ cards: three });
    await focusBoard(page);
    await page.keyboard.press('F2');
    await page.keyboard.type('Not this');
    await page.keyboard.press('Escape');
    assert.deepEqual(await sentBy(page, 'card-rename'), []);
    await page.keyboard.press('F2');
    await page.keyboard.type('A better title');
    await page.keyboard.press('Enter');
    await page.getByRole('row', { name: /A better title/ }).waitFor();
    assert.equal(await focused(page), 'A better title');
    await page.close();
  });

  for (const density of ['comfortable', 'compact'] as const) {
    it(`gives the buttons of a card room of their own, ${density}`, async () => {
      const title = 'A title that goes on for longer than the two lines that a card has for it, so that it is cut';
      const page = await open({
        facts: { density },
        cards: someCards([
          {
            title,
            status: 'review',
            run: runId(1),
            labels: ['bug', 'documentation', 'editor'],
            cost: 0.12,
            checks: { total: 3, passed: 2, failed: 0 },
          },
        ]),
      });
      await page.getByRole('row').hover();
      assert.equal(await page.getByRole('row').getByRole('button').count(), 3);
      const crowded = await page.evaluate<string[]>(`(() => {
        const box = (selector) => document.querySelector(selector).getBoundingClientRect();
        const [card, actions] = [box('.card'), box('.actions')];
        const clear = (other) => other.width === 0 || other.right <= actions.left || other.bottom <= actions.top || other.top >= actions.bottom;
        const covered = ['.title', '.second', '.marks'].filter((selector) => !clear(box(selector)));
        return actions.right <= card.right && actions.top >= card.top && actions.bottom <= card.bottom ? covered : [...covered, 'the edge of the card'];
      })()`);
      assert.deepEqual(crowded, []);
      await page.close();
    });
  }

  it('shows hostile text as text and requests nothing for it', async () => {
    const hostile = [
      '<img src=x onerror="window.hit=1">',
      '"><script>window.hit=1</script>',
      '![x](http://127.0.0.1:9/x.png)',
      '<style>@import url(http://127.0.0.1:9/)</style>',
      'evil\u202etxt.exe',
      '{{constructor.constructor("window.hit=1")()}}',
    ];
    const cards = someCards(hostile.map((text) => ({ title: text, labels: [text.slice(0, 90)], statusReason: text })));
    const shown = await open({ cards });
    const requests: string[] = [];
    shown.on('request', (request) => requests.push(request.url()));
    await shown.reload();
    await shown.locator('.row').nth(5).waitFor();
    assert.equal(await shown.evaluate('window.hit'), undefined);
    assert.deepEqual(
      requests.filter((url) => !/\/(board\.(html|js|css)|codicons\/.*)(\?|$)/.test(url)),
      [],
    );
    assert.equal(await shown.locator('.card img, .card script, .card style').count(), 0);
    assert.ok((await shown.locator('.title .words').nth(4).innerText()).includes('<U+202E>'));
    await shown.close();
  });

  it('asks for everything again when it missed a change', async () => {
    const page = await open({ cards: three });
    await inHost(page, (host) => host.send({ type: 'board-changes', from: 7, revision: 8, upserts: [], removed: [] }), null);
    await until(page, `stubHost.sent.filter(({ type }) => type === 'ready').length === 2`);
    await page.close();
  });

  for (const theme of ['dark', 'light', 'high-contrast-dark', 'high-contrast-light'] as const) {
    it(`has nothing that axe objects to, in theme ${theme}`, async () => {
      const page = await open({ cards: manyCards(60), theme, facts: { undo: 'Move #1', asking: [cardId(3)], trusted: false } });
      await page.getByRole('button', { name: 'Filters' }).click();
      await focusBoard(page);
      await page.keyboard.press('Control+a');
      assert.deepEqual(await axeViolations(page.mainFrame()), []);
      await page.keyboard.press('n');
      await page.getByRole('textbox', { name: /New card/ }).waitFor();
      assert.deepEqual(await axeViolations(page.mainFrame()), []);
      await page.close();
    });
  }
});
