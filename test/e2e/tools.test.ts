import assert from 'node:assert/strict';
import { join } from 'node:path';
import { it } from 'node:test';
import { ToolFolderList } from '../../src/core/actions/toolActions.ts';
import { withBoard } from '../support/editor/boardBeside.ts';
import { describeEditor } from '../support/editor/describeEditor.ts';
import type { EditorServer } from '../support/editor/editorServer.ts';
import { eventually } from '../support/editor/eventually.ts';
import { plantTool } from '../support/plantedTools.ts';

async function prepare(folder: string, server: EditorServer): Promise<void> {
  plantTool(join(folder, '.venv/bin'), 'venvtool', 'it is there');
  plantTool(join(folder, '.venv/bin'), 'git', 'the git of the project');
  const check = { kind: 'command', command: 'venvtool', timeLimit: 60 } as const;
  await withBoard(server, folder, (board) => board.addCard({ title: 'Needs a tool', checks: [check] }));
}

await describeEditor('Tools of the workspace', { workspace: { 'a.txt': 'one\n' }, prepare }, (running) => {
  const state = (): Promise<string | undefined> =>
    withBoard(
      running().server,
      running().editor.folder,
      async (board) => (await board.call('tools.list', ToolFolderList, {})).items[0]?.state,
    );

  it('are named by the health page, allowed with all that changes before the eyes, and taken back', async () => {
    const editor = await running().atHome();
    await editor.command('rota.checkHealth');
    const page = await editor.frame('main.health');
    const row = page.getByRole('listitem').filter({ hasText: 'venvtool' });
    await row.getByText('It is in .venv/bin of the workspace, where checks and commands do not look').waitFor();
    await row.getByRole('button', { name: 'Choose Tools' }).click();
    const allow = await editor.dialog('Let commands and checks take programs from .venv/bin?');
    await allow
      .getByText(/These take the place of programs of this machine:\s+git\s+\(.*git\)[\s\S]*1 with names of their own: venvtool/)
      .waitFor();
    await editor.screenshot('tools-consent');
    await allow.getByRole('button', { name: 'Use These Programs' }).click();
    await page.getByText('Commands and checks use .venv/bin, with 2 programs; of this machine it takes the place of git.').waitFor();
    await row.getByText(/\.venv\/bin\/venvtool, for checks of #1/).waitFor();
    await editor.screenshot('tools-health');
    assert.equal(await state(), 'used');
    await editor.command('rota.chooseTools');
    await editor.pick('.venv/bin');
    await (await editor.dialog('Commands and checks take programs from .venv/bin.'))
      .getByRole('button', { name: 'Stop Using Them' })
      .click();
    await eventually(async () => assert.equal(await state(), 'offered'));
  });
});
