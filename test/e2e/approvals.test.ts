import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, it } from 'node:test';
import type { Locator } from 'playwright-core';
import type { Task } from '../../src/core/model/task.ts';
import { withBoard, type BoardBeside } from '../support/editor/boardBeside.ts';
import { answerCards, toolCall, type CardScripts } from '../support/editor/cardScripts.ts';
import { describeEditor } from '../support/editor/describeEditor.ts';
import type { Editor } from '../support/editor/editor.ts';
import type { EditorServer } from '../support/editor/editorServer.ts';
import { eventually } from '../support/editor/eventually.ts';
import { startModelServer, type Answer } from '../support/modelServer.ts';

const writes = (path: string, content: string): Answer => ({ reply: toolCall('write_file', { path, content }) });
const asks: Answer = { reply: toolCall('ask_user', { question: 'Which colour?', choices: ['red', 'blue'] }) };
const scripts: CardScripts = {
  'Make a': [writes('a.txt', 'first\n')],
  'Make b': [writes('b.txt', 'second\n')],
  'Make the one in front': [writes('front.txt', 'third\n')],
  'Make the one behind': [writes('behind.txt', 'fourth\n')],
  'Build it': [{ reply: toolCall('run_command', { command: 'make everything' }) }],
  'Report it': [{ reply: { text: 'The report is short.' } }],
  'Report that': [{ reply: { text: 'That report is long.' } }],
  'Ask who looks': [asks],
  'Ask who is away': [asks],
};

const model = await startModelServer();
after(() => model.close());
const told = answerCards(model, scripts);

async function prepare(folder: string, server: EditorServer): Promise<void> {
  const choice = { provider: 'openai', baseUrl: model.url, model: 'test-model' } as const;
  await withBoard(server, folder, (board) => board.addAgent({ name: 'coder', model: choice, mode: 'ask' }));
}

