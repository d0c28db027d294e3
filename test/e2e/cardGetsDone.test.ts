import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, it } from 'node:test';
import type { Frame } from 'playwright-core';
import { axeViolations } from '../support/editor/axe.ts';
import { withBoard } from '../support/editor/boardBeside.ts';
import { answerCards, toolCall } from '../support/editor/cardScripts.ts';
import { describeEditor } from '../support/editor/describeEditor.ts';
import type { Editor } from '../support/editor/editor.ts';
import type { EditorServer } from '../support/editor/editorServer.ts';
import { eventually } from '../support/editor/eventually.ts';
import { startModelServer } from '../support/modelServer.ts';

const workspace = {
  'package.json': '{ "name": "greeter", "type": "module", "scripts": { "test": "node check.js" } }\n',
  'check.js':
    "import { greet } from './greet.js';\nif (greet('Ada') !== 'Hello, Ada!') throw new Error(`wrong: ${greet('Ada')}`);\nconsole.log('polite');\n",
  'greet.js': "export function greet(name) {\n  return 'Hello ' + name;\n}\n",
};
/** The old words of an edit, which nothing but the file itself holds. */
const plain = "'Hello ' + name";
const read = { path: 'greet.js' };
const edit = (newText: string): object => ({ path: 'greet.js', oldText: plain, newText });

const model = await startModelServer();
after(() => model.close());
answerCards(model, {
  'Greet politely': [
    { reply: { reasoning: 'A comma is missing.', ...toolCall('read_file', read, 'I look first.') } },
    {
      reply: { ...toolCall('edit_file', edit("'Hello, ' + name + '!'"), 'Now I mend **the greeting**.'), deltaLength: 2 },
      pace: 40,
    },
    { reply: { text: 'Done: see `greet.js:2`.', deltaLength: 2 }, pace: 40 },
  ],
  'Say goodbye': [
    { reply: toolCall('write_file', { path: 'bye.txt', content: 'Goodbye.\n' }, 'I write the file.') },
    { reply: toolCall('run_command', { command: 'echo listed > listed.txt' }, 'I list what there is.') },
    { reply: { text: 'All is written.' } },
  ],
  'Greet louder': [
    { reply: toolCall('read_file', read, 'I read.') },
    { reply: toolCall('edit_file', edit("'HELLO ' + name"), 'I shout.') },
    { reply: { text: 'Louder now.' } },
  ],
});

/** A board with an agent. */
async function prepare(folder: string, server: EditorServer): Promise<void> {
  const choice = { provider: 'openai', baseUrl: model.url, model: 'tiny' } as const;
  await withBoard(server, folder, (board) => board.addAgent({ name: 'coder', model: choice }));
}

