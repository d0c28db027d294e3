import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { it } from 'node:test';
import * as z from 'zod';
import { withBoard } from '../support/editor/boardBeside.ts';
import { describeEditor } from '../support/editor/describeEditor.ts';
import type { Editor } from '../support/editor/editor.ts';
import { eventually } from '../support/editor/eventually.ts';
import { openBoardWith, repositoryWithCards } from '../support/editor/repositoryBoard.ts';
import { rotaBeside } from '../support/editor/rotaBeside.ts';
import { readShownBoard } from '../support/editor/shownBoard.ts';
import { typeInTerminal } from '../support/editor/terminal.ts';

const anything = z.unknown();
const cards = ['The first', 'The second', 'The third'];

await describeEditor('A board from a backup', { workspace: 'none' }, (running) => {
  it('is chosen from a list, asked for once, and what was there before is kept too', async () => {
    const { editor, server } = running();
    const folder = await repositoryWithCards(server, ...cards);
    await editor.openFolder(folder);
    const page = await openBoardWith(editor, 'The first');
    const kept = (): Promise<string> => rotaBeside(server, folder, 'backup', 'list');
    await typeInTerminal(editor, 'rota backup now');
    await eventually(async () => assert.match(await kept(), /3 cards +asked for/));
    await withBoard(server, folder, async (board) => {
      await board.call('task.change', anything, { task: (await board.card('The first')).id, change: { title: 'Renamed since' } });
      await board.call('task.delete', anything, { task: (await board.card('The second')).id });
      await board.addCards('Added since', 'Another one');
    });
    const changed = ['Renamed since', 'The third', 'Added since', 'Another one'];
    await eventually(async () => assert.deepEqual((await readShownBoard(page))['To do'], changed));

    await editor.choosePaletteCommand('Rota: Restore from a Backup...');
    await chooseCopy(editor, 'Asked for');
    const question = await editor.dialog('Restore the board as it was on');
    await question
      .getByText('It has 4 cards now and had 3 cards then. What is there now is kept as a copy that can be restored too.')
      .waitFor();
    await editor.screenshot('restore-question');
    await question.getByRole('button', { name: 'Cancel' }).click();
    assert.deepEqual((await readShownBoard(page))['To do'], changed);

    await editor.command('rota.restoreBackup');
    await chooseCopy(editor, 'Asked for');
    await (await editor.dialog('Restore the board as it was on')).getByRole('button', { name: 'Restore', exact: true }).click();
    await editor.notification('The board is again as it was on');
    await eventually(async () => assert.deepEqual((await readShownBoard(page))['To do'], cards));
    assert.match(await kept(), /4 cards +before another copy took its place/);
    await withBoard(server, folder, async (board) => {
      assert.deepEqual(
        (await board.cards()).map(({ title }) => title),
        cards,
      );
      assert.equal((await board.addCard('The next')).number, 6, 'numbers that were given since are not given again');
    });
    await editor.command('rota.restoreBackup');
    await chooseCopy(editor, 'Before another copy took its place');
    await (await editor.dialog('Restore the board as it was on')).getByRole('button', { name: 'Restore', exact: true }).click();
    await eventually(async () => assert.deepEqual((await readShownBoard(page))['To do'], changed));
  });

  it('is offered where the files of a board went, and nothing takes its place unasked', async () => {
    const { editor, server } = running();
    const folder = await repositoryWithCards(server, ...cards);
    await editor.openFolder(folder);
    await editor.showViews();
    const page = await openBoardWith(editor, 'The first');
    await typeInTerminal(editor, 'rm -rf .rota/local');
    await page.getByRole('status').filter({ hasText: 'removed, moved or replaced' }).waitFor();
    await editor.reload();
    await editor.showViews();
    await editor.page.locator('.pane-body').getByText(`The board that was in ${folder}/.rota/local is gone`).waitFor();
    await eventually(async () => assert.deepEqual(await editor.treeRows('Cards'), ['Try Again', 'Restore from a Backup...', 'Show Log']));
    await editor.command('rota.openBoard');
    await (await editor.frame('.absent')).getByText('A backup of').waitFor();

    await editor.choosePaletteCommand('Rota: Initialize Board');
    const question = await editor.dialog('The board that was here is gone.');
    await editor.screenshot('initialize-gone');
    await question.getByRole('button', { name: 'Cancel' }).click();
    await question.waitFor({ state: 'detached' });
    assert.ok(!existsSync(join(folder, '.rota/local')), 'no board is made unasked');
    await editor.command('rota.newCard');
    await editor.answer('What should be done?', 'Written into nowhere');
    await editor.notification('is gone');
    assert.ok(!existsSync(join(folder, '.rota/local')), 'no card makes a board unasked');

    await editor.tree('Cards').getByRole('treeitem', { name: 'Restore from a Backup...' }).click();
    await chooseCopy(editor, 'Its files went while it was open');
    await editor.notification('The board is again as it was on');
    await eventually(async () => assert.deepEqual((await readShownBoard(await editor.frame('.columns')))['To do'], cards));
  });

  it('is not offered where there is none: a new board is made when asked', async () => {
    const { editor, server } = running();
    const folder = await repositoryWithCards(server, ...cards);
    await rm(join(folder, '.rota'), { recursive: true });
    await rm(join(server.rotaData, 'backups'), { recursive: true, force: true });
    await editor.openFolder(folder);
    await editor.command('rota.openBoard');
    const page = await editor.frame('.absent');
    await page.getByText('There is no backup of it.').waitFor();
    await page.getByRole('button', { name: 'Try Again' }).click();
    const question = await editor.dialog('The board that was here is gone.');
    assert.equal(await question.getByRole('button', { name: 'Restore from a Backup...' }).count(), 0);
    await question.getByRole('button', { name: 'Make a New Board' }).click();
    await editor.frame('text=Write the First Card');
    await editor.notification(`Made a board in ${folder}`);
  });
});

async function chooseCopy(editor: Editor, why: string): Promise<void> {
  const row = editor.page.locator('.quick-input-list .monaco-list-row').filter({ hasText: why });
  await row.first().waitFor();
  await editor.screenshot('restore-list');
  await row.first().click();
}
