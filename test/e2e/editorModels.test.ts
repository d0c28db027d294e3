import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, it } from 'node:test';
import type { Locator } from 'playwright-core';
import { builtExtension } from '../support/editor/builtExtension.ts';
import { ChatView } from '../support/editor/chatView.ts';
import { describeEditor } from '../support/editor/describeEditor.ts';
import type { EditorServer } from '../support/editor/editorServer.ts';
import { eventually } from '../support/editor/eventually.ts';
import { pickModel } from '../support/editor/modelList.ts';
import { rotaBeside } from '../support/editor/rotaBeside.ts';
import { builtModelHost } from '../support/modelHost/builtModelHost.ts';
import { startModelServer, type Answer, type ServedRequest } from '../support/modelServer.ts';

/** Any of them may be the one that is chosen when the chat opens. */
const [birds, anyModel] = [/Polly|Mute/, /Polly|Mute|tiny|brief/];
const squawker = '---\nname: squawker\nmodel: { provider: editor, vendor: parrots, family: parrot, model: polly }\nmode: edit\n---\n';
const question = 'What is two and two?';
let goOn = (): void => undefined;
/** The answer to the question stops in its middle until a test has seen the first half. */
const seen = new Promise<void>((resolve) => (goOn = resolve));

const model = await startModelServer();
after(() => model.close());
model.answerEach((request): Answer => {
  switch (asked(request)) {
    case question:
      return {
        reply: { text: 'It begins. It ends.', deltaLength: 'It begins. '.length },
        before: (piece) => (piece.includes('It ends.') ? seen : undefined),
      };
    case 'Caw!':
      return { reply: { text: 'Loudly.', toolCalls: [{ name: 'caw', arguments: { loud: true } }] } };
    default:
      return { status: 404, body: JSON.stringify({ error: { message: 'model tiny not found' } }) };
  }
});

/** The last words of a request. */
function asked({ body }: ServedRequest): string | undefined {
  return (body['messages'] as { content: string }[]).at(-1)?.content;
}

const addAgent = (server: EditorServer, folder: string, name: string, modelName: string): Promise<string> =>
  rotaBeside(server, folder, 'agent', 'add', name, '--provider', 'openai', '--base-url', model.url, '--model', modelName);

