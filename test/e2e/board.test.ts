import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { it } from 'node:test';
import type { Frame } from 'playwright-core';
import { axeViolations } from '../support/editor/axe.ts';
import { describeEditor } from '../support/editor/describeEditor.ts';
import type { Editor } from '../support/editor/editor.ts';
import { eventually } from '../support/editor/eventually.ts';

await describeEditor('The board', { workspace: { 'README.md': '# Hello\n' } }, (running) => {
  const openBoard = async (editor: Editor): Promise<Frame> => {
    await editor.command('Rota: Open Board');
    return editor.frame('.columns');
  };
  const titles = (page: Frame, column: string): Promise<string[]> =>
    page
      .locator('.column')
      .filter({ has: page.getByRole('heading', { name: column, exact: true }) })
      .locator('.title .words')
      .allInnerTexts();
  const shows = (page: Frame, column: string, expected: string[]): Promise<void> =>
    eventually(async () => assert.deepEqual(await titles(page, column), expected));

  it('goes from the first card to a moved card by keyboard alone, and back by undo', async () => {
    const { editor } = running();
    const page = await openBoard(editor);
    const { keyboard } = editor.page;
    await eventually(async () => {
      await keyboard.press('n');
      await page.locator('.new-card textarea:focus').waitFor({ timeout: 1000 });
    });
    await keyboard.type('Write the report');
    await keyboard.press('Enter');
    await keyboard.type('Send the report');
    await keyboard.press('Enter');
    await shows(page, 'To do', ['Write the report', 'Send the report']);
    await keyboard.press('Escape');
    await keyboard.press('Home');
    await keyboard.press('Alt+ArrowRight');
    await shows(page, 'Queued', ['Write the report']);
    await page.locator('.row:focus').getByText('Write the report').waitFor();
    await keyboard.press('Control+z');
    await shows(page, 'To do', ['Write the report', 'Send the report']);
    await keyboard.press('Control+Shift+z');
    await shows(page, 'Queued', ['Write the report']);
    await editor.screenshot('board-keyboard');
  });

  it('moves a card by drag, and refuses what the rules forbid', async () => {
    const { editor } = running();
    const page = await openBoard(editor);
    await page.locator('.row', { hasText: 'Send the report' }).dragTo(page.locator('[data-column="2"] .list'));
    await shows(page, 'In progress', ['Send the report']);
    await page.locator('.row', { hasText: 'Write the report' }).dragTo(page.locator('[data-column="3"] .list'));
    await page.getByText('#1 cannot go from "Queued" to "In review"').waitFor();
    assert.deepEqual(await titles(page, 'In review'), []);
  });

  it('shows the menu of a card for the mouse and for the keyboard', async () => {
    const { editor } = running();
    const page = await openBoard(editor);
    await page.locator('.row', { hasText: 'Write the report' }).click({ button: 'right' });
    await editor.page.locator('.context-view .monaco-menu').getByText('Delete Card').waitFor();
    await editor.screenshot('board-menu');
    await editor.page.keyboard.press('Escape');
    await page.locator('.row:focus').waitFor();
    await editor.page.keyboard.press('Shift+F10');
    await editor.page.locator('.context-view .monaco-menu').getByText('Delete Card').waitFor();
    await editor.page.keyboard.press('ArrowUp');
    await editor.page.locator('.context-view .monaco-menu .action-item.focused').getByText('Delete Card').waitFor();
    await editor.page.keyboard.press('Enter');
    await shows(page, 'Queued', []);
    await page.getByRole('button', { name: /^Undo: Delete/ }).click();
    await shows(page, 'Queued', ['Write the report']);
    // The restored card gets the focus, and brings down a filter that hides it: what is typed next must come after that.
    await page.locator('.row[tabindex="0"]').getByText('Write the report').waitFor();
  });

  it('keeps its filter over hiding and over a reload of the window', async () => {
    const { editor } = running();
    let page = await openBoard(editor);
    await page.getByRole('textbox', { name: 'Search cards' }).fill('send');
    await shows(page, 'Queued', []);
    await editor.openFile('README.md');
    page = await openBoard(editor);
    assert.equal(await page.getByRole('textbox', { name: 'Search cards' }).inputValue(), 'send');
    await editor.reload();
    page = await editor.frame('.columns');
    assert.equal(await page.getByRole('textbox', { name: 'Search cards' }).inputValue(), 'send');
    await shows(page, 'In progress', ['Send the report']);
    await page.getByRole('button', { name: 'Show all cards' }).click();
  });

  it('follows the file of its columns, and says what is wrong with a broken one', async () => {
    const { editor } = running();
    const page = await openBoard(editor);
    const file = join(editor.folder, '.rota/board.json');
    await writeFile(file, '{ "columns": 7 }');
    await page.getByText('is not usable, so the default board is shown').waitFor();
    const columns = [
      { name: 'Everything', statuses: ['todo', 'queued', 'running', 'waiting', 'review'], drop: 'todo', limit: 1 },
      { name: 'Over', statuses: ['done', 'failed', 'canceled'], drop: 'done' },
    ];
    await writeFile(file, JSON.stringify({ columns }));
    await shows(page, 'Everything', ['Write the report', 'Send the report']);
    await page.getByText('2/1').waitFor();
  });

  it('follows the density while it is open, and has nothing that axe objects to', async () => {
    const { editor } = running();
    const page = await openBoard(editor);
    await editor.changeSettings({ 'rota.board.density': 'compact' });
    await page.locator('.columns.compact').waitFor();
    assert.deepEqual(await axeViolations(page), []);
  });
});
