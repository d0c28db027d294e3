import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { it } from 'node:test';
import { promisify } from 'node:util';
import type { Locator } from 'playwright-core';
import { describeEditor } from '../support/editor/describeEditor.ts';
import type { Editor } from '../support/editor/editor.ts';
import { eventually } from '../support/editor/eventually.ts';
import type { RunningEditor } from '../support/editor/startEditor.ts';

const main = join(import.meta.dirname, '../../src/cli/main.ts');
const execute = promisify(execFile);
const call = (name: string, args: object): object => ({ toolCalls: [{ name, arguments: args }] });
const script = {
  version: 1,
  runs: [
    { match: 'Test it', replies: [call('run_command', { command: 'npm test' }), { text: 'done' }] },
    {
      match: 'Change it',
      replies: [
        call('read_file', { path: 'a.txt' }),
        call('edit_file', { path: 'a.txt', oldText: 'one', newText: 'two' }),
        { text: 'done' },
      ],
    },
    { match: 'Clean it', replies: [call('run_command', { command: 'npm test\nrm -rf build' }), { text: 'done' }] },
    { match: 'Colour it', replies: [call('ask_user', { question: 'Which colour?', choices: ['red', 'blue'] }), { text: 'done' }] },
  ],
};

/** A board as the command line leaves it: four cards whose runs wait for a person, two that are planned. */
async function openBoard({ editor, server }: RunningEditor): Promise<void> {
  const folder = await server.makeFolder({ 'a.txt': 'one\n' });
  await mkdir(server.rotaData, { recursive: true });
  const file = join(server.rotaData, 'script.json');
  await writeFile(file, JSON.stringify(script));
  const rota = (...args: string[]): Promise<unknown> =>
    execute(process.execPath, [main, ...args], {
      cwd: folder,
      env: { PATH: process.env['PATH'], USER: 'ada', ROTA_DATA_DIR: server.rotaData },
    });
  await rota('agent', 'add', 'coder', '--provider', 'scripted', '--script', file);
  for (const title of ['Test it', 'Change it', 'Clean it', 'Colour it', 'Plan it', 'Write it'])
    await rota('task', 'add', title, ...(title.startsWith('C') || title === 'Test it' ? ['--agent', 'coder'] : []));
  // Ends with its own code, since every run waits.
  await rota('task', 'execute', '1', '2', '3', '4').catch(() => undefined);
  await editor.openFolder(folder);
  await editor.page.getByRole('tab', { name: 'Rota' }).first().click();
}

const row = (editor: Editor, view: string, text: string): Locator => editor.tree(view).getByRole('treeitem').filter({ hasText: text });
const shows = (editor: Editor, view: string, expected: readonly (string | RegExp)[]): Promise<void> =>
  eventually(async () => {
    const rows = await editor.treeRows(view);
    assert.equal(rows.length, expected.length, rows.join('\n'));
    for (const [at, one] of expected.entries()) assert.match(rows[at] ?? '', typeof one === 'string' ? new RegExp(`^${one}`) : one);
  });

