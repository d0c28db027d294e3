import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { it } from 'node:test';
import type { Locator } from 'playwright-core';
import { withBoard } from '../support/editor/boardBeside.ts';
import { describeEditor } from '../support/editor/describeEditor.ts';
import type { Editor } from '../support/editor/editor.ts';
import type { EditorServer } from '../support/editor/editorServer.ts';
import { eventually } from '../support/editor/eventually.ts';

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
const workspace = { 'a.txt': 'one\n' };

/** A board with four cards whose runs wait for a person, and two that are planned. */
async function prepare(folder: string, server: EditorServer): Promise<void> {
  await mkdir(server.rotaData, { recursive: true });
  const file = join(server.rotaData, 'script.json');
  await writeFile(file, JSON.stringify(script));
  await withBoard(server, folder, async (board) => {
    await board.addAgent({ name: 'coder', model: { provider: 'scripted', script: file } });
    const waiting = await board.addCards(...script.runs.map(({ match }) => ({ title: match, agent: 'coder' })));
    await board.addCards('Plan it', 'Write it');
    await board.execute(waiting);
  });
}

const row = (editor: Editor, view: string, text: string): Locator => editor.tree(view).getByRole('treeitem').filter({ hasText: text });
const shows = (editor: Editor, view: string, expected: readonly (string | RegExp)[]): Promise<void> =>
  eventually(async () => {
    const rows = await editor.treeRows(view);
    assert.equal(rows.length, expected.length, rows.join('\n'));
    for (const [at, one] of expected.entries()) assert.match(rows[at] ?? '', typeof one === 'string' ? new RegExp(`^${one}`) : one);
  });

const group = (editor: Editor, name: string): Locator =>
  editor
    .tree('Cards')
    .getByRole('treeitem')
    .filter({ hasText: new RegExp(`^\\s*${name}`) });

/** `#5`, by which everything calls the card with this title. */
async function nameOf(editor: Editor, title: string): Promise<string> {
  const text = await row(editor, 'Cards', title).innerText();
  return /#\d+/.exec(text)?.[0] ?? assert.fail(`no number in "${text}"`);
}

async function addCard(editor: Editor, title: string): Promise<string> {
  await editor.command('rota.newCard');
  await editor.answer('What should be done?', title);
  const name = await nameOf(editor, title);
  await editor.notification(`Added ${name} ${title}`);
  return name;
}

/** The tree of cards has exactly these groups, with these cards (`#5`) in them; cards of other tests may be there too. */
async function grouped(editor: Editor, expected: Readonly<Record<string, readonly string[]>>): Promise<void> {
  const own = Object.values(expected).flat();
  await eventually(async () => {
    const groups = await readGroups(editor);
    assert.deepEqual(
      groups.map(({ name, cards }) => [name, cards.filter((card) => own.includes(card))]),
      Object.entries(expected),
    );
  });
}

/** The groups by status. */
function statuses(cards: Readonly<Record<string, readonly string[]>>): Record<string, readonly string[]> {
  return { 'To do': [], Queued: [], 'In progress': [], Waiting: [], 'In review': [], Done: [], ...cards };
}

/** The groups of the tree of cards from the top. Each says how many cards are below it, unless it is folded. */
async function readGroups(editor: Editor): Promise<{ name: string; count: number; cards: string[] }[]> {
  const rows = await editor.treeRows('Cards');
  const groups: { name: string; count: number; cards: string[] }[] = [];
  for (const text of rows) {
    const [card] = /^#\d+/.exec(text) ?? [];
    const [, name = '', count] = /^(.*\D)(\d+)$/.exec(text) ?? [];
    if (card === undefined) groups.push({ name: name.trim(), count: Number(count), cards: [] });
    else groups.at(-1)?.cards.push(card);
  }
  for (const { name, count, cards } of groups) if (name !== 'Done') assert.equal(cards.length, count, rows.join('\n'));
  return groups;
}

/** Goes to a row of the tree that has the keyboard, up or down with the arrow keys. */
async function walkTo(editor: Editor, text: string): Promise<void> {
  const focused = editor.tree('Cards').locator('.monaco-list-row.focused');
  const placeOf = async (at: Locator): Promise<number> => Number(await at.getAttribute('data-index'));
  await editor.page.keyboard.press('Home');
  await eventually(async () => {
    const [from, to] = [await placeOf(focused), await placeOf(row(editor, 'Cards', text))];
    if (from === to) return;
    await editor.page.keyboard.press(from < to ? 'ArrowDown' : 'ArrowUp');
    throw new Error(`row ${from} has the keyboard, not row ${to}`);
  });
}

