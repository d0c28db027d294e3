import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { it } from 'node:test';
import type { Frame } from 'playwright-core';
import type { Task } from '../../src/core/model/task.ts';
import { type BoardBeside, withBoard } from '../support/editor/boardBeside.ts';
import { describeEditor } from '../support/editor/describeEditor.ts';
import { openDriver } from '../support/localStore.ts';
import { eventually } from '../support/editor/eventually.ts';
import type { EditorOptions } from '../support/editor/startEditor.ts';

const workspace = {
  'package.json': '{ "type": "module", "scripts": { "test": "node check.js" } }\n',
  'check.js': "import { existsSync } from 'node:fs';\nprocess.exit(existsSync('fine.txt') ? 0 : 1);\n",
  'report.md': '# What was found\n\nNothing is wrong.\n',
  'tsconfig.json':
    '{ "compilerOptions": { "strict": true, "module": "nodenext", "allowImportingTsExtensions": true, "noEmit": true }, "include": ["src"] }\n',
  'src/add.ts': 'export function add(a: number, b: number): number {\n  return a + b;\n}\n',
  'src/main.ts': "import { add } from './add.ts';\n\nexport const sum: string = add(1, 2);\n",
};
const call = (name: string, args: object): object => ({ toolCalls: [{ name, arguments: args }] });
const script = {
  version: 1,
  runs: [
    { match: 'Write the report', replies: [call('attach_file', { path: 'report.md' }), { text: 'The report hangs off the card.' }] },
    {
      match: 'Call it plus',
      replies: [call('rename_symbol', { path: 'src/add.ts', line: 1, symbol: 'add', newName: 'plus' }), { text: 'It is called plus.' }],
    },
  ],
};

const options: EditorOptions = {
  workspace,
  prepare: async (folder, server) => {
    const file = join(server.rotaData, 'script.json');
    await withBoard(server, folder, async (board) => {
      await writeFile(file, JSON.stringify(script));
      await board.haveOnly({ name: 'coder', model: { provider: 'scripted', script: file } });
    });
  },
};