await describeEditor('A card gets done in the editor', { workspace, prepare }, (running) => {
  const greeting = async (): Promise<string> => readFile(join(running().editor.folder, 'greet.js'), 'utf8');
  const board = (editor: Editor): Promise<Frame> => editor.frame('.column');
  /** Another folder like the first: what is tested happens for the first time in its window. */
  const openFresh = async (): Promise<Editor> => {
    const { editor, server } = running();
    const folder = await server.makeFolder(workspace);
    await prepare(folder, server);
    await editor.openFolder(folder);
    return editor;
  };
  const runPage = (editor: Editor): Promise<Frame> => editor.frame('[aria-label="Log of the run"]');

  it('written on the board, run, watched, approved as a diff, checked, done, and there after a reload', async () => {
    const editor = await openFresh();
    await editor.command('rota.openBoard');
    const page = await board(editor);
    await page.getByRole('button', { name: 'Write the First Card' }).click();
    await page.getByRole('textbox', { name: 'New card in To do' }).fill('Greet politely');
    await editor.page.keyboard.press('Enter');
    await editor.page.keyboard.press('Escape');
    await page.getByRole('row', { name: /Greet politely/ }).dblclick();
    const card = await editor.frame('text=From package.json:');
    await card.getByRole('button', { name: 'Add check npm test' }).click();
    await card.getByText('Not measured yet').waitFor();
    await editor.screenshot('done-1-card');

    await card.getByRole('button', { name: 'Run', exact: true }).click();
    const run = await runPage(editor);
    await run.getByText('I look first.').first().waitFor();
    await run.getByRole('button', { name: 'Open Diff' }).click();
    await editor.page.locator('.diffEditor, .monaco-diff-editor').first().waitFor();
    await editor.screenshot('done-2-diff');
    assert.equal(await greeting(), workspace['greet.js'], 'nothing is written before it is approved');
    await editor.page
      .getByRole('button', { name: /^Approve/ })
      .first()
      .click();
    await eventually(async () => assert.match(await greeting(), /'Hello, ' \+ name \+ '!'/));
    await run.getByText('The run finished').first().waitFor();
    await editor.screenshot('done-3-run');
    assert.deepEqual(await axeViolations(run), []);

    await editor.command('rota.openBoard');
    const shown = await board(editor);
    await shown
      .getByRole('grid', { name: 'Done' })
      .getByRole('row', { name: /Greet politely/ })
      .waitFor();
    await editor.screenshot('done-4-board');
    assert.deepEqual(await axeViolations(shown), []);
    await editor.reload();
    await editor.command('rota.openBoard');
    await (await board(editor))
      .getByRole('grid', { name: 'Done' })
      .getByRole('row', { name: /Greet politely/ })
      .waitFor();
    await editor.screenshot('done-5-reloaded');
  });

  it('with the keyboard alone, from the new card to the accepted one', async () => {
    const editor = await openFresh();
    const { keyboard } = editor.page;
    await withBoard(running().server, editor.folder, (opened) => opened.addCards('Lie around'));
    await editor.command('rota.openBoard');
    const page = await board(editor);
    await page.getByRole('row', { name: /Lie around/ }).waitFor();
    await eventually(async () =>
      assert.ok(
        await page.evaluate<boolean>(`document.hasFocus() && document.activeElement.matches('[data-stop]')`),
        'opening the board gives a card the keyboard',
      ),
    );
    await keyboard.press('Home');
    await keyboard.press('n');
    await page.getByRole('textbox', { name: /^New card in/ }).waitFor();
    await keyboard.type('Say goodbye');
    await keyboard.press('Enter');
    await page.getByRole('row', { name: /Say goodbye/ }).waitFor();
    await keyboard.press('Escape');
    await eventually(async () => assert.match((await focusedName(page)) ?? '', /Say goodbye/));

    await keyboard.press('r');
    await runPage(editor).then((frame) => frame.getByText('I write the file.').first().waitFor());
    await eventually(async () =>
      assert.match((await focusedName(page)) ?? '', /Say goodbye/, 'the run panel takes the keyboard from nobody'),
    );

    await editor.choosePaletteCommand('Rota: Go to Next Waiting Item');
    await editor.page.locator('.tab.active').filter({ hasText: 'bye.txt' }).waitFor();
    await editor.choosePaletteCommand('Rota: Approve');
    await eventually(async () => assert.equal(await readFile(join(editor.folder, 'bye.txt'), 'utf8'), 'Goodbye.\n'));
    const run = await runPage(editor);
    await run.getByText('echo listed > listed.txt').first().waitFor();
    await editor.choosePaletteCommand('Rota: Go to Next Waiting Item');
    await pressUntilFocused(editor, run, 'Approve');
    await keyboard.press('Enter');
    await run.getByText('All is written.').first().waitFor();
    await editor.screenshot('done-6-keyboard');
    const becomes = (status: string): Promise<void> =>
      eventually(async () => {
        const card = await withBoard(running().server, editor.folder, (opened) => opened.card('Say goodbye'));
        assert.equal(card.status, status);
      });
    await becomes('review');
    await editor.choosePaletteCommand('Rota: Accept Card');
    await becomes('done');
  });

  it('asks before it saves what somebody is typing, and saves it with the edit', async () => {
    const { editor, server } = running();
    const [card] = await withBoard(server, editor.folder, (opened) => opened.addCards('Greet louder'));
    await editor.openFile('greet.js');
    await editor.typeInEditor('// typed and not saved\n');
    await editor.command('rota.run.focus');
    await editor.command('rota.runCard', card?.id ?? '');
    const run = await runPage(editor);
    await run
      .getByText(/unsaved changes/)
      .first()
      .waitFor();
    assert.doesNotMatch(await greeting(), /typed|HELLO/);
    await editor.screenshot('done-7-unsaved');
    // The keyboard is not held up by the guard against a click on what just appeared.
    await run.getByRole('button', { name: 'Approve', exact: true }).press('Enter');
    await eventually(async () => assert.match(await greeting(), /^\/\/ typed and not saved\n[\s\S]*'HELLO ' \+ name/));
    await run.getByText('Louder now.').first().waitFor();
    await run.getByText('The run finished').first().waitFor();
  });
});

/** The name of what has the keyboard in a page. */
async function focusedName(frame: Frame): Promise<string | null> {
  return frame.evaluate<string | null>(`document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? null`);
}

/** Walks with Tab until the button with this name has the keyboard. */
async function pressUntilFocused(editor: Editor, frame: Frame, name: string): Promise<void> {
  for (let steps = 0; steps < 60; steps += 1) {
    if ((await focusedName(frame)) === name) return;
    await editor.page.keyboard.press('Tab');
  }
  assert.fail(`Tab never reached ${name}`);
}
