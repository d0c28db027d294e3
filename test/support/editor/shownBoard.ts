import type { Frame } from 'playwright-core';

/** How many cards a column of a board page has, those out of sight too. */
export async function countShown(page: Frame, column: string): Promise<number> {
  const rows = page
    .locator('.column')
    .filter({ has: page.getByRole('heading', { name: column, exact: true }) })
    .locator('.list');
  return Number((await rows.getAttribute('aria-rowcount', { timeout: 5000 })) ?? 0);
}

/** The titles that a board page shows in each column, from the top: only cards in sight are in the page, so each column is scrolled through. */
export async function readShownBoard(page: Frame): Promise<Record<string, string[]>> {
  return page.evaluate<Record<string, string[]>>(`(async () => {
    const shown = {};
    for (const column of document.querySelectorAll('.column')) {
      const list = column.querySelector('.list');
      const titles = [];
      for (let top = 0; top === 0 || top < list.scrollHeight; top += Math.max(50, list.clientHeight / 2)) {
        list.scrollTop = top;
        await new Promise((resolve) => setTimeout(resolve, 60));
        for (const row of list.querySelectorAll('.row')) titles[Number(row.getAttribute('aria-rowindex')) - 1] = row.querySelector('.title .words').innerText;
      }
      list.scrollTop = 0;
      shown[column.querySelector('h2').textContent] = titles;
    }
    return shown;
  })()`);
}
