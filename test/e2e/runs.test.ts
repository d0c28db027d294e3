import assert from 'node:assert/strict';
import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, it } from 'node:test';
import { describeEditor } from '../support/editor/describeEditor.ts';
import type { Editor } from '../support/editor/editor.ts';
import { eventually } from '../support/editor/eventually.ts';
import { rotaBeside } from '../support/editor/rotaBeside.ts';
import type { ServedReply } from '../support/modelReplies.ts';
import { startModelServer, type Answer, type ServedRequest } from '../support/modelServer.ts';

const server = await startModelServer();
after(() => server.close());

/** What the model says for a card: one reply after the other; `hang` begins a reply and never ends it. */
const scripts: Record<string, readonly (ServedReply | 'hang')[]> = {
  'Say hello': [{ text: 'Hello, I am done.' }],
  'Go on for long': ['hang'],
  'Come after it': [{ text: 'My turn came.' }],
  'Write and be cut off': [call('write_file', { path: 'made.txt', content: 'made\n' }), 'hang'],
  'Write and be continued': [],
  'Sleep in a command': [call('run_command', { command: 'touch begun.txt; sleep 300' })],
};

function call(name: string, input: object): ServedReply {
  return { toolCalls: [{ name, arguments: input }] };
}

/** A card that was interrupted is done with the first reply after that. */
const interrupted = new Set<string>();

server.answerEach((request): Answer => {
  if (request.path.endsWith('/models'))
    return { body: JSON.stringify({ data: [{ id: 'tiny' }, { id: 'other' }] }), headers: { 'content-type': 'application/json' } };
  const title = titleOf(request);
  const said = (request.body['messages'] as { role: string }[]).filter(({ role }) => role === 'assistant').length;
  const reply = interrupted.has(title) ? { text: 'Gone on and done.' } : (scripts[title]?.[said] ?? { text: 'Nothing more to say.' });
  return reply === 'hang' ? { stall: 'body', headers: { 'content-type': 'text/event-stream' } } : { reply };
});

function titleOf({ body }: ServedRequest): string {
  const text = JSON.stringify(body);
  return Object.keys(scripts).find((title) => text.includes(title)) ?? '';
}

const asked = (title: string): number => server.requests.filter((request) => titleOf(request) === title).length;