await describeEditor('Approvals', { prepare }, (running) => {
  const row = (text: string): Locator => running().editor.tree('Inbox').getByRole('treeitem').filter({ hasText: text });
  const gone = (text: string): Promise<void> => eventually(async () => assert.equal(await row(text).count(), 0));
  const press = async (text: string, button: string): Promise<void> => {
    await row(text).hover();
    await row(text).getByRole('button', { name: button }).click();
  };
  const hasContent = (path: string, content: string): Promise<void> =>
    eventually(async () => assert.equal(await readFile(join(running().editor.folder, path), 'utf8'), content));
  const addCards = (opened: BoardBeside, titles: readonly string[]): Promise<Task[]> =>
    opened.addCards(...titles.map((title) => ({ title, agent: 'coder' })));

  /** Cards as the command line leaves them: their runs wait for a person, or have work in review. */
  async function leave<Titles extends string[]>(...titles: Titles): Promise<{ [index in keyof Titles]: Task }> {
    const { editor, server } = running();
    await editor.showViews();
    const cards = await withBoard(server, editor.folder, async (opened) => {
      const made = await addCards(opened, titles);
      await opened.execute(made);
      return made;
    });
    return cards as { [index in keyof Titles]: Task };
  }

  /** Ends what the cards of a test still do: it would hold up those of the next one, and the inbox shows few rows. */
  async function clear(...cards: readonly Task[]): Promise<void> {
    for (const { id } of cards) await running().editor.finishCommand('rota.cancelCard', id);
    for (const { number } of cards) await gone(`#${number} `);
  }

  it('are given to several items at once, each shown whole before', async () => {
    const { editor } = running();
    const [a, b] = await leave('Make a', 'Make b');
    await row(`#${a.number} asks to create a.txt`).click();
    await row(`#${b.number} asks to create b.txt`).click({ modifiers: ['Control'] });
    await editor.screenshot('approvals-inbox');
    await row(`#${b.number} asks`).click({ button: 'right' });
    await editor.chooseFromMenu('Approve');
    const dialog = await editor.dialog('Approve these 2 requests?');
    assert.match(await dialog.innerText(), /a\.txt[\s\S]*\+first[\s\S]*b\.txt[\s\S]*\+second/);
    await editor.screenshot('approvals-several');
    await dialog.getByRole('button', { name: 'Approve' }).click();
    await gone(`#${a.number} asks`);
    await gone(`#${b.number} asks`);
    await hasContent('a.txt', 'first\n');
    await hasContent('b.txt', 'second\n');
    await row(`#${a.number} is in review`).waitFor();
    await row(`#${b.number} is in review`).waitFor();
    await clear(a, b);
  });

  it('are given to a change that is not the one in front only after it was shown', async () => {
    const { editor } = running();
    const [front, behind] = await leave('Make the one in front', 'Make the one behind');
    await row(`#${behind.number} asks`).waitFor();
    await editor.command('rota.approveRequest');
    await editor.page.getByPlaceholder('Approve what?').waitFor();
    // A diff takes the keyboard from nobody, so one can come to the front while the list is open.
    await editor.command('rota.openRequest', front.id);
    await editor.page
      .locator('.tab.active')
      .filter({ hasText: `#${front.number} front.txt (proposed)` })
      .waitFor();
    await editor.pick(`#${behind.number} asks to create behind.txt`);
    const dialog = await editor.dialog(`Approve this for #${behind.number}?`);
    assert.match(await dialog.innerText(), /behind\.txt[\s\S]*\+fourth/);
    assert.ok(!existsSync(join(editor.folder, 'behind.txt')), 'nothing is written before it is approved');
    await dialog.getByRole('button', { name: 'Approve' }).click();
    await hasContent('behind.txt', 'fourth\n');
    assert.ok(!existsSync(join(editor.folder, 'front.txt')), 'nobody approved the change in front');
    // Of that one the whole change is seen.
    await editor.command('rota.approveRequest');
    await hasContent('front.txt', 'third\n');
    await clear(front, behind);
  });

  it('are refused with a note that the agent reads', async () => {
    const { editor } = running();
    const [build] = await leave('Build it');
    await press(`#${build.number} asks to run`, 'Reject');
    await editor.answer('What should the agent do instead?', 'Build only the parser.');
    await gone(`#${build.number} asks`);
    await eventually(async () => assert.ok(told('Build it').includes('Build only the parser.')));
    await clear(build);
  });

  it('send work in review back with what should be different', async () => {
    const { editor } = running();
    const [report, other] = await leave('Report it', 'Report that');
    // A list of the editor in this version goes away when it opens in the moment in which a tree that had the focus has been drawn anew.
    for (const { number } of [report, other]) await row(`#${number} is in review`).waitFor();
    await editor.command('rota.requestChanges');
    await editor.pick(`#${report.number} Report it`);
    await editor.page.getByText('What should be different?').waitFor();
    await editor.screenshot('approvals-request-changes');
    await editor.answer('What should be different?', 'Make it longer.');
    await eventually(async () => assert.ok(told('Report it').includes('Make it longer.')));
    await clear(report, other);
  });

  it('are told by a notification only while the person looks elsewhere', async () => {
    const { editor, server } = running();
    await editor.showViews();
    const cards = await withBoard(server, editor.folder, (opened) => addCards(opened, ['Ask who looks', 'Ask who is away']));
    const [here, away] = cards as [Task, Task];
    await editor.command('rota.runCard', here.id);
    await row(`#${here.number} asks: Which colour?`).waitFor();
    await press(`#${here.number} asks`, 'Answer');
    await editor.pick('blue');
    await gone(`#${here.number} asks`);
    await row(`#${here.number} is in review`).waitFor();
    await editor.page.evaluate(`document.hasFocus = () => false; window.dispatchEvent(new FocusEvent('blur'));`);
    await editor.command('rota.runCard', away.id);
    await editor.notification(`#${away.number} asks: Which colour?`);
    await editor.screenshot('approvals-notification');
    // What was told before it is among all of them, even if it went away by itself.
    assert.deepEqual(await toldOf(editor, cards), [away.number]);
    await clear(here, away);
  });
});

/** The numbers of those cards that a notification has told of, also one that is no longer shown. */
async function toldOf(editor: Editor, cards: readonly Task[]): Promise<number[]> {
  await editor.finishCommand('notifications.showList');
  const items = editor.page.locator('.notifications-center .notification-list-item');
  await items.first().waitFor();
  const texts = await items.allInnerTexts();
  return cards.map(({ number }) => number).filter((number) => texts.some((text) => text.includes(`#${number} `)));
}
