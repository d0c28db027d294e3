import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, it } from 'node:test';
import type { Frame } from 'playwright-core';
import type { AgentDraft } from '../../src/core/model/agent.ts';
import { axeViolations } from '../support/editor/axe.ts';
import { withBoard } from '../support/editor/boardBeside.ts';
import { describeEditor } from '../support/editor/describeEditor.ts';
import type { Editor } from '../support/editor/editor.ts';
import { eventually } from '../support/editor/eventually.ts';
import { pickFoundModel, pickModel } from '../support/editor/modelList.ts';
import { patience } from '../support/editor/patience.ts';
import type { EditorOptions } from '../support/editor/startEditor.ts';
import { whileReadOnly } from '../support/readOnlyFolder.ts';
import { startModelServer, type Answer } from '../support/modelServer.ts';
import type { ServedReply } from '../support/modelReplies.ts';

const model = await startModelServer();
after(() => model.close());

/** What the model says for the first card of the example, one reply after the other. */
const mending: readonly ServedReply[] = [
  { text: 'I look at the function first.', toolCalls: [{ name: 'read_file', arguments: { path: 'src/count.js' } }] },
  {
    text: 'One thing takes no s.',
    toolCalls: [
      { name: 'edit_file', arguments: { path: 'src/count.js', oldText: '${thing}s`', newText: "${thing}${number === 1 ? '' : 's'}`" } },
    ],
  },
  { text: 'Mended: `count(1, "card")` answers "1 card".' },
];
/** And for a card that is about the second folder of a window. */
const writing: readonly ServedReply[] = [
  { text: 'There it goes.', toolCalls: [{ name: 'write_file', arguments: { path: 'second/made.txt', content: 'made\n' } }] },
  { text: 'Made.' },
];
model.answerEach((request): Answer => {
  if (request.path.endsWith('/models'))
    return { body: JSON.stringify({ data: [{ id: 'tiny:1b' }] }), headers: { 'content-type': 'application/json' } };
  if (request.path === '/api/tags')
    return { body: JSON.stringify({ models: [{ name: 'tiny:1b' }] }), headers: { 'content-type': 'application/json' } };
  const said = ((request.body['messages'] ?? []) as { role: string }[]).filter(({ role }) => role === 'assistant').length;
  const replies = JSON.stringify(request.body).includes('Write in the second') ? writing : mending;
  return { reply: replies[said] ?? { text: 'Nothing more to say.' } };
});

await describeEditor('The first start', { workspace: 'none', environment: { OLLAMA_HOST: new URL(model.url).host } }, (running) => {
  it('leads from an empty profile to a card that is done', async () => {
    const { editor, server } = running();
    const start = performance.now();
    let steps = 0;
    /** Something that a person does: a click, a key, a choice. */
    const step = async <T>(act: Promise<T>): Promise<T> => {
      steps += 1;
      return act;
    };
    const walkthrough = (window: Editor): ReturnType<Editor['page']['locator']> => window.page.locator('.gettingStartedContainer');

    await step(editor.command('rota.getStarted'));
    await walkthrough(editor).getByText('Choose a model').first().waitFor();
    await editor.screenshot('start-1-walkthrough');
    await step(walkthrough(editor).getByRole('button', { name: 'Choose Model' }).click());
    await step(pickFoundModel(editor, 'tiny:1b'));
    await editor.notification('Chosen: tiny:1b');
    await walkthrough(editor).getByRole('checkbox', { checked: true }).first().waitFor();
    await editor.screenshot('start-2-model');
    await walkthrough(editor).getByText('Run a card where nothing can break').click();
    const window = await step(
      editor.windowOpenedBy(() => walkthrough(editor).getByRole('button', { name: 'Try It on an Example' }).click()),
    );
    const board = await window.frame('.column');
    await board.getByRole('row', { name: /Say "1 card"/ }).waitFor();
    await window.screenshot('start-3-example');
    await step((await window.notification('This copy is yours')).getByRole('button', { name: 'Run Card #1' }).click());
    const run = await window.frame('[aria-label="Log of the run"]');
    await run.getByRole('button', { name: 'Approve', exact: true }).waitFor();
    await window.screenshot('start-4-approve');
    await step(run.getByRole('button', { name: 'Approve', exact: true }).press('Enter'));
    const shown = (): Promise<string> => withBoard(server, window.folder, async (board) => (await board.readCard(1)).status);
    await eventually(async () => assert.equal(await shown(), 'done'));
    console.log(`first card from an empty profile: ${steps} steps, ${((performance.now() - start) / 1000).toFixed(1)} s`);
    await window.screenshot('start-5-done');
  });
});

