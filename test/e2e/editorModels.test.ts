import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, it } from 'node:test';
import type { Locator } from 'playwright-core';
import { builtExtension } from '../support/editor/builtExtension.ts';
import { describeEditor } from '../support/editor/describeEditor.ts';
import type { Editor } from '../support/editor/editor.ts';
import { eventually } from '../support/editor/eventually.ts';
import { rotaBeside } from '../support/editor/rotaBeside.ts';
import { builtModelHost } from '../support/modelHost/builtModelHost.ts';
import { startModelServer } from '../support/modelServer.ts';

const model = await startModelServer();
after(() => model.close());

await describeEditor(
  'Models of the editor, and ours in it, signed out',
  { workspace: { 'README.md': '# Hello\n' }, vsix: [await builtExtension(), await builtModelHost()] },
  (running) => {
    it('gives the editor no model where no board is, and says nothing about it', async () => {
      const { editor } = running();
      await editor.command('Chat: Focus on Chat View');
      // The editor asks no participant before it knows a model.
      await modelButton(editor)
        .filter({ hasText: /Polly|Mute/ })
        .waitFor();
      await ask(editor, '@parrots who is there before the board');
      await said(editor, 'before the board: parrots-Polly and parrots-Mute');
      assert.equal(await editor.page.locator('.notifications-toasts .notification-list-item').count(), 0);
    });

    it('shows the model of an agent in the chat as soon as there is one, and streams its answer', async () => {
      const { editor, server } = running();
      await editor.command('Rota: Initialize Board');
      await eventually(() => readFile(join(editor.folder, '.rota/.gitignore')));
      await rotaBeside(server, editor.folder, 'agent', 'add', 'coder', '--provider', 'openai', '--base-url', model.url, '--model', 'tiny');
      await ask(editor, '@parrots who is there with an agent');
      await said(editor, /with an agent: .*rota-tiny/);
      await chooseModel(editor, 'tiny');
      model.answer({ reply: { text: `It begins. ${'wait '.repeat(30)}It ends.`, deltaLength: 4 }, pace: 100 });
      await ask(editor, '@parrots What is two and two?');
      const dialog = await editor.dialog('Let rota.rota-model-host ask the models of your agents?');
      assert.match(await dialog.innerText(), /tiny[\s\S]*you pay for the answers/);
      assert.equal(model.requests.length, 0, 'nothing is asked before a person allows it');
      await editor.screenshot('models-0-allow');
      await dialog.getByRole('button', { name: 'Allow' }).click();
      await said(editor, 'It begins.');
      assert.equal(await editor.page.getByText('It ends.').count(), 0, 'it is shown while it comes');
      await editor.screenshot('models-1-streaming');
      await said(editor, /It ends\./);
      await said(editor, /That took 5 tokens of 111616/);
      const request = model.requests.at(-1);
      assert.deepEqual([request?.body['model'], request?.body['messages']], ['tiny', [{ role: 'user', content: 'What is two and two?' }]]);
      assert.match(JSON.stringify(request?.body['tools']), /"name":"caw"/);
    });

    it('hands on calls of tools, and says what a server refused', async () => {
      const { editor } = running();
      model.answer(
        { reply: { text: 'Loudly.', toolCalls: [{ name: 'caw', arguments: { loud: true } }] } },
        { status: 404, body: JSON.stringify({ error: { message: 'model tiny not found' } }) },
      );
      await ask(editor, '@parrots Caw!');
      await said(editor, 'calls caw with {"loud":true}');
      await ask(editor, '@parrots Once more!');
      await said(editor, /failed as NotFound: .*tiny/);
      await editor.screenshot('models-2-refused');
    });

    it('takes the model away with its agent', async () => {
      const { editor, server } = running();
      await rotaBeside(server, editor.folder, 'agent', 'remove', 'coder');
      await chooseModel(editor, 'Polly');
      await ask(editor, '@parrots who is there after it');
      await said(editor, 'after it: parrots-Polly and parrots-Mute');
    });

    it('lets a person choose a model of the editor for an agent, once it has answered', async () => {
      const { editor } = running();
      await editor.command('Rota: Add Agent');
      await eventually(async () => assert.match(await editor.page.locator('.quick-input-list').innerText(), /Models of VS Code/));
      await editor.screenshot('models-3-choose');
      await editor.pick('Mute');
      await (await editor.notification('The seeds are used up.')).waitFor();
      await editor.pick('Polly');
      await editor.page.locator('.quick-input-widget').getByText('Cards name their agent by it.').waitFor();
      await editor.answer('polly');
      await editor.pick('Edit');
      await eventually(async () =>
        assert.match(
          await rotaBeside(running().server, editor.folder, 'agent', 'show', 'polly'),
          /parrots polly \(of VS Code, runs only there\)/,
        ),
      );
    });

    it('does a card with it, with a call of a tool; the command line leaves it alone', async () => {
      const { editor, server } = running();
      await rotaBeside(server, editor.folder, 'task', 'add', 'Leave a trace', '--check', 'grep -rq here notes', '--queue');
      await assert.rejects(rotaBeside(server, editor.folder, 'task', 'execute'), { stdout: /lives in VS Code: run the card there/ });
      await editor.command('Rota: Run Next Card');
      await eventually(async () => assert.equal(await readFile(join(editor.folder, 'notes/polly.txt'), 'utf8'), 'Polly was here.\n'));
      const run = await editor.frame('[aria-label="Log of the run"]');
      await run.getByText('Squawk: 1 heard.').waitFor();
      await eventually(async () => assert.match(await rotaBeside(server, editor.folder, 'task', 'show', '1'), /done/));
      await editor.screenshot('models-4-done');
    });
  },
);

/** Asks in the chat view. */
async function ask(editor: Editor, question: string): Promise<void> {
  await editor.command('Chat: Focus on Chat View');
  await editor.page.keyboard.type(question);
  await editor.page.keyboard.press('Escape');
  await editor.page.keyboard.press('Enter');
  await editor.page
    .locator('.interactive-session .interactive-request')
    .getByText(question.replace(/^@\w+ /, ''))
    .first()
    .waitFor();
}

/** Waits until an answer of the chat says something. Only those in sight are there, in no order. */
async function said(editor: Editor, text: string | RegExp): Promise<void> {
  await editor.page.locator('.interactive-session .interactive-response').getByText(text).first().waitFor();
}

/** The button of the chat that shows which model is chosen. */
function modelButton(editor: Editor): Locator {
  return editor.page.locator('.interactive-session .chat-input-toolbars').getByRole('button', { name: /model/i }).first();
}

async function chooseModel(editor: Editor, name: string): Promise<void> {
  await modelButton(editor).click();
  await editor.page.getByPlaceholder('Search models').fill(name);
  await editor.page.locator('.action-widget .monaco-list-row').filter({ hasText: name }).first().click();
  await modelButton(editor).filter({ hasText: name }).waitFor();
}
