import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, it } from 'node:test';
import type { Locator } from 'playwright-core';
import { ChatView } from '../support/editor/chatView.ts';
import { describeEditor } from '../support/editor/describeEditor.ts';
import type { EditorServer } from '../support/editor/editorServer.ts';
import { eventually } from '../support/editor/eventually.ts';
import { rotaBeside } from '../support/editor/rotaBeside.ts';
import type { ServedReply } from '../support/modelReplies.ts';
import { startModelServer, type Answer, type ServedRequest } from '../support/modelServer.ts';

const wrong = 'export const add = (a: number, b: number) => a - b;\n';
const right = 'export const add = (a: number, b: number) => a + b;\n';
const call = (name: string, input: object): ServedReply => ({ toolCalls: [{ name, arguments: input }] });

/** What the model says in the runs of a card, one reply after the other; `hang` begins a reply and never ends it. */
const runs: Record<string, readonly (ServedReply | 'hang')[]> = {
  'Mend the sign': [
    call('read_file', { path: 'mended/add.ts' }),
    call('write_file', { path: 'mended/add.ts', content: right }),
    { text: 'I corrected the sign in `mended/add.ts`. [Click](command:workbench.action.quit)' },
  ],
  'Take your time': ['hang'],
  'Be quick': [{ text: 'That was quick.' }],
};

const model = await startModelServer();
after(() => model.close());
model.answerEach((request): Answer => {
  if (isChat(request))
    return {
      reply:
        said(request) === 0
          ? {
              text: 'I look. ',
              ...call('list_tasks', {}),
              toolCalls: [...(call('list_tasks', {}).toolCalls ?? []), ...(call('add_task', { title: 'Document add' }).toolCalls ?? [])],
            }
          : { text: 'There is **one** card; I proposed another. ![x](http://attacker.test/x.png)' },
    };
  const text = JSON.stringify(request.body);
  const script = Object.entries(runs).find(([title]) => text.includes(title))?.[1] ?? [];
  const reply = script[said(request)] ?? { text: 'Nothing more to say.' };
  return reply === 'hang' ? { stall: 'body', headers: { 'content-type': 'text/event-stream' } } : { reply };
});

function isChat({ body }: ServedRequest): boolean {
  return JSON.stringify(body).includes('You are Rota');
}

/** How often the model has spoken since the last words of a person. */
function said({ body }: ServedRequest): number {
  const messages = body['messages'] as { role: string }[];
  const last = messages.findLastIndex(({ role }) => role === 'user');
  return messages.slice(last).filter(({ role }) => role === 'assistant').length;
}

const workspace = { 'attached/add.ts': wrong, 'mended/add.ts': wrong, 'selected/add.ts': wrong, 'selected/.env': 'COLOUR=blue\n' };
const odd = 'An <b>old</b> [card](command:x)';

/** Makes the board before the editor opens the folder: its chat answers nobody without a model. */
async function prepare(folder: string, server: EditorServer): Promise<void> {
  const at = ['--provider', 'openai', '--base-url', model.url, '--model', 'test-model'];
  await rotaBeside(server, folder, 'agent', 'add', 'coder', ...at, '--mode', 'ask');
}

