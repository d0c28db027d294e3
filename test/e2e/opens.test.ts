import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { it } from 'node:test';
import { axeViolations } from '../support/editor/axe.ts';
import { describeEditor } from '../support/editor/describeEditor.ts';
import { eventually } from '../support/editor/eventually.ts';

await describeEditor('The packed extension', { workspace: { 'README.md': '# Hello\n' } }, (running) => {
  it('shows its views without opening a board', async () => {
    const { editor, server } = running();
    await editor.openFolder(await server.makeFolder({ 'README.md': '# Hello\n' }));
    await editor.page.getByRole('tab', { name: 'Rota' }).first().click();
    await editor.page.getByRole('button', { name: 'New Card' }).waitFor();
    await editor.screenshot('opens-views');
    await assert.rejects(readFile(join(editor.folder, '.rota/.gitignore')), 'nothing is written before somebody wants a board');
    await eventually(async () => assert.deepEqual(server.extensionHosts(), [await editor.extensionHost()]));
  });

  it('opens the board in a tab, from the palette', async () => {
    const { editor } = running();
    await editor.choosePaletteCommand('Rota: Open Board');
    await editor.tab('Board').waitFor();
    const page = await editor.frame('#root');
    await editor.screenshot('opens-board');
    assert.deepEqual(await axeViolations(page), []);
  });

  it('makes a board on disk, in its thread, when it is asked to', async () => {
    const { editor } = running();
    await editor.command('rota.initialize');
    await eventually(() => readFile(join(editor.folder, '.rota/.gitignore')));
    await eventually(async () => assert.ok((await readdir(join(editor.folder, '.rota/local'))).some((name) => name.startsWith('wal-'))));
    await editor.command('rota.openBoard');
    await editor.frame('#root');
    await editor.reload();
    await editor.frame('#root');
    await editor.screenshot('opens-again');
  });
});