const coder = (baseUrl: string, name: string): AgentDraft => ({
  name: 'coder',
  model: { provider: 'openai', baseUrl, model: name },
  mode: 'edit',
});

const options: EditorOptions = {
  workspace: { 'a.txt': 'one\n' },
  prepare: (folder, server) => withBoard(server, folder, (board) => board.haveOnly(coder('http://127.0.0.1:9', 'none'))),
};

await describeEditor('A window of any kind', options, (running) => {
  const health = (editor: Editor): Promise<Frame> => editor.frame('main.health');

  it('tells on the health page what is broken, leads to what mends it, and looks again by itself', async () => {
    const editor = await running().atHome();
    await withBoard(running().server, editor.folder, (board) => board.haveOnly(coder('http://127.0.0.1:9', 'none')));
    await editor.command('rota.checkHealth');
    const page = await health(editor);
    const row = page.getByRole('listitem').filter({ hasText: 'Model of coder' });
    await row.getByText('127.0.0.1:9 cannot be reached').waitFor();
    await page.getByText('1 problem.').waitFor();
    assert.deepEqual(await axeViolations(page), []);
    for (const theme of ['light', 'high-contrast-dark', 'high-contrast-light', 'dark'] as const) {
      await editor.changeTheme(theme);
      await editor.screenshot(`health-${theme}`);
    }
    await row.getByRole('button', { name: 'Choose Model' }).click();
    await pickModel(editor, 'OpenAI-Compatible Server…');
    await editor.answer('Address of a server', model.url);
    await editor.answer('API key', '');
    await editor.pick('tiny:1b');
    await row.getByText('answers and has tiny:1b').waitFor();
    await page.getByText('Nothing is wrong.').waitFor();
    await page.getByRole('button', { name: 'Copy Report' }).click();
    await eventually(async () =>
      assert.match(
        await editor.page.evaluate<string>('navigator.clipboard.readText()'),
        /^Rota [\d.]+, [\s\S]*\nOK: Model of coder: 127\.0\.0\.1:\d+ answers and has tiny:1b\./,
      ),
    );
  });

  it('has a help for the view that has the keyboard', async () => {
    const editor = await running().atHome();
    const { page } = editor;
    /** Moves the keyboard to a view and asks for help there, until it comes. */
    const askForHelp = async (key: string, view: string, moveThere: () => Promise<void>): Promise<void> =>
      eventually(async () => {
        const help = editor.tab(`Help for ${view}`);
        if (!(await help.isVisible())) {
          await moveThere();
          await page.keyboard.press(key);
        }
        await help.waitFor({ timeout: patience.attempt });
      });
    await askForHelp('Alt+F1', 'Health', async () => {
      await editor.finishCommand('rota.checkHealth');
      await eventually(async () => assert.ok(await (await health(editor)).evaluate('document.hasFocus()')));
    });
    await editor.showViews();
    await editor.finishCommand('rota.agents.focus');
    await askForHelp('Alt+F1', 'Cards', () => editor.finishCommand('rota.cards.focus'));
    await editor.screenshot('help-cards');
    await editor.command('rota.newCard');
    await editor.answer('What should be done?', 'Needs help');
    await (await editor.notification('Needs help')).getByRole('button', { name: 'Open' }).click();
    const run = (await editor.frame('main.card')).getByRole('button', { name: 'Run', exact: true });
    await askForHelp('?', 'Card', () => run.focus());
  });

  it('without a folder offers one, and an example', async () => {
    const { editor } = running();
    await editor.openFolder(undefined);
    await editor.showViews();
    await editor.page.getByRole('button', { name: 'Open Folder' }).first().waitFor();
    await editor.page.getByRole('button', { name: 'Try It on an Example' }).waitFor();
    await editor.command('rota.checkHealth');
    const page = await health(editor);
    await page.getByRole('button', { name: 'Open Folder (Board)' }).waitFor();
    await editor.screenshot('no-folder');
  });

  it('with several folders keeps the board in the first, and an agent reaches the files of all', async () => {
    const { editor, server } = running();
    const [one, two] = [await server.makeFolder({ 'one.txt': 'one\n' }), await server.makeFolder({ 'two.txt': 'two\n' })];
    const file = join(one, '../both.code-workspace');
    await writeFile(
      file,
      JSON.stringify({
        folders: [
          { path: one, name: 'first' },
          { path: two, name: 'second' },
        ],
      }),
    );
    const { id } = await withBoard(server, one, async (board) => {
      await board.haveOnly(coder(model.url, 'tiny:1b'));
      return board.addCard('Write in the second');
    });
    await editor.openWorkspaceFile(file);
    await editor.command('rota.checkHealth');
    await (await health(editor)).getByText('The board is in first; a card names the folder that it is about: first, second.').waitFor();
    await editor.command('rota.runCard', id);
    await eventually(async () => assert.equal(await readFile(join(two, 'made.txt'), 'utf8'), 'made\n'));
    await editor.screenshot('multi-root');
    assert.ok(existsSync(join(one, '.rota/local')) && !existsSync(join(two, '.rota')));
  });

  it('says once that the folder of its board is synced', async () => {
    const { editor, server } = running();
    const folder = join(await server.makeFolder({ 'a.txt': 'one\n' }), 'Dropbox', 'work');
    await mkdir(folder, { recursive: true });
    await withBoard(server, folder, (board) => board.addCard('In a synced folder'));
    await editor.openFolder(folder);
    await (await editor.notification('kept in step with other machines by Dropbox')).getByRole('button', { name: 'Check Health' }).click();
    await (await health(editor)).getByText(/^Open in .* with 1 card/).waitFor();
    await editor.screenshot('synced-folder');
    await editor.reload();
    await editor.command('rota.openBoard');
    await editor.frame('.column');
    // What is said by a command comes after what is said by itself when the board is opened.
    await editor.command('rota.clearCards');
    await editor.notification('No card can be deleted');
    assert.equal(await editor.page.locator('.notification-list-item').filter({ hasText: 'Dropbox' }).count(), 0);
    await editor.command('rota.moveBoard');
    const move = (await editor.dialog('Move the board out of the workspace?')).getByRole('button', { name: 'Move and Reload' });
    await editor.reloadedBy(() => move.click());
    await (await editor.frame('.column')).getByRole('row', { name: /In a synced folder/ }).waitFor();
    assert.ok(!existsSync(join(folder, '.rota/local')), 'nothing of the board is synced any more');
    await editor.command('rota.checkHealth');
    await (await health(editor)).getByText(/kept in .*boards/).waitFor();
    await editor.screenshot('moved-board');
  });

  it('shows a board that it cannot change, and says why', async () => {
    const { editor, server } = running();
    const folder = await server.makeFolder({ 'a.txt': 'one\n' });
    await withBoard(server, folder, (board) => board.addCard('Only to be read'));
    const done = await whileReadOnly(folder, async () => {
      await editor.openFolder(folder);
      await editor.notification('cannot be written');
      await editor.command('rota.openBoard');
      const board = await editor.frame('.column');
      await board.getByRole('row', { name: /Only to be read/ }).hover();
      assert.equal(await board.getByRole('button', { name: /^Run #/ }).count(), 0);
      await editor.command('rota.newCard');
      await editor.answer('What should be done?', 'Not to be written');
      await editor.notification('The board cannot be changed here');
      await editor.screenshot('read-only');
    });
    if (!done) console.log('skipped: this machine lets nobody make a folder read-only');
  });
});
