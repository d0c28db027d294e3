import assert from 'node:assert/strict';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { it } from 'node:test';
import type { Frame } from 'playwright-core';
import type { TaskDraft } from '../../src/core/model/task.ts';
import { axeViolations } from '../support/editor/axe.ts';
import { withBoard } from '../support/editor/boardBeside.ts';
import { describeEditor } from '../support/editor/describeEditor.ts';
import type { EditorServer } from '../support/editor/editorServer.ts';
import { eventually } from '../support/editor/eventually.ts';
import { patience } from '../support/editor/patience.ts';

const workspace = { 'README.md': '# Hello\n' };

/** The board is there before the window opens, so that cards made beside it show up. */
async function prepare(folder: string, server: EditorServer): Promise<void> {
  await withBoard(server, folder, () => Promise.resolve());
}

await describeEditor('The board', { workspace, prepare }, (running) => {
  /** Opens the board with these cards on it and no others. */
  const openBoard = async (...cards: readonly (string | TaskDraft)[]): Promise<Frame> => {
    const { editor, server } = running();
    await withBoard(server, editor.folder, async (board) => {
      await board.clearCards();
      await board.addCards(...cards);
    });
    return showBoard();
  };
  const showBoard = async (): Promise<Frame> => {
    await running().editor.command('rota.openBoard');
    return running().editor.frame('.columns');
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
    const page = await openBoard();
    const { keyboard } = editor.page;
    await eventually(async () => {
      if (!(await page.locator('.new-card textarea').isVisible())) await keyboard.press('n');
      await page.locator('.new-card textarea:focus').waitFor({ timeout: patience.attempt });
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
    const page = await openBoard('Drag the crate', { title: 'Leave the crate', status: 'queued' });
    const queued = page.locator('.row', { hasText: 'Leave the crate' });
    await page.locator('.row', { hasText: 'Drag the crate' }).dragTo(page.locator('[data-column="2"] .list'));
    await shows(page, 'In progress', ['Drag the crate']);
    const number = await queued.locator('.number').innerText();
    await queued.dragTo(page.locator('[data-column="3"] .list'));
    await page.getByText(`${number} cannot go from "Queued" to "In review"`).waitFor();
    await shows(page, 'In review', []);
    await shows(page, 'Queued', ['Leave the crate']);
  });

  it('shows the menu of a card for the mouse and for the keyboard', async () => {
    const { editor } = running();
    const page = await openBoard({ title: 'Delete the draft', status: 'queued' });
    const menu = editor.page.locator('.context-view .monaco-menu');
    await page.locator('.row', { hasText: 'Delete the draft' }).click({ button: 'right' });
    await menu.getByText('Delete Card').waitFor();
    await editor.screenshot('board-menu');
    await editor.page.keyboard.press('Escape');
    await page.locator('.row:focus').waitFor();
    await editor.page.keyboard.press('Shift+F10');
    await menu.getByText('Delete Card').waitFor();
    await editor.page.keyboard.press('ArrowUp');
    await menu.locator('.action-item.focused').getByText('Delete Card').waitFor();
    await editor.page.keyboard.press('Enter');
    await shows(page, 'Queued', []);
    await page.getByRole('button', { name: /^Undo: Delete/ }).click();
    await shows(page, 'Queued', ['Delete the draft']);
    // The restored card gets the focus.
    await page.locator('.row[tabindex="0"]').getByText('Delete the draft').waitFor();
  });

  it('keeps its filter over hiding and over a reload of the window', async () => {
    const { editor } = running();
    let page = await openBoard('Find the needle', { title: 'Hide the hay', status: 'queued' });
    await shows(page, 'Queued', ['Hide the hay']);
    await page.getByRole('textbox', { name: 'Search cards' }).fill('needle');
    await shows(page, 'Queued', []);
    await editor.openFile('README.md');
    page = await showBoard();
    assert.equal(await page.getByRole('textbox', { name: 'Search cards' }).inputValue(), 'needle');
    await editor.reload();
    page = await editor.frame('.columns');
    assert.equal(await page.getByRole('textbox', { name: 'Search cards' }).inputValue(), 'needle');
    await shows(page, 'To do', ['Find the needle']);
    await page.getByRole('button', { name: 'Show all cards' }).click();
    await shows(page, 'Queued', ['Hide the hay']);
  });

  it('follows the file of its columns, and says what is wrong with a broken one', async () => {
    const { editor } = running();
    const page = await openBoard('Weigh the parcel', { title: 'Send the parcel', status: 'queued' });
    await shows(page, 'Queued', ['Send the parcel']);
    const file = join(editor.folder, '.rota/board.json');
    await writeFile(file, '{ "columns": 7 }');
    await page.getByText('The usual columns are shown').waitFor();
    const columns = [
      { name: 'Everything', statuses: ['todo', 'queued', 'running', 'waiting', 'review'], drop: 'todo', limit: 1 },
      { name: 'Over', statuses: ['done', 'failed', 'canceled'], drop: 'done' },
    ];
    await writeFile(file, JSON.stringify({ columns }));
    await shows(page, 'Everything', ['Weigh the parcel', 'Send the parcel']);
    await page.getByText('2/1').waitFor();
    await rm(file);
    await shows(page, 'Queued', ['Send the parcel']);
  });

  it('follows the density while it is open, and has nothing that axe objects to', async () => {
    const { editor } = running();
    const page = await openBoard('Fit in', { title: 'Fit in well', status: 'queued' });
    await page.locator('.row', { hasText: 'Fit in well' }).waitFor();
    await editor.changeSettings({ 'rota.board.density': 'compact' });
    await page.locator('.columns.compact').waitFor();
    assert.deepEqual(await axeViolations(page), []);
  });
});