await describeEditor('The trees', { workspace: 'none' }, (running) => {
  it('say what to do without a folder', async () => {
    const { editor } = running();
    await editor.page.getByRole('tab', { name: 'Rota' }).first().click();
    await editor.page.getByText('Rota keeps its cards with a folder of yours').waitFor();
    await editor.screenshot('tree-no-folder');
  });

  it('show cards by status and what waits, with a badge and a count', async () => {
    await openBoard(running());
    const { editor } = running();
    await shows(editor, 'Inbox', [
      '#1 asks to run: npm test',
      '#2 asks to edit a.txt',
      '#3 asks to run: npm test ⏎ rm -rf build',
      '#4 asks: Which colour\\?',
    ]);
    await shows(editor, 'Cards', [
      'To do ?2',
      '#5 Plan it',
      '#6 Write it',
      'Queued',
      'In progress',
      'Waiting ?4',
      '#1',
      '#2',
      '#3',
      '#4',
      'In review',
      'Done',
    ]);
    await editor.page.locator('.activitybar .badge-content').filter({ hasText: '4' }).waitFor();
    await editor.page.locator('.statusbar-item[id$="rota.waiting"]').getByRole('button', { name: 'Rota: 4 items wait for you' }).waitFor();
    for (const theme of ['light', 'high-contrast-dark', 'high-contrast-light', 'dark'] as const) {
      await editor.changeTheme(theme);
      await editor.screenshot(`tree-${theme}`);
    }
  });

  it('move a card by drag, and say why where that cannot be', async () => {
    const { editor } = running();
    await row(editor, 'Cards', '#5 Plan it').dragTo(row(editor, 'Cards', '#6 Write it'));
    await shows(editor, 'Cards', ['To do', '#6', '#5', 'Queued', 'In progress', 'Waiting', '#1', '#2', '#3', '#4', 'In review', 'Done']);
    await row(editor, 'Cards', '#5 Plan it').dragTo(row(editor, 'Cards', 'Queued'));
    await shows(editor, 'Cards', ['To do', '#6', 'Queued ?1', '#5', 'In progress', 'Waiting', '#1', '#2', '#3', '#4', 'In review', 'Done']);
    await row(editor, 'Cards', '#6 Write it').dragTo(row(editor, 'Cards', 'In review'));
    await editor.notification('#6 cannot go from "To do" to "In review"');
  });

  it('rename, order, delete and bring back a card by keyboard alone', async () => {
    const { editor } = running();
    const { keyboard } = editor.page;
    await editor.command('Rota: New Card');
    await editor.answer('Read it');
    await editor.notification('Added #7 Read it');
    await shows(editor, 'Cards', [
      'To do',
      '#6',
      '#7',
      'Queued',
      '#5',
      'In progress',
      'Waiting',
      '#1',
      '#2',
      '#3',
      '#4',
      'In review',
      'Done',
    ]);
    await editor.command('Rota: Focus on Cards View');
    await keyboard.press('Home');
    await keyboard.press('ArrowDown');
    await keyboard.press('Enter');
    await editor.tab('#6 Write it').waitFor();
    await keyboard.press('F2');
    await editor.answer('Write it well');
    await row(editor, 'Cards', '#6 Write it well').waitFor();
    await keyboard.press('Alt+ArrowDown');
    await shows(editor, 'Cards', [
      'To do',
      '#7',
      '#6',
      'Queued',
      '#5',
      'In progress',
      'Waiting',
      '#1',
      '#2',
      '#3',
      '#4',
      'In review',
      'Done',
    ]);
    await keyboard.press('Delete');
    await editor.notification('Deleted #6 Write it well');
    await shows(editor, 'Cards', ['To do', '#7', 'Queued', '#5', 'In progress', 'Waiting', '#1', '#2', '#3', '#4', 'In review', 'Done']);
    await keyboard.press('Control+z');
    await shows(editor, 'Cards', [
      'To do',
      '#7',
      '#6',
      'Queued',
      '#5',
      'In progress',
      'Waiting',
      '#1',
      '#2',
      '#3',
      '#4',
      'In review',
      'Done',
    ]);
    await editor.screenshot('tree-keyboard');
  });

  it('group cards by agent and assign one', async () => {
    const { editor } = running();
    await editor.command('Rota: Group Cards by Agent');
    await shows(editor, 'Cards', ['coder ?4', '#1', '#2', '#3', '#4', 'Any agent ?3', '#7', '#6', '#5']);
    await row(editor, 'Cards', '#7').click({ button: 'right' });
    await editor.chooseFromMenu('Assign Agent');
    await editor.pick('coder');
    await shows(editor, 'Cards', ['coder ?5', '#7', '#1', '#2', '#3', '#4', 'Any agent ?2', '#6', '#5']);
    await editor.command('Rota: Group Cards by Status');
    await row(editor, 'Cards', 'To do').waitFor();
  });

  it('show what a row does not say before it is approved', async () => {
    const { editor } = running();
    const approve = async (text: string): Promise<void> => {
      await row(editor, 'Inbox', text).hover();
      await row(editor, 'Inbox', text).getByRole('button', { name: 'Approve' }).click();
    };
    await approve('#3');
    const dialog = await editor.dialog('Approve this for #3?');
    assert.match(await dialog.innerText(), /npm test\s+rm -rf build/);
    await editor.screenshot('tree-approval');
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await shows(editor, 'Inbox', ['#1', '#2', '#3', '#4']);
    await approve('#2');
    const change = await editor.dialog('Approve this for #2?');
    assert.match(await change.innerText(), /-one\s+\+two/);
    await change.getByRole('button', { name: 'Approve' }).click();
    await eventually(async () => assert.ok(!(await editor.treeRows('Inbox')).some((line) => line.startsWith('#2 asks'))));
    await row(editor, 'Inbox', '#4').hover();
    await row(editor, 'Inbox', '#4').getByRole('button', { name: 'Answer' }).click();
    await editor.pick('blue');
    await eventually(async () => assert.ok(!(await editor.treeRows('Inbox')).some((line) => line.startsWith('#4 asks'))));
  });

  it('open the next waiting item by key', async () => {
    const { editor } = running();
    await editor.page.keyboard.press('Control+k');
    await editor.page.keyboard.press('Control+g');
    await editor.page.getByRole('tab', { name: 'Rota Run' }).or(editor.page.locator('.panel .title')).first().waitFor();
    await editor.screenshot('tree-next');
  });

  it('say why a board cannot be opened, and what can be done', async () => {
    const { editor, server } = running();
    const folder = await server.makeFolder({ '.rota/local/store.json': 'garbage', '.rota/local/snap-1.db': 'garbage' });
    await editor.openFolder(folder);
    await editor.page.getByRole('tab', { name: 'Rota' }).first().click();
    await shows(editor, 'Cards', ['Try Again', 'Show Log']);
    await editor.page
      .getByText(/board in .*workspace/)
      .first()
      .waitFor();
    assert.equal(await editor.tree('Inbox').count(), 0);
    await editor.screenshot('tree-failed');
  });
});