await describeEditor('Runs in the editor', { workspace: { 'notes.txt': 'old\n' } }, (running) => {
  const editorOf = (): Editor => running().editor;

  async function addCard(title: string): Promise<void> {
    const { editor } = running();
    await editor.command('Rota: New Card');
    await editor.answer(title);
    await rowOf(title, '');
  }

  /** Waits until the row of a card says something. */
  const rowOf = (title: string, says: string): Promise<void> =>
    eventually(async () => {
      const tree = editorOf().tree('Cards');
      for (const group of await tree.locator('[role=treeitem][aria-expanded=false]').all()) await group.click({ timeout: 2000 });
      const rows = await tree.getByRole('treeitem').all();
      const labels = await Promise.all(
        rows.map(async (row) => `${await row.getAttribute('aria-label', { timeout: 2000 })} ${await row.innerText({ timeout: 2000 })}`),
      );
      const row = labels.find((label) => label.includes(title));
      assert.ok(row?.toLowerCase().includes(says.toLowerCase()), `${title}: ${says} is not in ${labels.join('\n')}`);
    });

  async function runCard(title: string): Promise<void> {
    await rowOf(title, '');
    const row = editorOf().tree('Cards').getByRole('treeitem').filter({ hasText: title });
    await row.hover();
    await row.getByRole('button', { name: 'Run Card' }).click();
  }

  async function pickRequest(title: string): Promise<void> {
    const { page } = editorOf();
    await page.locator('.quick-input-list .monaco-list-row').filter({ hasText: title }).first().click();
  }

  it('ask for a model when nobody is there to do the card, and go on after it', async () => {
    const { editor } = running();
    await editor.page.getByRole('tab', { name: 'Rota' }).first().click();
    await addCard('Say hello');
    await editor.command('Rota: Run Card');
    await editor.pick('OpenAI-Compatible Server…');
    await editor.answer('not an address');
    await editor.page.getByText('An address that begins with http').waitFor();
    await editor.answer(`${server.url}/v1`);
    await editor.page.getByPlaceholder('API key').waitFor();
    await editor.answer('');
    await editor.screenshot('runs-model');
    await editor.pick('tiny');
    await rowOf('Say hello', 'review');
    assert.equal(asked('Say hello'), 1);
    assert.equal(server.requests.find((request) => titleOf(request) === 'Say hello')?.body['model'], 'tiny');
    await editor.screenshot('runs-first');
  });

  it('take the model of the picker for the agent, which can be edited', async () => {
    const { editor } = running();
    await editor.command('Rota: Edit Agent');
    await editor.pick('Mode');
    await editor.pick('Edit');
    await editor.page.locator('.quick-input-list .monaco-list-row').filter({ hasText: 'Mode' }).filter({ hasText: 'Edit' }).waitFor();
    await editor.screenshot('runs-agent');
    await editor.page.keyboard.press('Escape');
    await editor.page.getByRole('button', { name: 'Agents Section' }).click();
    await eventually(async () => assert.match((await editor.treeRows('Agents')).join(), /coder.*tiny.*idle/));
  });

  it('wait for the slot: the second card says what it waits for, and starts when the first is stopped', async () => {
    const { editor } = running();
    await addCard('Go on for long');
    await addCard('Come after it');
    await runCard('Go on for long');
    await rowOf('Go on for long', 'in progress');
    await runCard('Come after it');
    await editor.notification('#3 does not start yet: it waits for #2, which is being worked on.');
    await rowOf('Come after it', 'it waits for #2');
    assert.equal(asked('Come after it'), 0);
    await editor.screenshot('runs-slot');
    await editor.command('Rota: Stop Run');
    await rowOf('Go on for long', 'to do');
    await rowOf('Come after it', 'review');
  });

  it('are interrupted by a reload, say so and are continued', async () => {
    const { editor } = running();
    await addCard('Write and be cut off');
    await runCard('Write and be cut off');
    await eventually(async () => assert.equal(asked('Write and be cut off'), 2));
    await editor.reload();
    await rowOf('Write and be cut off', 'waiting');
    await editor.screenshot('runs-interrupted');
    interrupted.add('Write and be cut off');
    await editor.command('Rota: Continue Interrupted Run');
    await editor.page.getByPlaceholder(/Last finished step: .*made\.txt/).waitFor();
    await editor.pick('Continue');
    await rowOf('Write and be cut off', 'review');
    assert.equal(asked('Write and be cut off'), 3, 'nothing was asked twice');
    assert.equal(await readFile(join(editor.folder, 'made.txt'), 'utf8'), 'made\n');
  });

  it('can be undone, after the files were named', async () => {
    const { editor } = running();
    await editor.command('Rota: Undo File Changes of a Run');
    const dialog = await editor.dialog('made.txt');
    await editor.screenshot('runs-undo');
    await dialog.getByRole('button', { name: 'Undo' }).click();
    await editor.notification('1 file is as it was before the run.');
    await assert.rejects(access(join(editor.folder, 'made.txt')));
  });

  it('survive the death of the extension host in the middle of a tool: nothing is repeated, and Continue goes on', async () => {
    const { editor } = running();
    await addCard('Sleep in a command');
    await runCard('Sleep in a command');
    await rowOf('Sleep in a command', 'asks');
    await editor.command('Rota: Approve');
    await pickRequest('touch begun.txt');
    await eventually(() => access(join(editor.folder, 'begun.txt')));
    await editor.tree('Cards').getByRole('treeitem').filter({ hasText: 'Sleep in a command' }).click();
    await editor.tab('#5 Sleep in a command').waitFor();
    await editor.command('Rota: Open Board');
    await editor.tab('Board').waitFor();
    await editor.killExtensionHost();
    await rowOf('Sleep in a command', 'interrupted');
    interrupted.add('Sleep in a command');
    await editor.command('Rota: Continue Interrupted Run');
    await editor.page.getByPlaceholder(/perhaps done: .*sleep 300/).waitFor();
    await editor.screenshot('runs-killed');
    await editor.pick('Continue');
    await rowOf('Sleep in a command', 'review');
    await eventually(async () => {
      const board = await editor.frame('.column');
      assert.ok(
        await board
          .getByRole('grid', { name: 'In review' })
          .getByRole('row', { name: /Sleep in a command/ })
          .isVisible(),
        'the board lives',
      );
      assert.equal(await editor.tab('Board').count(), 1);
    });
    await editor.tab('#5 Sleep in a command').click();
    await (await editor.frame('[aria-label="Title"]')).getByLabel('Labels').waitFor();
    const last = server.requests.findLast((request) => titleOf(request) === 'Sleep in a command');
    assert.match(JSON.stringify(last?.body['messages']), /whether it took effect is not known/);
  });

  it("leave a card's page that was in sight then to the person, who may have written in it", async () => {
    const { editor, server } = running();
    await editor.killExtensionHost();
    const cutOff = await editor.notification('The page "#5 Sleep in a command" was cut off when the extension host ended');
    await editor.screenshot('runs-cut-off');
    await cutOff.getByRole('button', { name: 'Open Again' }).click();
    await eventually(async () => {
      assert.equal(await editor.tab('#5 Sleep in a command').count(), 1);
      await (await editor.frame('[aria-label="Title"]')).getByLabel('Labels').fill('alive', { timeout: 2000 });
      await editor.page.keyboard.press('Enter');
      await eventually(async () => assert.match(await rotaBeside(server, editor.folder, 'task', 'list', '--label', 'alive'), /#5/), 3000);
    });
  });
});
