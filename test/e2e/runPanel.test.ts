import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, it } from 'node:test';
import type { Locator } from 'playwright-core';
import { axeViolations } from '../support/editor/axe.ts';
import { describeEditor } from '../support/editor/describeEditor.ts';
import type { Editor } from '../support/editor/editor.ts';
import { startModelServer } from '../support/modelServer.ts';
import { createWorkspace } from '../support/rotaProcess.ts';

const wrong = 'export const add = (a: number, b: number) => a - b;\n';
const right = 'export const add = (a: number, b: number) => a + b;\n';
const call = (name: string, input: object) => ({ reply: { toolCalls: [{ name, arguments: input }] } });

const model = await startModelServer();
after(() => model.close());
// The board is made by the command line: what is tested here begins with a card.
const made = await createWorkspace({ after });
made.write('src/add.ts', wrong);
await made.quick('init');
await made.quick('agent', 'add', 'coder', '--provider', 'openai', '--base-url', model.url, '--model', 'test-model', '--mode', 'ask');
await made.quick('task', 'add', 'Fix add', '--agent', 'coder');

await describeEditor('The run panel', { workspace: made.folder, environment: { ROTA_DATA_DIR: made.data } }, (running) => {
  it('comes up without the keyboard when a card is run, and streams', async () => {
    const { editor } = running();
    model.answer(
      {
        reply: {
          text: 'I will **look** at `src/add.ts:1` first. '.repeat(6),
          toolCalls: [{ name: 'read_file', arguments: { path: 'src/add.ts' } }],
        },
        pace: 15,
      },
      call('write_file', { path: 'src/add.ts', content: right }),
      call('run_command', { command: 'echo built' }),
      call('ask_user', { question: 'Tabs or spaces?', choices: ['tabs', 'spaces'] }),
      { reply: { text: 'I corrected the sign in `src/add.ts:1`.' } },
    );
    await editor.openFile('src/add.ts');
    await editor.command('Rota: Run Card');
    const page = await editor.frame('.message');
    await editor.screenshot('run-streaming');
    assert.equal(await page.evaluate('document.hasFocus()'), false);
    await page.locator('.request').waitFor();
  });

  it('opens an edit as a diff on a press, and the title bar approves it', async () => {
    const { editor } = running();
    const page = await editor.frame('.request.open');
    await editor.screenshot('run-approval');
    assert.deepEqual(await axeViolations(page), []);
    await page.getByRole('button', { name: 'Open Diff' }).click();
    await tabOf(editor, '#1 src/add.ts (proposed)').waitFor();
    await editor.page.locator('.diff-editor, .monaco-diff-editor').getByText('a + b').first().waitFor();
    await editor.screenshot('run-approval-diff');
    assert.equal(await readFile(join(editor.folder, 'src/add.ts'), 'utf8'), wrong);
    await editor.page.locator('.editor-actions [aria-label^="Approve"]').first().click();
    await tabOf(editor, '#1 src/add.ts (proposed)').waitFor({ state: 'detached' });
    await page.getByText('approved it.').first().waitFor();
  });

  it('a command and a question are answered in place', async () => {
    const { editor } = running();
    const page = await editor.frame('.request.open .command');
    assert.equal(await readFile(join(editor.folder, 'src/add.ts'), 'utf8'), right);
    assert.match(await page.locator('.request.open').innerText(), /echo built/);
    await page.locator('.button[aria-disabled=false]').first().waitFor();
    for (const theme of ['light', 'high-contrast-dark', 'high-contrast-light', 'dark'] as const) {
      await editor.changeTheme(theme);
      assert.deepEqual(await axeViolations(page), [], theme);
      await editor.screenshot(`run-command-${theme}`);
    }
    await pressWhenStill(page.getByRole('button', { name: 'Approve', exact: true }));
    await page.getByRole('button', { name: 'spaces' }).waitFor();
    await editor.screenshot('run-question');
    await pressWhenStill(page.getByRole('button', { name: 'spaces' }));
    await page.getByText('The run finished.').waitFor();
    await editor.screenshot('run-finished');
    assert.deepEqual(await axeViolations(page), []);
  });

  it('leads from a file in the text to that file, and shows what the run changed', async () => {
    const { editor } = running();
    const page = await editor.frame('.run-log');
    await page.locator('.message .text-link', { hasText: 'src/add.ts:1' }).last().click();
    await editor.tab('add.ts').waitFor();
    await page.getByRole('button', { name: /^Show Changes/ }).click();
    await tabOf(editor, '#1 src/add.ts (before the run ↔ now)').waitFor();
    await editor.screenshot('run-changes');
  });

  it('replays the run from its log after a reload of the window', async () => {
    const { editor } = running();
    await editor.reload();
    const page = await editor.frame('.run-log');
    await page.getByText('The run finished.').waitFor();
    await page.locator('.tool > summary', { hasText: 'echo built' }).click();
    assert.match(await page.locator('pre.output').last().innerText(), /built/);
    await page.locator('.tool > summary', { hasText: 'Replace the content' }).click();
    await page.locator('.tool .diff .added').waitFor();
  });

  it('looks right in every theme, in a narrow window and enlarged', async () => {
    const { editor } = running();
    const page = await editor.frame('.run-log');
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
    await editor.resize({});
  });
});

/** A tab by its words: the name of a diff's tab says more than its title. */
function tabOf(editor: Editor, title: string): Locator {
  return editor.page.locator('.tabs-container .tab', { hasText: title });
}

/** A press on what has only just come under the mouse does not count. */
async function pressWhenStill(button: Locator): Promise<void> {
  await button.hover();
  await button.page().waitForTimeout(700);
  await button.click();
}
