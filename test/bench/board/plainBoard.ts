import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import type { BoardCard } from '../../../src/core/model/boardCard.ts';
import { patience } from '../patience.ts';

const styles = join(import.meta.dirname, '../../../webview-ui/board/board.css');

/** The least that a board can be: every card in the page, as text of HTML that is set once a column. An anchor to measure beside. */
export async function openPlainBoard(browser: Browser, cards: readonly BoardCard[]): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
  page.setDefaultTimeout(patience);
  const css = (await readFile(styles, 'utf8')).replace(/@import[^;]*;/, '');
  await page.setContent(
    `<style>html,body,#root{height:100%}*{box-sizing:border-box}body{margin:0}${css}.row{position:static}</style><div id="root" class="board-page"></div>`,
  );
  // As text: the browser driver takes long to hand over ten thousand objects.
  await page.evaluate(install, { text: JSON.stringify(cards), statuses: ['todo', 'queued', 'running', 'review', 'done'] });
  return page;
}

/** Runs in the browser. */
function install({ text, statuses }: { text: string; statuses: readonly string[] }): void {
  const cards = JSON.parse(text) as readonly BoardCard[];
  interface Element {
    innerHTML: string;
    querySelector(selector: string): Element;
    closest(selector: string): Element | null;
    prepend(element: Element): void;
    addEventListener(type: string, listener: (event: { target: Element; preventDefault(): void }) => void): void;
  }
  const page = globalThis as unknown as { document: { querySelector(selector: string): Element } };
  const row = (card: BoardCard): string =>
    `<div class="row" draggable="true" data-task="${card.id}" style="--row-height:104px"><div class="card"><div class="title"><span class="number">#${card.number}</span> <span class="words">${card.title}</span></div>` +
    `<div class="second"><span class="labels">${card.labels.map((label) => `<span class="label">${label}</span>`).join('')}</span></div>` +
    `<div class="marks"><span class="agent">${card.agent ?? ''}</span><span class="space"></span><span class="mark">${card.checks.passed}/${card.checks.total}</span><span class="priority">${card.priority}</span></div></div></div>`;
  const mount = (): void => {
    const root = page.document.querySelector('#root');
    root.innerHTML = `<div class="columns">${statuses
      .map(
        (status, index) =>
          `<section class="column" data-column="${index}"><div class="list">${cards
            .filter((card) => card.status === status)
            .map(row)
            .join('')}</div></section>`,
      )
      .join('')}</div>`;
    let dragged: Element | null = null;
    root.addEventListener('dragstart', ({ target }) => (dragged = target.closest('.row')));
    root.addEventListener('dragover', (event) => event.preventDefault());
    root.addEventListener('drop', ({ target }) => {
      const list = target.closest('.column');
      if (dragged && list) list.querySelector('.list').prepend(dragged);
    });
  };
  const move = (id: string): void =>
    page.document.querySelector('[data-column="2"] .list').prepend(page.document.querySelector(`[data-task="${id}"]`));
  Object.assign(globalThis, { mountPlain: mount, movePlain: move });
}