await describeEditor(
  'Models of the editor, and ours in it, signed out',
  {
    workspace: { 'README.md': '# Hello\n', 'agents/squawker.md': squawker },
    vsix: [await builtExtension(), await builtModelHost()],
    prepare: async (folder, server) => void (await addAgent(server, folder, 'coder', 'tiny')),
  },
  (running) => {
    it('shows the model of an agent in the chat as soon as there is one, and streams its answer', async () => {
      const { server } = running();
      // A window that has no board yet, and in which nobody has allowed anything.
      const editor = await running().openWindow(await server.makeFolder({ 'README.md': '# Hello\n' }));
      const chat = await ChatView.open(editor, birds);
      await said(await chat.say('@parrots who is there before the board'), 'before the board: parrots-Polly and parrots-Mute');
      assert.equal(await editor.page.locator('.notifications-toasts .notification-list-item').count(), 0);
      await editor.command('rota.initialize');
      await eventually(() => readFile(join(editor.folder, '.rota/.gitignore')));
      await addAgent(server, editor.folder, 'coder', 'tiny');
      await waitForModels(chat, 'with an agent', /: .*rota-tiny/);
      await chat.chooseModel('tiny');
      const answer = await chat.say(`@parrots ${question}`);
      const dialog = await editor.dialog('Let rota.rota-model-host ask the models of your agents?');
      assert.match(await dialog.innerText(), /tiny[\s\S]*you pay for the answers/);
      const requests = (): ServedRequest[] => model.requests.filter((request) => asked(request) === question);
      assert.equal(requests().length, 0, 'nothing is asked before a person allows it');
      await editor.screenshot('models-0-allow');
      await dialog.getByRole('button', { name: 'Allow' }).click();
      await said(answer, 'It begins.');
      assert.equal(await editor.page.getByText('It ends.').count(), 0, 'it is shown while it comes');
      await editor.screenshot('models-1-streaming');
      goOn();
      await said(answer, /It ends\./);
      await said(answer, /That took 5 tokens of 111616/);
      const [request] = requests();
      assert.deepEqual([request?.body['model'], request?.body['messages']], ['tiny', [{ role: 'user', content: question }]]);
      assert.match(JSON.stringify(request?.body['tools']), /"name":"caw"/);
    });

    it('hands on calls of tools, and says what a server refused', async () => {
      const { editor } = running();
      const chat = await ChatView.open(editor, anyModel);
      await chat.chooseModel('tiny');
      const answer = await chat.say('@parrots Caw!');
      await (await editor.dialog('Let rota.rota-model-host ask')).getByRole('button', { name: 'Allow' }).click();
      await said(answer, 'calls caw with {"loud":true}');
      await said(await chat.say('@parrots Once more!'), /failed as NotFound: .*tiny/);
      await editor.screenshot('models-2-refused');
    });

    it('takes the model away with its agent', async () => {
      const { editor, server } = running();
      await addAgent(server, editor.folder, 'guest', 'brief');
      const chat = await ChatView.open(editor, anyModel);
      await waitForModels(chat, 'before it', /: .*rota-brief/);
      await rotaBeside(server, editor.folder, 'agent', 'remove', 'guest');
      await waitForModels(chat, 'after it', /: parrots-Polly and parrots-Mute( and rota-tiny)?$/);
    });

    it('lets a person choose a model of the editor for an agent, once it has answered', async () => {
      const { editor, server } = running();
      await editor.command('rota.addAgent');
      await eventually(async () => assert.match(await editor.page.locator('.quick-input-list').innerText(), /Models of VS Code/));
      await editor.screenshot('models-3-choose');
      await pickModel(editor, 'Mute');
      await (await editor.notification('The seeds are used up.')).waitFor();
      await pickModel(editor, 'Polly');
      await editor.answer('Cards name their agent by it.', 'polly');
      await editor.pick('Edit');
      await eventually(async () =>
        assert.match(await rotaBeside(server, editor.folder, 'agent', 'show', 'polly'), /parrots polly \(of VS Code, runs only there\)/),
      );
    });

    it('does a card with it, with a call of a tool; the command line leaves it alone', async () => {
      const { editor, server } = running();
      const rota = (...args: string[]): Promise<string> => rotaBeside(server, editor.folder, ...args);
      await rota('agent', 'add', '--from', join(editor.folder, 'agents/squawker.md'));
      const card = ['Leave a trace', '--agent', 'squawker', '--check', 'grep -rq here notes', '--queue'];
      const { number } = JSON.parse(await rota('task', 'add', ...card, '--json')) as { number: number };
      await assert.rejects(rota('task', 'execute'), { stdout: /lives in VS Code: run the card there/ });
      await editor.command('rota.runNext');
      await eventually(async () => assert.equal(await readFile(join(editor.folder, 'notes/polly.txt'), 'utf8'), 'Polly was here.\n'));
      const run = await editor.frame('[aria-label="Log of the run"]');
      await run.getByText('Squawk: 1 heard.').first().waitFor();
      await eventually(async () => assert.match(await rota('task', 'show', String(number)), /done/));
      await editor.screenshot('models-4-done');
    });
  },
);

/** Waits until an answer of the chat says something. */
async function said(answer: Locator, text: string | RegExp): Promise<void> {
  await answer.getByText(text).first().waitFor();
}

/** Asks until the editor knows these models and no others: it hears of a change some time later. */
async function waitForModels(chat: ChatView, when: string, expected: RegExp): Promise<void> {
  let times = 0;
  await eventually(async () => {
    const words = `who is there ${when} ${(times += 1)}`;
    const line = (await chat.say(`@parrots ${words}`)).getByText(`${words}: parrots-`).first();
    await line.waitFor();
    assert.match((await line.innerText()).trim(), expected);
  });
}
