import assert from 'node:assert/strict';
import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, it } from 'node:test';
import type { Task } from '../../src/core/model/task.ts';
import { type BoardBeside, withBoard } from '../support/editor/boardBeside.ts';
import { describeEditor } from '../support/editor/describeEditor.ts';
import type { Editor } from '../support/editor/editor.ts';
import { eventually } from '../support/editor/eventually.ts';
import { pickModel } from '../support/editor/modelList.ts';
import { patience } from '../support/editor/patience.ts';
import type { EditorOptions } from '../support/editor/startEditor.ts';
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
  'Write and be undone': [call('write_file', { path: 'unwanted.txt', content: 'made\n' }), { text: 'Written.' }],
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
const coder = { name: 'coder', model: { provider: 'openai', baseUrl: `${server.url}/v1`, model: 'tiny' }, mode: 'edit' } as const;
const options: EditorOptions = {
  workspace: { 'notes.txt': 'old\n' },
  prepare: (folder, editorServer) => withBoard(editorServer, folder, (board) => board.haveOnly(coder)),
};

await describeEditor('Runs in the editor', options, (running) => {
  const editorOf = (): Editor => running().editor;
  const beside = <T>(use: (board: BoardBeside) => Promise<T>): Promise<T> => withBoard(running().server, editorOf().folder, use);

  /** A new card on a board whose only agent may change files, with the views in sight. */
  async function addCard(title: string): Promise<Task> {
    const card = await beside(async (board) => {
      await board.haveOnly(coder);
      return board.addCard(title);
    });
    await editorOf().showViews();
    await rowOf(title, '');
    return card;
  }

  /** Waits until the row of a card says something. */
  const rowOf = (title: string, says: string): Promise<void> =>
    eventually(async () => {
      const tree = editorOf().tree('Cards');
      for (const group of await tree.locator('[role=treeitem][aria-expanded=false]').all())
        await group.click({ timeout: patience.attempt });
      const rows = await tree.getByRole('treeitem').all();
      const limit = { timeout: patience.attempt };
      const labels = await Promise.all(
        rows.map(async (row) => `${await row.getAttribute('aria-label', limit)} ${await row.innerText(limit)}`),
      );
      const row = labels.find((label) => label.includes(title));
      assert.ok(row?.toLowerCase().includes(says.toLowerCase()), `${title}: ${says} is not in ${labels.join('\n')}`);
    });

  async function runCard(title: string): Promise<void> {
    const row = editorOf().tree('Cards').getByRole('treeitem').filter({ hasText: title });
    await row.hover();
    await row.getByRole('button', { name: 'Run Card' }).click();
  }

  /** Answers the steps in which a person names a server and takes one of its models. */
  async function chooseModel(): Promise<void> {
    const { editor } = running();
    await pickModel(editor, 'OpenAI-Compatible Server…');
    await editor.answer('Address of a server', 'not an address');
    await editor.answer('An address that begins with http', `${server.url}/v1`);
    await editor.answer('API key', '');
  }

  it('ask for a model when nobody is there to do the card, and go on after it', async () => {
    const { editor } = running();
    const card = await addCard('Say hello');
    await beside((board) => board.removeAgents());
    await editor.command('rota.runCard', card.id);
    await chooseModel();
    await editor.screenshot('runs-model');
    await editor.pick('tiny');
    await rowOf('Say hello', 'review');
    assert.equal(asked('Say hello'), 1);
    assert.equal(server.requests.find((request) => titleOf(request) === 'Say hello')?.body['model'], 'tiny');
    await editor.screenshot('runs-first');
  });

  it('take the model of the picker for the agent, which can be edited', async () => {
    const { editor } = running();
    await beside((board) => board.removeAgents());
    await editor.command('rota.chooseModel');
    await chooseModel();
    await editor.pick('tiny');
    await editor.notification('Agent "coder" does cards with tiny');
    await editor.command('rota.editAgent');
    await editor.pick('Mode');
    await editor.pick('Edit');
    await editor.page.locator('.quick-input-list .monaco-list-row').filter({ hasText: 'Mode' }).filter({ hasText: 'Edit' }).waitFor();
    await editor.screenshot('runs-agent');
    await editor.page.keyboard.press('Escape');
    await editor.command('rota.agents.focus');
    await eventually(async () => assert.match((await editor.treeRows('Agents')).join(), /coder.*tiny.*idle/));
  });

  it('wait for the slot: the second card says what it waits for, and starts when the first is stopped', async () => {
    const { editor } = running();
    const first = await addCard('Go on for long');
    const second = await addCard('Come after it');
    await runCard('Go on for long');
    await rowOf('Go on for long', 'in progress');
    await runCard('Come after it');
    await editor.notification(`#${second.number} does not start yet: it waits for #${first.number}, which is being worked on.`);
    await rowOf('Come after it', `it waits for #${first.number}`);
    assert.equal(asked('Come after it'), 0);
    await editor.screenshot('runs-slot');
    await editor.command('rota.stopRun');
    await rowOf('Go on for long', 'to do');
    await rowOf('Come after it', 'review');
  });

  it('are interrupted by a reload, say so and are continued', async () => {
    const { editor } = running();
    const card = await addCard('Write and be cut off');
    await editor.command('rota.runCard', card.id);
    await eventually(async () => assert.equal(asked('Write and be cut off'), 2));
    await editor.reload();
    await rowOf('Write and be cut off', 'waiting');
    await editor.screenshot('runs-interrupted');
    interrupted.add('Write and be cut off');
    await editor.command('rota.continueRun');
    await editor.page.getByPlaceholder(/Last finished step: .*made\.txt/).waitFor();
    await editor.pick('Continue');
    await rowOf('Write and be cut off', 'review');
    assert.equal(asked('Write and be cut off'), 3, 'nothing was asked twice');
    assert.equal(await readFile(join(editor.folder, 'made.txt'), 'utf8'), 'made\n');
  });

  it('can be undone, after the files were named', async () => {
    const { editor } = running();
    const { id, status } = await beside(async (board) => {
      await board.haveOnly(coder);
      return board.executeAnswering((await board.addCard('Write and be undone')).id);
    });
    assert.equal(status, 'review');
    await access(join(editor.folder, 'unwanted.txt'));
    await editor.command('rota.undoRun', id);
    const dialog = await editor.dialog('unwanted.txt');
    await editor.screenshot('runs-undo');
    await dialog.getByRole('button', { name: 'Undo' }).click();
    await editor.notification('1 file is as it was before the run.');
    await assert.rejects(access(join(editor.folder, 'unwanted.txt')));
  });

  it('survive the death of the extension host in the middle of a tool: nothing is repeated, and Continue goes on', async () => {
    const { editor } = running();
    const card = await addCard('Sleep in a command');
    const tab = editor.tab(`#${card.number} Sleep in a command`);
    await editor.command('rota.runCard', card.id);
    await rowOf('Sleep in a command', 'asks');
    await editor.command('rota.approveRequest');
    await editor.page.locator('.quick-input-list .monaco-list-row').filter({ hasText: 'touch begun.txt' }).first().click();
    await eventually(() => access(join(editor.folder, 'begun.txt')));
    await editor.tree('Cards').getByRole('treeitem').filter({ hasText: 'Sleep in a command' }).click();
    await tab.waitFor();
    await editor.command('rota.openBoard');
    await editor.tab('Board').waitFor();
    await editor.killExtensionHost();
    await rowOf('Sleep in a command', 'interrupted');
    interrupted.add('Sleep in a command');
    await editor.command('rota.continueRun');
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
    await tab.click();
    await (await editor.frame('[aria-label="Title"]')).getByLabel('Labels').waitFor();
    const last = server.requests.findLast((request) => titleOf(request) === 'Sleep in a command');
    assert.match(JSON.stringify(last?.body['messages']), /whether it took effect is not known/);
  });

  it("leave a card's page that was in sight then to the person, who may have written in it", async () => {
    const { editor } = running();
    const card = await beside((board) => board.addCard('Be written in'));
    const name = `#${card.number} Be written in`;
    await editor.command('rota.openCard', card.id);
    await (await editor.frame('[aria-label="Title"]')).getByLabel('Labels').waitFor();
    await editor.killExtensionHost();
    const cutOff = await editor.notification(`The page "${name}" was cut off when the extension host ended`);
    await editor.screenshot('runs-cut-off');
    await cutOff.getByRole('button', { name: 'Open Again' }).click();
    await eventually(async () => {
      assert.equal(await editor.tab(name).count(), 1);
      await (await editor.frame('[aria-label="Title"]')).getByLabel('Labels').fill('alive', { timeout: patience.attempt });
      await editor.page.keyboard.press('Enter');
      const labels = async (): Promise<string[]> => (await beside((board) => board.readCard(card.id))).labels;
      await eventually(async () => assert.deepEqual(await labels(), ['alive']), patience.attempt);
    });
  });
});
