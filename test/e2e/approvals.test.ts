import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, it } from 'node:test';
import type { Locator } from 'playwright-core';
import { describeEditor } from '../support/editor/describeEditor.ts';
import type { Editor } from '../support/editor/editor.ts';
import { eventually } from '../support/editor/eventually.ts';
import { rotaBeside } from '../support/editor/rotaBeside.ts';
import type { RunningEditor } from '../support/editor/startEditor.ts';
import type { ServedReply } from '../support/modelReplies.ts';
import { startModelServer, type ServedRequest } from '../support/modelServer.ts';

const call = (name: string, input: object): ServedReply => ({ toolCalls: [{ name, arguments: input }] });
/** What the model says for a card, one reply after the other; then it has nothing more to do. */
const scripts: Record<string, readonly ServedReply[]> = {
  'Make a': [call('write_file', { path: 'a.txt', content: 'first\n' })],
  'Make b': [call('write_file', { path: 'b.txt', content: 'second\n' })],
  'Build it': [call('run_command', { command: 'make everything' })],
  'Report it': [{ text: 'The report is short.' }],
  'Ask about it': [call('ask_user', { question: 'Which colour?', choices: ['red', 'blue'] })],
};

const model = await startModelServer();
after(() => model.close());
const titleOf = ({ body }: ServedRequest): string => Object.keys(scripts).find((title) => JSON.stringify(body).includes(title)) ?? '';
/** Whether the agent of a card was last told these words. */
const reads = (title: string, words: string): boolean =>
  JSON.stringify(model.requests.findLast((request) => titleOf(request) === title)?.body).includes(words);
model.answerEach((request) => {
  const said = (request.body['messages'] as { role: string }[]).filter(({ role }) => role === 'assistant').length;
  return { reply: scripts[titleOf(request)]?.[said] ?? { text: 'Nothing more to do.' } };
});

/** A board as the command line leaves it: three runs wait for a person, one has work in review. */
async function openBoard({ editor, server }: RunningEditor): Promise<void> {
  const folder = await server.makeFolder({});
  const rota = (...args: string[]): Promise<unknown> => rotaBeside(server, folder, ...args);
  await rota('agent', 'add', 'coder', '--provider', 'openai', '--base-url', model.url, '--model', 'test-model', '--mode', 'ask');
  for (const title of ['Make a', 'Make b', 'Build it', 'Report it']) await rota('task', 'add', title, '--agent', 'coder');
  // Ends with its own code, since runs wait.
  await rota('task', 'execute', '1', '2', '3', '4').catch(() => undefined);
  await editor.openFolder(folder);
  await editor.page.getByRole('tab', { name: 'Rota' }).first().click();
}

await describeEditor('Approvals', { workspace: 'none' }, (running) => {
  const row = (text: string): Locator => running().editor.tree('Inbox').getByRole('treeitem').filter({ hasText: text });
  const gone = (text: string): Promise<void> => eventually(async () => assert.equal(await row(text).count(), 0));
  const press = async (text: string, button: string): Promise<void> => {
    await row(text).hover();
    await row(text).getByRole('button', { name: button }).click();
  };

  it('are given to several items at once, each shown whole before', async () => {
    await openBoard(running());
    const { editor } = running();
    await row('#1 asks to create a.txt').click();
    await row('#2 asks to create b.txt').click({ modifiers: ['Control'] });
    await editor.screenshot('approvals-inbox');
    await row('#2').click({ button: 'right' });
    await editor.chooseFromMenu('Approve');
    const dialog = await editor.dialog('Approve these 2 requests?');
    assert.match(await dialog.innerText(), /a\.txt[\s\S]*\+first[\s\S]*b\.txt[\s\S]*\+second/);
    await editor.screenshot('approvals-several');
    await dialog.getByRole('button', { name: 'Approve' }).click();
    await gone('#1 asks');
    await gone('#2 asks');
    await eventually(async () => assert.equal(await contentOf(editor, 'a.txt'), 'first\n'));
    await eventually(async () => assert.equal(await contentOf(editor, 'b.txt'), 'second\n'));
  });

  it('are refused with a note that the agent reads', async () => {
    const { editor } = running();
    // Rows move while runs go on.
    await row('#2 is in review').waitFor();
    await press('#3 asks to run', 'Reject');
    await editor.page.getByText('What should the agent do instead?').waitFor();
    await editor.answer('Build only the parser.');
    await gone('#3 asks');
    await eventually(async () => assert.ok(reads('Build it', 'Build only the parser.')));
  });

  it('send work in review back with what should be different', async () => {
    const { editor } = running();
    await row('#4 is in review').waitFor();
    await editor.command('Rota: Request Changes');
    await editor.page.locator('.quick-input-list .monaco-list-row').filter({ hasText: '#4' }).first().click();
    await editor.page.getByText('What should be different?').waitFor();
    await editor.screenshot('approvals-request-changes');
    await editor.answer('Make it longer.');
    await eventually(async () => assert.ok(reads('Report it', 'Make it longer.')));
  });

  it('are told by a notification only while the person looks elsewhere', async () => {
    const { editor } = running();
    await runNew(editor, 'Ask about it');
    await row('#5 asks: Which colour?').waitFor();
    // Longer than news are gathered.
    await editor.page.waitForTimeout(2000);
    assert.equal(await editor.page.locator('.notification-toast').filter({ hasText: 'Which colour?' }).count(), 0);
    await press('#5', 'Answer');
    await editor.pick('blue');
    await gone('#5 asks');
    await editor.page.evaluate(`document.hasFocus = () => false; window.dispatchEvent(new FocusEvent('blur'));`);
    await runNew(editor, 'Ask about it again');
    await editor.notification('#6 asks: Which colour?');
    await editor.screenshot('approvals-notification');
  });
});

async function contentOf(editor: Editor, path: string): Promise<string> {
  return readFile(join(editor.folder, path), 'utf8');
}

async function runNew(editor: Editor, title: string): Promise<void> {
  await editor.command('Rota: New Card');
  await editor.answer(title);
  const card = editor.tree('Cards').getByRole('treeitem').filter({ hasText: title });
  await card.hover();
  await card.getByRole('button', { name: 'Run Card' }).click();
}