await describeEditor('@rota in the chat', { workspace, prepare, settings: { 'rota.notifications': 'always' } }, (running) => {
  const says = (answer: Locator, text: string | RegExp): Promise<void> =>
    eventually(async () => {
      const shown = await answer.innerText();
      assert.ok(typeof text === 'string' ? shown.includes(text) : text.test(shown), `${String(text)} is not in:\n${shown}`);
    });
  const rota = (...args: string[]): Promise<string> => rotaBeside(running().server, running().editor.folder, ...args);
  /** Makes a card by the command line, which names its number. */
  const addCard = async (title: string): Promise<number> =>
    (JSON.parse(await rota('task', 'add', title, '--json')) as { number: number }).number;
  /** Makes a card in the chat, which names its number. */
  const makeCard = async (chat: ChatView, title: string): Promise<{ answer: Locator; number: number }> => {
    const answer = await chat.say(`@rota /new ${title}`);
    await says(answer, new RegExp(`Made #\\d+ ${title}`));
    return { answer, number: Number(/Made #(\d+)/.exec(await answer.innerText())?.[1]) };
  };

  it('answers the first words in a window, without an account, with a model of the board: it proposes in its own name', async () => {
    const { editor } = running();
    const old = await addCard(odd);
    const chat = await ChatView.open(editor, 'test-model');
    const answer = await chat.say('@rota what is open?');
    await says(answer, /There is one card; I proposed another\. !\[x\]\(http:\/\/attacker\.test\/x\.png\)\s+Look at #\d+ and Accept…/);
    const proposed = Number(/Look at #(\d+)/.exec(await answer.innerText())?.[1]);
    await editor.screenshot('chat-words');
    assert.equal(await answer.locator('img').count(), 0);
    const listed = await chat.say('@rota /list');
    await says(listed, new RegExp(`#${old} An <b>old</b> \\[card\\]\\(command:x\\) · To do`));
    await says(listed, new RegExp(`#${proposed} Document add · To do · proposed`));
    assert.equal(await listed.locator('b, a[href^="command:x"], a[data-href^="command:x"]').count(), 0);
  });

  it('makes a card of the words, with what is attached as its context', async () => {
    const { editor } = running();
    const chat = await ChatView.open(editor, 'test-model');
    await editor.openFile('attached/add.ts');
    await editor.finishCommand('editor.action.selectAll');
    await editor.finishCommand('workbench.action.chat.attachSelection');
    const { answer } = await makeCard(chat, 'Look at the sign');
    await answer.getByText('Open Card').click();
    const card = await editor.frame('text=a - b');
    await card.getByText('attached/add.ts:1').first().waitFor();
    assert.equal(await card.getByText('attached/add.ts:1').count(), 1, 'the selection is attached once, though it is still selected');
    await editor.screenshot('chat-new');
  });

  it('runs a card to its end: its messages come under its number, an edit is approved by a button, the work accepted by another', async () => {
    const { editor } = running();
    const number = await addCard('Mend the sign');
    const chat = await ChatView.open(editor, 'test-model');
    const answer = await chat.say(`@rota /run ${number}`);
    await says(answer, `#${number} asks to edit mended/add.ts`);
    await editor.screenshot('chat-asks');
    await answer.getByRole('button', { name: 'Approve', exact: true }).click();
    await says(
      answer,
      new RegExp(`#${number} I corrected the sign in mended/add\\.ts\\. \\[Click\\]\\(command:workbench\\.action\\.quit\\)`),
    );
    await says(answer, `#${number} Mend the sign · In review`);
    assert.equal(await readFile(join(editor.folder, 'mended/add.ts'), 'utf8'), right);
    await editor.screenshot('chat-run');
    await answer.getByRole('button', { name: 'Accept', exact: true }).click();
    await eventually(async () => assert.match(await rota('task', 'show', String(number)), /done/));
    await says(await chat.say(`@rota /status ${number}`), `#${number} Mend the sign · Done`);
  });

  it('ends the watching when it is stopped, and not the run, which goes on until it is canceled', async () => {
    const chat = await ChatView.open(running().editor, 'test-model');
    const { number } = await makeCard(chat, 'Take your time');
    const answer = await chat.say('@rota /run');
    await says(answer, `#${number} coder begins with`);
    await chat.stop();
    await says(await chat.say('@rota /status'), `#${number} Take your time · In progress`);
    await says(await chat.say(`@rota /cancel ${number}`), `#${number} Take your time is canceled`);
  });

  it('offers the chat when a card of it ends unseen, and tells at the next turn what happened meanwhile', async () => {
    const { editor } = running();
    const chat = await ChatView.open(editor, 'test-model');
    const { number } = await makeCard(chat, 'Be quick');
    await editor.command('rota.runCard');
    await editor.pick(`#${number} Be quick`);
    const toast = await editor.notification(`#${number}`);
    await editor.screenshot('chat-notification');
    await toast.getByRole('button', { name: 'Open Chat' }).click();
    await eventually(async () => assert.equal(await chat.written(), `@rota /watch ${number}`));
    const answer = await chat.send(`@rota /watch ${number}`);
    await says(answer, new RegExp(`Meanwhile in this chat:\\s+#${number} Be quick · In review`));
    await says(answer, 'That was quick.');
    await editor.changeTheme('light');
    await editor.screenshot('chat-meanwhile-light');
  });

  it('takes what happens to be selected along, unless the file usually holds secrets', async () => {
    const { editor } = running();
    const chat = await ChatView.open(editor, 'test-model');
    const described = async (name: string, title: string): Promise<string> => {
      await editor.openFile(`selected/${name}`);
      await editor.finishCommand('editor.action.selectAll');
      // First the chat takes the file up, then what is selected in it.
      await editor.page
        .locator('.interactive-input-part')
        .filter({ hasText: `${name}:1-2` })
        .waitFor();
      const { number } = await makeCard(chat, title);
      const shown = JSON.parse(await rota('task', 'show', String(number), '--json')) as { task: { description: string } };
      return shown.task.description;
    };
    assert.match(await described('add.ts', 'Take it along'), /selected\/add\.ts/);
    assert.equal(await described('.env', 'Leave it out'), '');
    await editor.changeTheme('high-contrast-dark');
    await editor.screenshot('chat-high-contrast');
  });
});
