import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, it } from 'node:test';
import type { Locator } from 'playwright-core';
import { ChatView } from '../support/editor/chatView.ts';
import { describeEditor } from '../support/editor/describeEditor.ts';
import { eventually } from '../support/editor/eventually.ts';
import type { ServedReply } from '../support/modelReplies.ts';
import { startModelServer, type Answer, type ServedRequest } from '../support/modelServer.ts';
import { createWorkspace } from '../support/rotaProcess.ts';

const wrong = 'export const add = (a: number, b: number) => a - b;\n';
const right = 'export const add = (a: number, b: number) => a + b;\n';
const call = (name: string, input: object): ServedReply => ({ toolCalls: [{ name, arguments: input }] });

/** What the model says in the runs of a card, one reply after the other; `hang` begins a reply and never ends it. */
const runs: Record<string, readonly (ServedReply | 'hang')[]> = {
  'Fix add': [
    call('read_file', { path: 'src/add.ts' }),
    call('write_file', { path: 'src/add.ts', content: right }),
    { text: 'I corrected the sign in `src/add.ts`. [Click](command:workbench.action.quit)' },
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

// The board is made by the command line: the chat of the editor answers nobody without a model.
const made = await createWorkspace({ after });
made.write('src/add.ts', wrong);
made.write('.env', 'COLOUR=blue\n');
await made.quick('init');
await made.quick('agent', 'add', 'coder', '--provider', 'openai', '--base-url', model.url, '--model', 'test-model', '--mode', 'ask');
await made.quick('task', 'add', 'An <b>old</b> [card](command:x)');

await describeEditor(
  '@rota in the chat',
  { workspace: made.folder, environment: { ROTA_DATA_DIR: made.data }, settings: { 'rota.notifications': 'always' } },
  (running) => {
    let chat: ChatView;
    const says = (answer: Locator, text: string | RegExp): Promise<void> =>
      eventually(async () => {
        const shown = await answer.innerText();
        assert.ok(typeof text === 'string' ? shown.includes(text) : text.test(shown), `${String(text)} is not in:\n${shown}`);
      });

    it('answers the first words in a window, without an account, with a model of the board: it proposes in its own name', async () => {
      chat = await ChatView.open(running().editor, 'test-model');
      const answer = await chat.say('@rota what is open?');
      await says(answer, /There is one card; I proposed another\. !\[x\]\(http:\/\/attacker\.test\/x\.png\)\s+Look at #2 and Accept…/);
      await running().editor.screenshot('chat-words');
      assert.equal(await answer.locator('img').count(), 0);
      const listed = await chat.say('@rota /list');
      await says(listed, /#1 An <b>old<\/b> \[card\]\(command:x\) · To do/);
      await says(listed, /#2 Document add · To do · proposed/);
      assert.equal(await listed.locator('b, a[href^="command:x"], a[data-href^="command:x"]').count(), 0);
    });

    it('makes a card of the words, with what is attached as its context', async () => {
      const { editor } = running();
      await editor.openFile('src/add.ts');
      await editor.page.keyboard.press('Control+A');
      await editor.command('Chat: Add Selection to Chat');
      const answer = await chat.say('@rota /new Fix add');
      await says(answer, 'Made #3 Fix add');
      await answer.getByText('Open Card').click();
      const card = await editor.frame('text=a - b');
      await card.getByText('src/add.ts:1').first().waitFor();
      assert.equal(await card.getByText('src/add.ts:1').count(), 1, 'the selection is attached once, though it is still selected');
      await editor.screenshot('chat-new');
    });

    it('runs a card to its end: its messages come under its number, an edit is approved by a button, the work accepted by another', async () => {
      const { editor } = running();
      const answer = await chat.say('@rota /run 3');
      await says(answer, '#3 asks to edit src/add.ts');
      await editor.screenshot('chat-asks');
      await answer.getByRole('button', { name: 'Approve', exact: true }).click();
      await says(answer, /#3 I corrected the sign in src\/add\.ts\. \[Click\]\(command:workbench\.action\.quit\)/);
      await says(answer, /#3 Fix add · In review/);
      assert.equal(await readFile(join(editor.folder, 'src/add.ts'), 'utf8'), right);
      await editor.screenshot('chat-run');
      await answer.getByRole('button', { name: 'Accept', exact: true }).click();
      await says(await chat.say('@rota /status 3'), /#3 Fix add · Done/);
    });

    it('ends the watching when it is stopped, and not the run, which goes on until it is canceled', async () => {
      await says(await chat.say('@rota /new Take your time'), 'Made #4');
      const answer = await chat.say('@rota /run');
      await says(answer, '#4 coder begins with');
      await chat.stop();
      await says(await chat.say('@rota /status'), /#4 Take your time · In progress/);
      await says(await chat.say('@rota /cancel 4'), '#4 Take your time is canceled');
    });

    it('offers the chat when a card of it ends unseen, and tells at the next turn what happened meanwhile', async () => {
      const { editor } = running();
      await says(await chat.say('@rota /new Be quick'), 'Made #5');
      await editor.command('Rota: Run Card');
      await editor.pick('#5 Be quick');
      const toast = await editor.notification('#5');
      await editor.screenshot('chat-notification');
      await toast.getByRole('button', { name: 'Open Chat' }).click();
      await eventually(async () => assert.equal(await chat.written(), '@rota /watch 5'));
      const answer = await chat.say('@rota /watch 5');
      await says(answer, /Meanwhile in this chat:\s+#5 Be quick · In review/);
      await says(answer, 'That was quick.');
      await editor.changeTheme('light');
      await editor.screenshot('chat-meanwhile-light');
    });

    it('takes what happens to be selected along, unless the file usually holds secrets', async () => {
      const { editor } = running();
      for (const [file, title] of [
        ['src/add.ts', 'Take it along'],
        ['.env', 'Leave it out'],
      ] as const) {
        await editor.openFile(file);
        await editor.page.keyboard.press('Control+A');
        await editor.page
          .locator('.interactive-input-part')
          .getByText(file.split('/').at(-1) ?? file)
          .first()
          .waitFor();
        await says(await chat.say(`@rota /new ${title}`), title);
      }
      const described = async (card: string): Promise<string> =>
        ((await made.json('--workspace', editor.folder, 'task', 'show', card)) as { task: { description: string } }).task.description;
      assert.match(await described('6'), /src\/add\.ts/);
      assert.equal(await described('7'), '');
      await editor.changeTheme('high-contrast-dark');
      await editor.screenshot('chat-high-contrast');
    });
  },
);
