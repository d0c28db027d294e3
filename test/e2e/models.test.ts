import assert from 'node:assert/strict';
import { it, type TestContext } from 'node:test';
import type { Locator } from 'playwright-core';
import { describeEditor } from '../support/editor/describeEditor.ts';
import { eventually } from '../support/editor/eventually.ts';
import { pickModel } from '../support/editor/modelList.ts';
import { rotaBeside } from '../support/editor/rotaBeside.ts';
import { startModelServer, type Answer, type ModelServer } from '../support/modelServer.ts';

const [rightKey, wrongKey] = ['right-key-of-the-test', 'wrong-key-of-the-test'];

/** A server that tells its two models to who has the key. Each test has its own: keys belong to an address. */
async function startServer(context: TestContext): Promise<ModelServer & { readonly host: string }> {
  const server = await startModelServer({ after: (close) => context.after(close) });
  server.answerEach(({ headers }): Answer => {
    if (headers['authorization'] !== `Bearer ${rightKey}`) return { status: 401, body: 'who are you?' };
    return { body: JSON.stringify({ data: [{ id: 'tiny' }, { id: 'other' }] }), headers: { 'content-type': 'application/json' } };
  });
  return { ...server, host: new URL(server.url).host };
}

await describeEditor('Models and keys', { workspace: { 'a.txt': 'one\n' } }, (running) => {
  const box = (): Locator => running().editor.page.locator('.quick-input-widget:visible');
  const answer = (question: string, text: string): Promise<void> => running().editor.answer(question, text);
  const rota = (...args: string[]): Promise<string> => rotaBeside(running().server, running().editor.folder, ...args);
  /** Goes to the step of *Add Agent* that asks for the key of the server at an address. */
  const addAgentAt = async (address: string): Promise<void> => {
    await running().editor.command('rota.addAgent');
    await pickModel(running().editor, 'OpenAI-Compatible Server…');
    await answer('http://127.0.0.1:8080/v1', address);
    await box().getByPlaceholder('API key').waitFor();
  };
  const removeKey = async (origin: string): Promise<void> => {
    await running().editor.command('rota.removeKey');
    await running().editor.pick(origin);
    await running().editor.notification(`The key for ${origin} is removed from this editor.`);
  };

  it('an address where nobody answers is said, and can be changed', async (context) => {
    const { editor } = running();
    const server = await startServer(context);
    await addAgentAt('http://127.0.0.1:9/v1');
    await answer('API key', '');
    await box().getByText('127.0.0.1:9 cannot be reached. Is the server running, and is the address right?').waitFor();
    await editor.screenshot('models-unreachable');
    await editor.pick('Change Address…');
    await answer('http://127.0.0.1:8080/v1', `${server.url}/v1`);
    await answer('API key', '');
    await box().getByText(`${server.host} refused the key (status 401).`).waitFor();
    await editor.page.keyboard.press('Escape');
    await box().waitFor({ state: 'hidden' });
  });

  it('a key is asked for out of sight; one that is the address is refused, a wrong one is said at once', async (context) => {
    const { editor } = running();
    const server = await startServer(context);
    await addAgentAt(`${server.url}/v1`);
    assert.equal(await box().locator('input[type=password]').count(), 1);
    await answer('API key', server.url);
    await box().getByText('This is the address of the server, not its key.').waitFor();
    await answer('API key', wrongKey);
    await box().getByText(`${server.host} refused the key (status 401).`).waitFor();
    await editor.screenshot('models-refused');
    await editor.pick('Change Key…');
    await answer('API key', rightKey);
    await editor.pick('tiny');
    await answer('Name', 'tried at once');
    await editor.pick('Ask');
    await editor.notification('Agent "tried at once" is there.');
    const agent = await rota('agent', 'show', 'tried at once', '--json');
    assert.match(agent, /"model":\s*"tiny"/);
    assert.doesNotMatch(agent, /-key-of-the-test/);
    await removeKey(server.url);
  });

  it('a stored key is replaced, tried at once, and removed', async (context) => {
    const { editor } = running();
    const server = await startServer(context);
    await rota('agent', 'add', 'keyed', '--provider', 'openai', '--base-url', `${server.url}/v1`, '--model', 'tiny');
    const setKey = async (key: string, known: string, outcome: string): Promise<void> => {
      // The same words come twice.
      await editor.finishCommand('notifications.clearAll');
      await editor.command('rota.setKey');
      await editor.pick(server.host);
      await answer(known, key);
      await editor.notification(outcome);
    };
    const stored = `A key for ${server.url} is stored. Leave this empty to keep it.`;
    const works = `The key works: ${server.host} offers 2 models.`;
    await setKey(rightKey, `It is kept in the secret storage of the editor and sent to ${server.url} only.`, works);
    await setKey(wrongKey, stored, `${server.host} refused the key (status 401).`);
    await setKey(rightKey, stored, works);
    await editor.screenshot('models-key-works');
    await removeKey(server.url);
    await editor.command('rota.removeKey');
    await editor.notification('No key was entered in this editor.');
  });

  it('tools, limits and prompt of an agent are edited', async () => {
    const { editor } = running();
    const name = 'edited';
    await rota('agent', 'add', name, '--provider', 'openai', '--base-url', 'http://127.0.0.1:9/v1', '--model', 'tiny');
    const agent = (): Promise<string> => rota('agent', 'show', name, '--json');
    await editor.command('rota.editAgent', name);
    await editor.pick('Tools');
    await box().getByPlaceholder('Which tools may it use?').waitFor();
    await box().locator('.monaco-list-row').filter({ hasText: 'run_command' }).first().click();
    await editor.screenshot('models-tools');
    await editor.page.keyboard.press('Enter');
    await editor.pick('Limits of a Run');
    await editor.pick('Steps');
    await answer('empty: as usual', 'many');
    await box().getByText('A whole number above 0 is expected').waitFor();
    await answer('empty: as usual', '7');
    await box().getByText('7 Steps').waitFor();
    await editor.pick('Prompt');
    await editor.tab(`${name}.md`).waitFor();
    await editor.page.locator('.editor-instance .monaco-editor.focused').waitFor();
    await editor.typeInEditor('Always write tests.');
    await editor.page.keyboard.press('Control+S');
    await eventually(async () => assert.match(await agent(), /Always write tests\./));
    const shown = JSON.parse(await agent()) as { tools: string[]; budget: object };
    assert.deepEqual([shown.tools.includes('run_command'), shown.tools.includes('read_file'), shown.budget], [false, true, { steps: 7 }]);
  });
});
