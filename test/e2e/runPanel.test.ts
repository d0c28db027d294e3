import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, it } from 'node:test';
import type { Frame, Locator } from 'playwright-core';
import type { Task } from '../../src/core/model/task.ts';
import { axeViolations } from '../support/editor/axe.ts';
import { withBoard } from '../support/editor/boardBeside.ts';
import { describeEditor } from '../support/editor/describeEditor.ts';
import type { Editor } from '../support/editor/editor.ts';
import { eventually } from '../support/editor/eventually.ts';
import type { EditorOptions } from '../support/editor/startEditor.ts';
import { type Answer, startModelServer } from '../support/modelServer.ts';

const wrong = 'export const add = (a: number, b: number) => a - b;\n';
const right = 'export const add = (a: number, b: number) => a + b;\n';
const call = (name: string, input: object): Answer => ({ reply: { toolCalls: [{ name, arguments: input }] } });
const look = (path: string): Answer => ({
  reply: { text: `I will **look** at \`${path}:1\` first. `.repeat(6), toolCalls: [{ name: 'read_file', arguments: { path } }] },
  pace: 15,
});
const mending = (path: string): Answer[] => [
  look(path),
  call('write_file', { path, content: right }),
  call('run_command', { command: 'echo built' }),
  call('ask_user', { question: 'Tabs or spaces?', choices: ['tabs', 'spaces'] }),
  { reply: { text: `I corrected the sign in \`${path}:1\`.` } },
];

/** What the model says for a card, one reply after the other. */
const scripts: Record<string, readonly Answer[]> = {
  'Stream words': [look('src/streamed.ts'), call('write_file', { path: 'src/streamed.ts', content: right })],
  'Fix add': mending('src/add.ts'),
  'Fixed before': mending('src/fixed.ts'),
};

const model = await startModelServer();
after(() => model.close());
model.answerEach(({ body }): Answer => {
  const title = Object.keys(scripts).find((each) => JSON.stringify(body).includes(each)) ?? '';
  const said = (body['messages'] as { role: string }[]).filter(({ role }) => role === 'assistant').length;
  return scripts[title]?.[said] ?? { reply: { text: 'Nothing more to say.' } };
});

let fixed: Task;
const options: EditorOptions = {
  workspace: { 'src/add.ts': wrong, 'src/fixed.ts': wrong, 'src/streamed.ts': wrong },
  prepare: (folder, server) =>
    withBoard(server, folder, async (board) => {
      await board.haveOnly({ name: 'coder', model: { provider: 'openai', baseUrl: model.url, model: 'test-model' }, mode: 'ask' });
      const { id } = await board.addCard({ title: 'Fixed before', agent: 'coder' });
      fixed = await board.executeAnswering(id, (kind) =>
        kind === 'question' ? { kind: 'text', text: 'spaces' } : { kind: 'approve', scope: 'once' },
      );
    }),
};

