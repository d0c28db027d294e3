import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { it } from 'node:test';
import { withBoard } from '../support/editor/boardBeside.ts';
import { describeEditor } from '../support/editor/describeEditor.ts';
import type { Editor } from '../support/editor/editor.ts';
import { eventually } from '../support/editor/eventually.ts';
import { cardOf, notificationTexts, openBoardWith, repositoryWithCards } from '../support/editor/repositoryBoard.ts';
import { rotaBeside } from '../support/editor/rotaBeside.ts';
import { readShownBoard } from '../support/editor/shownBoard.ts';
import { typeInSameTerminal, typeInTerminal } from '../support/editor/terminal.ts';

const cards = ['The first', 'The second', 'The third'];
const gone = (folder: string): string =>
  `the files of the board in ${folder}/.rota/local were removed, moved or replaced while it was open.`;
const readOnly = 'Its cards are still here, but nothing is saved any more until';

await describeEditor('A board whose files go while a window shows it', { workspace: 'none' }, (running) => {
  /** A window on a repository with a board, which is shown as a page and in the side bar. */
  const openWindow = async () => {
    const { editor, server } = running();
    const folder = await repositoryWithCards(server, ...cards);
    await editor.openFolder(folder);
    await editor.showViews();
    const page = await openBoardWith(editor, 'The first');
    return { editor, server, folder, page, banner: page.getByRole('status').filter({ hasText: readOnly }) };
  };

  it('keeps its cards, saves nothing, says so once, and is put back with all of them: git clean -fdx in its own terminal', async () => {
    const { editor, server, folder, page, banner } = await openWindow();
    await typeInTerminal(editor, 'git clean -fdx');
    await banner.filter({ hasText: `The board cannot be changed here: ${gone(folder)} ${readOnly} the board is put back.` }).waitFor();
    await editor.notification(`${readOnly} the board is put back.`);
    await editor.page
      .locator('.pane-body')
      .getByText(`The board cannot be changed here: ${gone(folder)}`)
      .waitFor();
    await editor.screenshot('lost-board');
    assert.equal((await notificationTexts(editor)).length, 1);
    assert.deepEqual((await readShownBoard(page))['To do'], cards);
    assert.ok(await page.getByRole('button', { name: 'New Card in To do' }).isDisabled());

    await newCard(editor, 'Written into nowhere');
    await editor.notification(`This was not saved: ${gone(folder)}`);
    assert.equal((await notificationTexts(editor)).length, 2);
    assert.ok(!existsSync(join(folder, '.rota')), 'no second board is made');
    assert.deepEqual((await readShownBoard(page))['To do'], cards, 'what was refused is not shown');

    await page.getByRole('button', { name: 'Put the Board Back' }).click();
    await editor.notification(`The board is back in ${folder}/.rota/local, with all its cards.`);
    await banner.waitFor({ state: 'detached' });
    await editor.page.locator('.pane-body').getByText('The board cannot be changed here').waitFor({ state: 'detached' });
    await editor.screenshot('lost-board-put-back');
    assert.match(readdirSync(join(folder, '.rota/local')).sort().join(' '), /^\.gitignore.* snap-\d+\.db store\.json wal-\d+\.tsj$/);
    await newCard(editor, 'Written after it');
    await cardOf(page, 'Written after it').waitFor();
    // What only the memory of the window had would be lost now.
    await editor.killExtensionHost();
    await typeInSameTerminal(editor, 'rota task list > list.txt; echo > done.txt');
    await eventually(() => readFile(join(folder, 'done.txt')));
    const listed = (await readFile(join(folder, 'list.txt'), 'utf8')).trim().split('\n');
    assert.deepEqual(
      listed.map((line) => line.replaceAll(/ {2,}.* {2,}/g, ' ')),
      [...cards, 'Written after it'].map((title, at) => `#${at + 1} ${title}`),
    );
    await withBoard(server, folder, async (board) => assert.equal((await board.addCard('The next')).number, 5));
  });

  it('is left by Close the Board, with a copy that is offered where the board was', async () => {
    const { editor, server, folder } = await openWindow();
    await typeInTerminal(editor, 'git clean -fdx');
    const told = await editor.notification(readOnly);
    await told.getByRole('button', { name: 'Close the Board' }).click();
    const page = await editor.frame('.absent');
    await page.getByText(`The board that was in ${folder}/.rota/local is gone`).waitFor();
    await editor.page.locator('.pane-body').getByText(`The board that was in ${folder}/.rota/local is gone`).waitFor();
    await editor.screenshot('lost-board-closed');
    assert.deepEqual(await editor.treeRows('Cards'), ['Try Again', 'Restore from a Backup...', 'Show Log']);
    assert.ok(!existsSync(join(folder, '.rota')));
    assert.match(await rotaBeside(server, folder, 'backup', 'list'), /3 cards {2}its files went while it was open/);
    await page.getByRole('button', { name: 'Restore from a Backup...' }).click();
    await editor.page.locator('.quick-input-list').getByText('Its files went while it was open').click();
    await eventually(async () => assert.deepEqual((await readShownBoard(await editor.frame('.columns')))['To do'], cards));
  });

  it('says where it went and goes on when it comes back, and no ghost of it is made: the folder renamed in its own terminal', async () => {
    const { editor, server, folder, page, banner } = await openWindow();
    const moved = `were moved to ${folder}-moved/.rota/local while it was open. ${readOnly} they are moved back or the board is put back.`;
    await typeInTerminal(editor, `mv ${folder} ${folder}-moved`);
    await banner.filter({ hasText: moved }).waitFor();
    await editor.notification(moved);
    await editor.screenshot('lost-board-moved');
    assert.deepEqual((await readShownBoard(page))['To do'], cards);
    await newCard(editor, 'Written into nowhere');
    await editor.notification('This was not saved: ');
    await page.getByRole('button', { name: 'Put the Board Back' }).click();
    await editor.notification(`There is no folder ${folder} any more, so the board cannot be put back there.`);
    assert.ok(!existsSync(folder), 'the old place is not made again');
    await typeInSameTerminal(editor, `mv ${folder}-moved ${folder}`);
    await banner.waitFor({ state: 'detached' });
    await newCard(editor, 'Written after it');
    await cardOf(page, 'Written after it').waitFor();
    assert.deepEqual((await readShownBoard(page))['To do'], [...cards, 'Written after it']);
    await withBoard(server, folder, async (board) => {
      const found = await board.cards();
      assert.deepEqual(
        found.map(({ number, title }) => [number, title]),
        [...cards, 'Written after it'].map((title, at) => [at + 1, title]),
      );
    });
  });

  it('says the same in a second window, and is put back for both from there', async () => {
    const { editor, folder, page, banner } = await openWindow();
    const second = await running().openWindow(folder);
    const other = await openBoardWith(second, 'The first');
    await typeInTerminal(editor, 'rm -rf .rota');
    for (const window of [editor, second]) await window.notification(gone(folder).replace('the', 'The'));
    await banner.waitFor();
    await other.getByRole('status').filter({ hasText: readOnly }).waitFor();
    await second.screenshot('lost-board-second-window');
    await newCard(second, 'Written into nowhere');
    await second.notification('This was not saved: ');
    assert.ok(!existsSync(join(folder, '.rota')));
    await (await second.notification(`${readOnly} the board is put back.`)).getByRole('button', { name: 'Put the Board Back' }).click();
    for (const shown of [page, other]) await shown.getByRole('status').filter({ hasText: readOnly }).waitFor({ state: 'detached' });
    await newCard(editor, 'Of the first window');
    await cardOf(other, 'Of the first window').waitFor();
    await newCard(second, 'Of the second window');
    await cardOf(page, 'Of the second window').waitFor();
    for (const shown of [page, other])
      await eventually(async () =>
        assert.deepEqual((await readShownBoard(shown))['To do'], [...cards, 'Of the first window', 'Of the second window']),
      );
  });
});

async function newCard(editor: Editor, title: string): Promise<void> {
  await editor.command('rota.newCard');
  await editor.answer('What should be done?', title);
}