await describeEditor('Work in review', options, (running) => {
  const beside = <T>(use: (board: BoardBeside) => Promise<T>): Promise<T> => withBoard(running().server, running().editor.folder, use);
  const cardPage = (): Promise<Frame> => running().editor.frame('main.card');
  const shown = ({ id }: Task): Promise<Task> => beside((board) => board.readCard(id));

  it('the only card is opened without a question, and a file that hangs off it is read in the editor', async () => {
    const editor = await running().atHome();
    const { status } = await beside(async (board) => {
      await board.clearCards();
      return board.executeAnswering((await board.addCard('Write the report')).id);
    });
    assert.equal(status, 'review');
    await editor.command('rota.openCard');
    await (await cardPage()).getByRole('button', { name: /^report\.md/ }).click();
    await editor.tab('report.md').waitFor();
    await editor.page.locator('.view-lines').getByText('Nothing is wrong.').waitFor();
    await editor.screenshot('review-artifact');
    await editor.page.locator('.view-lines').click();
    await editor.page.keyboard.type('x');
    await editor.page.getByText('Cannot edit in read-only editor').first().waitFor();
  });

  it('a check that has not been run is said before the work is accepted, is run on wish, and then the work is done', async () => {
    const editor = await running().atHome();
    const work = await beside(async (board) => board.executeAnswering((await board.addCard('Write the report, to be checked')).id));
    const number = `#${work.number}`;
    await editor.command('rota.openCard', work.id);
    const card = await cardPage();
    await card.getByRole('button', { name: 'Add check npm test' }).click();
    await card.getByText('Not measured yet').waitFor();
    await editor.command('rota.moveCard');
    await editor.pick('Done');
    await (await editor.dialog(`The check "npm test" of ${number} has not been run.`)).getByRole('button', { name: 'Cancel' }).click();
    await editor.notification(`Not moved: The check "npm test" of ${number} has not been run.`);
    assert.equal((await shown(work)).status, 'review');
    await card.getByRole('button', { name: 'Accept', exact: true }).click();
    const question = await editor.notification(`The check "npm test" of ${number} has not been run.`);
    await editor.screenshot('review-unchecked');
    await question.getByRole('button', { name: 'Run Check', exact: true }).click();
    const failed = await editor.notification(`${number}: the check "npm test" has failed (exit code 1)`);
    await failed.getByRole('button', { name: 'Accept Anyway' }).waitFor();
    await editor.screenshot('review-red');
    assert.equal((await shown(work)).status, 'review');
    await writeFile(join(editor.folder, 'fine.txt'), 'fine\n');
    await editor.command('rota.runChecks');
    const passed = await editor.notification(`The checks of ${number} have passed.`);
    await card.getByText(/Passed · exit code 0/).waitFor();
    assert.equal((await shown(work)).status, 'review');
    await passed.getByRole('button', { name: 'Accept', exact: true }).click();
    await eventually(async () => assert.equal((await shown(work)).status, 'done'));
  });

  it('labels are ticked and typed for the card in front', async () => {
    const editor = await running().atHome();
    const card = await beside((board) => board.addCard('Be labelled'));
    await editor.command('rota.openCard', card.id);
    await cardPage();
    await editor.command('rota.setLabels');
    await editor.answer(`Labels of #${card.number}; type a new one`, 'reports');
    await eventually(async () => assert.deepEqual((await shown(card)).labels, ['reports']));
  });

  it('finished cards are cleared after their number was said, and come back', async () => {
    const editor = await running().atHome();
    const card = await beside(async (board) => {
      await board.clearCards();
      await board.addCard('Not finished');
      return board.moveCard((await board.addCard('Finished')).id, 'done');
    });
    await editor.command('rota.clearCards');
    await editor.page.locator('.quick-input-list .monaco-list-row').filter({ hasText: 'Done' }).filter({ hasText: '1 card' }).waitFor();
    await editor.page.keyboard.press('Enter');
    const gone = await editor.notification('Deleted 1 card.');
    await assert.rejects(shown(card), 'it is gone');
    await gone.getByRole('button', { name: 'Undo' }).click();
    await eventually(async () => assert.equal((await shown(card)).status, 'done'));
  });

  it('a change of several files is shown as one, and approved there', async () => {
    const editor = await running().atHome();
    const { id, number } = await beside((board) => board.addCard('Call it plus'));
    await editor.openFile('src/main.ts');
    // Until the language tools have read the whole project they know of one file only.
    await editor.page.locator('.squiggly-error').waitFor();
    await editor.command('rota.runCard', id);
    await (await editor.frame('[aria-label="Log of the run"]')).getByRole('button', { name: 'Open Diff' }).click();
    await editor.page.locator('.multiDiffEntry, .monaco-diff-editor').first().waitFor();
    await editor.screenshot('review-many-files');
    await editor.tab(`#${number} changes (proposed) (2 files)`).waitFor();
    assert.match(await readFile(join(editor.folder, 'src/main.ts'), 'utf8'), /add\(1, 2\)/);
    await editor.page.locator('.editor-actions').getByRole('button', { name: 'Approve', exact: true }).click();
    await (await editor.dialog(`Approve this for #${number}?`)).getByRole('button', { name: 'Approve' }).click();
    await eventually(async () => assert.match(await readFile(join(editor.folder, 'src/main.ts'), 'utf8'), /plus\(1, 2\)/));
    await editor.tab(`#${number} changes (proposed) (2 files)`).waitFor({ state: 'detached' });
  });

  it('a board that cannot be changed says why, on the card too', async () => {
    const { editor, server } = running();
    const folder = await server.makeFolder({ 'a.txt': 'one\n' });
    await withBoard(server, folder, (board) => board.addCard('Stays as it is'));
    const driver = await openDriver(join(folder, '.rota/local'), server.rotaData);
    await driver.commit([{ sql: 'PRAGMA user_version = 99', params: [] }]);
    await driver.close();
    await editor.openFolder(folder);
    await editor.command('rota.openCard');
    const card = await cardPage();
    await card.getByText(/Nothing can be changed here: .*newer Rota/).waitFor();
    assert.equal(await card.getByRole('button', { name: 'Run', exact: true }).isDisabled(), true);
    await editor.screenshot('review-read-only');
  });
});