await describeEditor('The trees', { workspace, prepare }, (running) => {
  it('say what to do without a folder', async () => {
    const window = await running().openWindow(undefined);
    await window.showViews();
    await window.page.getByText('Rota keeps its cards with a folder of yours').waitFor();
    await window.screenshot('tree-no-folder');
  });

  it('show cards by status and what waits, with a badge and a count', async () => {
    const { server } = running();
    const folder = await server.makeFolder(workspace);
    await prepare(folder, server);
    const window = await running().openWindow(folder);
    await window.showViews();
    await shows(window, 'Inbox', [
      '#1 asks to run: npm test',
      '#2 asks to edit a.txt',
      '#3 asks to run: npm test ⏎ rm -rf build',
      '#4 asks: Which colour\\?',
    ]);
    await shows(window, 'Cards', [
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
    await window.page.locator('.activitybar .badge-content').filter({ hasText: '4' }).waitFor();
    await window.page.locator('.statusbar-item[id$="rota.waiting"]').getByRole('button', { name: 'Rota: 4 items wait for you' }).waitFor();
    for (const theme of ['light', 'high-contrast-dark', 'high-contrast-light', 'dark'] as const) {
      await window.changeTheme(theme);
      await window.screenshot(`tree-${theme}`);
    }
  });

  it('move a card by drag, and say why where that cannot be', async () => {
    const { editor } = running();
    await editor.showViews();
    const [planned, written] = [await nameOf(editor, 'Plan it'), await nameOf(editor, 'Write it')];
    await row(editor, 'Cards', 'Plan it').dragTo(row(editor, 'Cards', 'Write it'));
    await grouped(editor, statuses({ 'To do': [written, planned] }));
    await row(editor, 'Cards', 'Plan it').dragTo(group(editor, 'Queued'));
    await grouped(editor, statuses({ 'To do': [written], Queued: [planned] }));
    await row(editor, 'Cards', 'Write it').dragTo(group(editor, 'In review'));
    await editor.notification(`${written} cannot go from "To do" to "In review"`);
  });

  it('rename, order, delete and bring back a card by keyboard alone', async () => {
    const { editor } = running();
    const { keyboard } = editor.page;
    await editor.showViews();
    const [noted, read] = [await addCard(editor, 'Note it'), await addCard(editor, 'Read it')];
    await grouped(editor, statuses({ 'To do': [noted, read] }));
    await editor.finishCommand('rota.cards.focus');
    await walkTo(editor, 'Note it');
    await keyboard.press('Enter');
    await editor.tab(`${noted} Note it`).waitFor();
    await keyboard.press('F2');
    await editor.answer('Rename #', 'Note it well');
    await row(editor, 'Cards', `${noted} Note it well`).waitFor();
    await keyboard.press('Alt+ArrowDown');
    await grouped(editor, statuses({ 'To do': [read, noted] }));
    await keyboard.press('Delete');
    await editor.notification(`Deleted ${noted} Note it well`);
    await row(editor, 'Cards', noted).waitFor({ state: 'detached' });
    await grouped(editor, statuses({ 'To do': [read] }));
    await keyboard.press('Control+z');
    await grouped(editor, statuses({ 'To do': [read, noted] }));
    await editor.screenshot('tree-keyboard');
  });

  it('group cards by agent and assign one', async (test) => {
    const { editor, server } = running();
    const [task = assert.fail()] = await withBoard(server, editor.folder, (board) => board.addCards('Assign it'));
    await editor.showViews();
    const [own, coded] = [`#${task.number}`, await nameOf(editor, 'Test it')];
    // It is a setting of the user, which outlives the board.
    test.after(() => editor.finishCommand('rota.groupByStatus'));
    await editor.finishCommand('rota.groupByAgent');
    await grouped(editor, { coder: [coded], 'Any agent': [own] });
    await row(editor, 'Cards', 'Assign it').click({ button: 'right' });
    await editor.chooseFromMenu('Assign Agent');
    await editor.pick('coder');
    await grouped(editor, { coder: [own, coded], 'Any agent': [] });
    await editor.finishCommand('rota.groupByStatus');
    await grouped(editor, statuses({ 'To do': [own], Waiting: [coded] }));
  });

  it('show what a row does not say before it is approved', async () => {
    const { editor } = running();
    await editor.showViews();
    const changed = await nameOf(editor, 'Change it');
    const [cleaned, coloured] = [await nameOf(editor, 'Clean it'), await nameOf(editor, 'Colour it')];
    const press = async (name: string, button: string): Promise<void> => {
      await row(editor, 'Inbox', name).hover();
      await row(editor, 'Inbox', name).getByRole('button', { name: button }).click();
    };
    await press(`${cleaned} asks`, 'Approve');
    const dialog = await editor.dialog(`Approve this for ${cleaned}?`);
    assert.match(await dialog.innerText(), /npm test\s+rm -rf build/);
    await editor.screenshot('tree-approval');
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await dialog.waitFor({ state: 'detached' });
    await press(`${changed} asks`, 'Approve');
    const change = await editor.dialog(`Approve this for ${changed}?`);
    assert.match(await change.innerText(), /-one\s+\+two/);
    await change.getByRole('button', { name: 'Approve' }).click();
    await row(editor, 'Inbox', `${changed} asks`).waitFor({ state: 'detached' });
    await press(`${coloured} asks`, 'Answer');
    await editor.pick('blue');
    await row(editor, 'Inbox', `${coloured} asks`).waitFor({ state: 'detached' });
    await grouped(editor, statuses({ Waiting: [cleaned], 'In review': [changed, coloured] }));
    await row(editor, 'Inbox', `${cleaned} asks to run: npm test ⏎ rm -rf build`).waitFor();
  });

  it('open the next waiting item by key', async () => {
    const { editor } = running();
    await editor.showViews();
    await row(editor, 'Inbox', 'Test it').waitFor();
    await editor.page.keyboard.press('Control+k');
    await editor.page.keyboard.press('Control+g');
    await editor.page.getByRole('tab', { name: 'Rota Run' }).or(editor.page.locator('.panel .title')).first().waitFor();
    await editor.frame('text=npm test');
    await editor.screenshot('tree-next');
  });

  it('say why a board cannot be opened, and what can be done', async () => {
    const folder = await running().server.makeFolder({ '.rota/local/store.json': 'garbage', '.rota/local/snap-1.db': 'garbage' });
    const window = await running().openWindow(folder);
    await window.showViews();
    await shows(window, 'Cards', ['Try Again', 'Restore from a Backup', 'Show Log']);
    await window.page
      .getByText(/board in .*workspace/)
      .first()
      .waitFor();
    assert.equal(await window.tree('Inbox').count(), 0);
    await window.screenshot('tree-failed');
  });
});
