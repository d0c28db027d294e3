import assert from 'node:assert/strict';
import { it } from 'node:test';
import * as z from 'zod';
import { withBoard } from '../support/editor/boardBeside.ts';
import { describeEditor } from '../support/editor/describeEditor.ts';
import { eventually } from '../support/editor/eventually.ts';
import { cardOf, openBoardWith } from '../support/editor/repositoryBoard.ts';
import { readShownBoard } from '../support/editor/shownBoard.ts';

await describeEditor('Words that are not saved yet', { workspace: 'none' }, (running) => {
  it('of a new card stay through a click elsewhere, another column and another tab', async () => {
    const { editor, server } = running();
    const folder = await server.makeFolder({ 'a.txt': 'one\n' });
    await withBoard(server, folder, (board) => board.addCards('The first', 'The second'));
    await editor.openFolder(folder);
    const page = await openBoardWith(editor, 'The first');
    const field = page.locator('.new-card textarea');
    await page.getByRole('button', { name: 'New Card in To do' }).click();
    await page.locator('.new-card textarea:focus').waitFor();
    await editor.page.keyboard.type('Half a thought');
    await cardOf(page, 'The second').click();
    assert.equal(await field.inputValue(), 'Half a thought');
    await page.getByRole('button', { name: 'New Card in Queued' }).click();
    await page.getByRole('textbox', { name: 'New card in Queued' }).waitFor();
    assert.equal(await field.inputValue(), 'Half a thought');
    await editor.openFile('a.txt');
    const again = await openBoardWith(editor, 'The first');
    const back = again.getByRole('textbox', { name: 'New card in Queued' });
    await back.waitFor();
    assert.equal(await back.inputValue(), 'Half a thought');
    await back.press('Enter');
    await eventually(async () => assert.deepEqual((await readShownBoard(again))['Queued'], ['Half a thought']));
    assert.equal(await back.inputValue(), '');
  });

  it('of a comment stay while the card is changed elsewhere and another tab is shown', async () => {
    const { editor, server } = running();
    const folder = await server.makeFolder({ 'a.txt': 'one\n' });
    const [card = assert.fail()] = await withBoard(server, folder, (board) =>
      board.addCards({ title: 'The first', description: 'before' }),
    );
    await editor.openFolder(folder);
    await editor.command('rota.openCard', card.id);
    const page = await editor.frame('section.description');
    await page.getByRole('textbox', { name: 'New comment' }).fill('A remark in the making');
    await withBoard(server, folder, (board) =>
      board.call('task.change', z.unknown(), { task: card.id, change: { description: 'theirs' } }),
    );
    await page.locator('.description').getByText('theirs').waitFor();
    assert.equal(await page.getByRole('textbox', { name: 'New comment' }).inputValue(), 'A remark in the making');
    await editor.openFile('a.txt');
    await editor.command('rota.openCard', card.id);
    const again = await editor.frame('section.description');
    const comment = again.getByRole('textbox', { name: 'New comment' });
    await comment.waitFor();
    assert.equal(await comment.inputValue(), 'A remark in the making');
    await again.getByRole('button', { name: 'Add Comment' }).click();
    await again.locator('.comments').getByText('A remark in the making').waitFor();
    await eventually(async () => assert.equal(await comment.inputValue(), ''));
  });

  it('of a title that is being changed are kept when its card is moved elsewhere', async () => {
    const { editor, server } = running();
    const folder = await server.makeFolder({ 'a.txt': 'one\n' });
    const [card = assert.fail()] = await withBoard(server, folder, (board) => board.addCards('The first', 'The second'));
    await editor.openFolder(folder);
    const page = await openBoardWith(editor, 'The first');
    await cardOf(page, 'The first').press('F2');
    await page.locator('textarea.rename:focus').waitFor();
    await editor.page.keyboard.type('Half a thought');
    await withBoard(server, folder, (board) => board.moveCard(card.id, 'queued'));
    await eventually(async () => assert.deepEqual((await readShownBoard(page))['Queued'], ['Half a thought']));
  });
});
