import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { it } from 'node:test';
import { withBoard } from '../support/editor/boardBeside.ts';
import { describeEditor } from '../support/editor/describeEditor.ts';
import { openBoardWith } from '../support/editor/repositoryBoard.ts';

await describeEditor('A workspace of several folders', { workspace: 'none' }, (running) => {
  it('shows its board whichever folder comes first, and never one folder for another of its name', async () => {
    const { server, openWindow } = running();
    const base = await server.makeFolder({ 'one/a.txt': 'one\n', 'back/app/a.txt': 'two\n', 'front/app/a.txt': 'three\n' });
    await withBoard(server, join(base, 'one'), (board) => board.addCards('In one'));
    const file = join(base, 'many.code-workspace');
    const write = (...paths: string[]): Promise<void> => writeFile(file, JSON.stringify({ folders: paths.map((path) => ({ path })) }));
    await write('back/app', 'front/app', 'one');
    const editor = await openWindow(undefined);
    await editor.openWorkspaceFile(file);
    await openBoardWith(editor, 'In one');
    const task = await withBoard(server, join(base, 'one'), (board) => board.card('In one'));
    await editor.command('rota.openCard', task.id);
    const page = await editor.frame('section.description');
    await page.locator('summary').filter({ hasText: 'More' }).click();
    const folders = page.getByRole('combobox', { name: 'Folder' });
    await folders.waitFor();
    assert.deepEqual(await folders.locator('option').allInnerTexts(), ['Folder of the board', 'one', 'app (back)', 'app (front)']);
    await editor.screenshot('many-folders');
  });
});
