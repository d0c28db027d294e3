import assert from 'node:assert/strict';
import { after, it } from 'node:test';
import type { Locator } from 'playwright-core';
import { describeEditor } from '../support/editor/describeEditor.ts';
import { eventually } from '../support/editor/eventually.ts';
import { rotaBeside } from '../support/editor/rotaBeside.ts';
import { startModelServer, type Answer } from '../support/modelServer.ts';

const [rightKey, wrongKey] = ['right-key-of-the-test', 'wrong-key-of-the-test'];
const server = await startModelServer();
after(() => server.close());

server.answerEach(({ headers }): Answer => {
  if (headers['authorization'] !== `Bearer ${rightKey}`) return { status: 401, body: 'who are you?' };
  return { body: JSON.stringify({ data: [{ id: 'tiny' }, { id: 'other' }] }), headers: { 'content-type': 'application/json' } };
});

const host = new URL(server.url).host;

await describeEditor('Models and keys', { workspace: { 'a.txt': 'one\n' } }, (running) => {
  const box = (): Locator => running().editor.page.locator('.quick-input-widget:visible');
  /** Waits for the step that says this, then answers it. */
  const answer = async (placeholder: string, text: string): Promise<void> => {
    await box().getByPlaceholder(placeholder).waitFor();
    await running().editor.answer(text);
  };
  const agent = (): Promise<string> => rotaBeside(running().server, running().editor.folder, 'agent', 'show', 'coder', '--json');

  it('an address where nobody answers is said, and can be changed', async () => {
    const { editor } = running();
    await editor.command('Rota: Add Agent');
    await editor.pick('OpenAI-Compatible Server…');
    await answer('http://127.0.0.1:8080/v1', 'http://127.0.0.1:9/v1');
    await answer('API key', '');
    await box().getByText('127.0.0.1:9 cannot be reached. Is the server running, and is the address right?').waitFor();
    await editor.screenshot('models-unreachable');
    await editor.pick('Change Address…');
    await answer('http://127.0.0.1:8080/v1', `${server.url}/v1`);
  });

  it('a key is asked for out of sight; one that is the address is refused, a wrong one is said at once', async () => {
    const { editor } = running();
    await box().getByPlaceholder('API key').waitFor();
    assert.equal(await box().locator('input[type=password]').count(), 1);
    await editor.answer(server.url);
    await box().getByText('This is the address of the server, not its key.').waitFor();
    await editor.answer(wrongKey);
    await box().getByText(`${host} refused the key (status 401).`).waitFor();
    await editor.screenshot('models-refused');
    await editor.pick('Change Key…');
    await answer('API key', rightKey);
    await editor.pick('tiny');
    await answer('Name', 'coder');
    await editor.pick('Ask');
    await editor.notification('Agent "coder" is there.');
    assert.match(await agent(), /"model":\s*"tiny"/);
    assert.doesNotMatch(await agent(), /-key-of-the-test/);
  });

  it('a stored key is replaced, tried at once, and removed', async () => {
    const { editor } = running();
    for (const [key, outcome] of [
      [wrongKey, `${host} refused the key (status 401).`],
      [rightKey, `The key works: ${host} offers 2 models.`],
    ] as const) {
      await editor.command('Rota: Set API Key');
      await editor.pick(host);
      await box().getByText(`A key for ${server.url} is stored. Leave this empty to keep it.`).waitFor();
      await editor.answer(key);
      await editor.notification(outcome);
    }
    await editor.screenshot('models-key-works');
    await editor.command('Rota: Remove API Key');
    await editor.pick(server.url);
    await editor.notification(`The key for ${server.url} is removed from this editor.`);
    await editor.command('Rota: Remove API Key');
    await editor.notification('No key was entered in this editor.');
  });

  it('tools, limits and prompt of an agent are edited', async () => {
    const { editor } = running();
    await editor.command('Rota: Edit Agent');
    await editor.pick('Tools');
    await box().getByPlaceholder('Which tools may it use?').waitFor();
    await box().locator('.monaco-list-row').filter({ hasText: 'run_command' }).first().click();
    await editor.screenshot('models-tools');
    await editor.page.keyboard.press('Enter');
    await editor.pick('Limits of a Run');
    await editor.pick('Steps');
    await editor.answer('many');
    await box().getByText('A whole number above 0 is expected').waitFor();
    await editor.answer('7');
    await box().getByText('7 Steps').waitFor();
    await editor.pick('Prompt');
    await editor.tab('coder.md').waitFor();
    await editor.page.locator('.editor-instance .monaco-editor.focused').waitFor();
    await editor.typeInEditor('Always write tests.');
    await editor.page.keyboard.press('Control+S');
    await eventually(async () => assert.match(await agent(), /Always write tests\./));
    const shown = JSON.parse(await agent()) as { tools: string[]; budget: object };
    assert.deepEqual([shown.tools.includes('run_command'), shown.tools.includes('read_file'), shown.budget], [false, true, { steps: 7 }]);
  });
});