await describeEditor('The run panel', options, (running) => {
  const addCard = (title: string): Promise<Task> => {
    const { editor, server } = running();
    return withBoard(server, editor.folder, (board) => board.addCard({ title, agent: 'coder' }));
  };

  it('comes up without the keyboard when a card is run, and streams', async () => {
    const { editor } = running();
    const card = await addCard('Stream words');
    await editor.reload(); // a window brings the panel up for its first run only
    await editor.openFile('src/streamed.ts');
    await editor.command('rota.runCard', card.id);
    const page = await editor.frame('.message');
    await editor.screenshot('run-streaming');
    assert.equal(await page.evaluate('document.hasFocus()'), false);
    await page.locator('.request').waitFor();
    await editor.finishCommand('rota.cancelCard', card.id);
  });

  it('opens an edit as a diff on a press, and the title bar approves it; a command and a question are answered in place', async () => {
    const { editor } = running();
    const card = await addCard('Fix add');
    await editor.command('rota.runCard', card.id);
    // Until it has begun there is no run to show.
    await withBoard(running().server, editor.folder, (board) =>
      eventually(async () => assert.equal((await board.readCard(card.id)).attempts, 1)),
    );
    await editor.command('rota.showRun', card.id);
    const page = await editor.frame('.request.open');
    await editor.screenshot('run-approval');
    assert.deepEqual(await axeViolations(page), []);
    await page.getByRole('button', { name: 'Open Diff' }).click();
    const diff = tabOf(editor, `#${card.number} src/add.ts (proposed)`);
    await diff.waitFor();
    await editor.page.locator('.diff-editor, .monaco-diff-editor').getByText('a + b').first().waitFor();
    await editor.screenshot('run-approval-diff');
    assert.equal(await readFile(join(editor.folder, 'src/add.ts'), 'utf8'), wrong);
    await editor.page.locator('.editor-actions [aria-label^="Approve"]').first().click();
    await diff.waitFor({ state: 'detached' });
    await page.getByText('approved it.').first().waitFor();

    await page.locator('.request.open .command').waitFor();
    assert.equal(await readFile(join(editor.folder, 'src/add.ts'), 'utf8'), right);
    assert.match(await page.locator('.request.open').innerText(), /echo built/);
    await page.locator('.button[aria-disabled=false]').first().waitFor();
    for (const theme of ['light', 'high-contrast-dark', 'high-contrast-light', 'dark'] as const) {
      await editor.changeTheme(theme);
      assert.deepEqual(await axeViolations(page), [], theme);
      await editor.screenshot(`run-command-${theme}`);
    }
    await pressWhenStill(page, 'Approve');
    await page.getByRole('button', { name: 'spaces' }).waitFor();
    await editor.screenshot('run-question');
    await pressWhenStill(page, 'spaces');
    await page.getByText('The run finished.').first().waitFor();
    await editor.screenshot('run-finished');
    assert.deepEqual(await axeViolations(page), []);
  });

  it('leads from a file in the text to that file, and shows what the run changed', async () => {
    const { editor } = running();
    await editor.command('rota.showRun', fixed.id);
    const page = await editor.frame('.run-log');
    await page.locator('.message .text-link', { hasText: 'src/fixed.ts:1' }).last().click();
    await editor.tab('fixed.ts').waitFor();
    await page.getByRole('button', { name: /^Show Changes/ }).click();
    await tabOf(editor, `#${fixed.number} src/fixed.ts (before the run ↔ now)`).waitFor();
    await editor.screenshot('run-changes');
  });

  it('replays the run from its log after a reload of the window', async () => {
    const { editor } = running();
    await editor.command('rota.showRun', fixed.id);
    await (await editor.frame('.run-log')).getByText('The run finished.').waitFor();
    await editor.reload();
    const page = await editor.frame('.run-log');
    await page.getByText('The run finished.').first().waitFor();
    await page.locator('.tool > summary', { hasText: 'echo built' }).click();
    assert.match(await page.locator('pre.output').last().innerText(), /built/);
    await page.locator('.tool > summary', { hasText: 'Replace the content' }).click();
    await page.locator('.tool .diff .added').waitFor();
  });

  it('looks right in every theme, in a narrow window and enlarged', async () => {
    const { editor } = running();
    await editor.command('rota.showRun', fixed.id);
    const page = await editor.frame('.run-log');
    await page.getByText('The run finished.').first().waitFor();
    await editor.resize({ height: 1200 });
    for (const theme of ['light', 'high-contrast-dark', 'high-contrast-light', 'dark'] as const) {
      await editor.changeTheme(theme);
      assert.deepEqual(await axeViolations(page), [], theme);
      await editor.screenshot(`run-${theme}`);
    }
    await editor.resize({ width: 700, height: 900 });
    await editor.screenshot('run-narrow');
    await editor.resize({ zoom: 2 });
    await editor.screenshot('run-zoomed');
  });
});

/** A tab by its words: the name of a diff's tab says more than its title. */
function tabOf(editor: Editor, title: string): Locator {
  return editor.page.locator('.tabs-container .tab', { hasText: title });
}

/** Presses an answer with the mouse. A press on what has only just come under the mouse does not count: the button says when it does. */
async function pressWhenStill(page: Frame, name: string): Promise<void> {
  const button = page.getByRole('button', { name, exact: true });
  await button.hover();
  await button.and(page.locator('[aria-disabled=false]')).click();
}
