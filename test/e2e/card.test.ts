import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Frame } from 'playwright-core';
import { TaskPage } from '../../src/core/actions/taskActions.ts';
import type { Task, TaskDraft } from '../../src/core/model/task.ts';
import { axeViolations } from '../support/editor/axe.ts';
import { withBoard } from '../support/editor/boardBeside.ts';
import { describeEditor } from '../support/editor/describeEditor.ts';
import { eventually } from '../support/editor/eventually.ts';
import { patience } from '../support/editor/patience.ts';
import { rotaBeside } from '../support/editor/rotaBeside.ts';
import type { RunningEditor } from '../support/editor/startEditor.ts';

const workspace = {
  'package.json': '{ "scripts": { "test": "node --test" } }\n',
  'src/add.ts':
    '// TODO: handle negative numbers\nexport function add(a: number, b: number): number {\n  return a + b;\n}\nexport const wrong: string = 1;\n',
};

/** The board exists before the window opens, so that a card made beside it shows up there. */
async function prepare(folder: string, server: RunningEditor['server']): Promise<void> {
  await withBoard(server, folder, () => Promise.resolve());
}

/** Waits until one card is so. */
async function untilCard({ editor, server }: RunningEditor, holds: (task: Task) => boolean): Promise<void> {
  await eventually(async () => {
    const tasks = await withBoard(server, editor.folder, (board) => board.cards());
    assert.equal(tasks.filter(holds).length, 1, JSON.stringify(tasks));
  });
}

await describeEditor('A card in the editor', { workspace, prepare }, (running) => {
  const page = (): Promise<Frame> => running().editor.frame('main.card');

  /** Makes a card and opens its page. */
  async function openCard(draft: TaskDraft): Promise<[Task, Frame]> {
    const { editor, server } = running();
    const [task] = (await withBoard(server, editor.folder, (board) => board.addCards(draft))) as [Task];
    await editor.command('rota.openCard', task.id);
    await editor.tab(`#${task.number} ${task.title}`).waitFor();
    return [task, await page()];
  }

  it('is edited field by field, and the command line sees it', async () => {
    const { editor, server } = running();
    await editor.command('rota.newCard');
    await editor.answer('What should be done?', 'Add numbers');
    const added = await editor.notification('Added #');
    const number = /#(\d+) Add numbers/.exec(await added.innerText())?.[1];
    await added.getByRole('button', { name: 'Open', exact: true }).click();
    const card = await page();
    await card.getByLabel('Title').fill('Add numbers well');
    await card.getByLabel('Title').press('Enter');
    await card.getByLabel('Labels').fill('math, core');
    await card.getByLabel('Priority').selectOption('P1');
    await card.getByRole('button', { name: 'Edit Description' }).click();
    await card.getByRole('textbox', { name: 'Description' }).fill('See `src/add.ts:3`.');
    await card.getByRole('textbox', { name: 'Description' }).press('Control+Enter');
    await eventually(async () => {
      const { items } = TaskPage.parse(JSON.parse(await rotaBeside(server, editor.folder, 'task', 'list', '--json')));
      const seen = items.find((task) => task.number === Number(number));
      assert.deepEqual(
        [seen?.title, seen?.labels, seen?.priority, seen?.description],
        ['Add numbers well', ['math', 'core'], 'P1', 'See `src/add.ts:3`.'],
      );
    });
    await editor.tab(`#${number} Add numbers well`).waitFor();
  });

  it('offers the test script of the project as a check, which is set only when it is chosen', async () => {
    const [{ id }, card] = await openCard({ title: 'Check the sums' });
    const guess = card.getByRole('button', { name: 'Add check npm test' });
    await guess.waitFor();
    await untilCard(running(), (task) => task.id === id && task.checks.length === 0);
    await guess.click();
    await untilCard(running(), (task) => {
      const [check] = task.checks;
      return task.id === id && check?.spec.kind === 'command' && check.spec.command === 'npm test' && check.state === 'accepted';
    });
    await running().editor.screenshot('card-edited');
    assert.deepEqual(await axeViolations(card), []);
  });

  it('takes back the last edit', async () => {
    const [{ id }, card] = await openCard({ title: 'Check and think again' });
    const guess = card.getByRole('button', { name: 'Add check npm test' });
    await guess.click();
    await guess.waitFor({ state: 'hidden' });
    await untilCard(running(), (task) => task.id === id && task.checks.length === 1);
    await running().editor.command('rota.undoEdit');
    await untilCard(running(), (task) => task.id === id && task.checks.length === 0);
    await guess.waitFor();
  });

  it('is there again after a reload of the window', async () => {
    const { editor } = running();
    const [{ number }] = await openCard({ title: 'Stay open', labels: ['math', 'core'] });
    await editor.reload();
    await editor.tab(`#${number} Stay open`).waitFor();
    assert.equal(await (await page()).getByLabel('Labels').inputValue(), 'math, core');
  });

  it('leads from its description to the line of a file', async () => {
    const [, card] = await openCard({ title: 'Look at the sum', description: 'See `src/add.ts:3`.' });
    await card.getByRole('link', { name: 'src/add.ts:3' }).click();
    await running().editor.tab('add.ts').waitFor();
  });

  it('is made of a selection', async () => {
    const { editor } = running();
    await editor.openFile('src/add.ts');
    for (const key of ['Control+Home', 'ArrowDown', 'Shift+ArrowDown', 'Shift+ArrowDown', 'Shift+ArrowDown'])
      await editor.page.keyboard.press(key);
    await editor.command('rota.newCardFromSelection');
    await editor.answer('What should be done with ', 'Write add with care');
    await untilCard(
      running(),
      ({ title, description }) =>
        title === 'Write add with care' && description.startsWith('`src/add.ts:2`\n\n```typescript\nexport function add('),
    );
  });

  it('is made of a comment by a fix of the editor', async () => {
    await running().editor.openFile('src/add.ts');
    await fixAt(running(), 1, 'New Rota card from this comment');
    await untilCard(running(), ({ title, description }) => title === 'handle negative numbers' && description.includes('src/add.ts:1'));
  });

  it('is made of a problem by a fix of the editor', async () => {
    const { editor } = running();
    await editor.openFile('src/add.ts');
    await editor.page.locator('.squiggly-error').waitFor();
    await fixAt(running(), 5, /New Rota card: Type 'number' is not assignable/);
    await untilCard(running(), ({ title, description }) => title.startsWith("Type 'number'") && description.includes('src/add.ts:5'));
    await editor.screenshot('card-from-problem');
  });
});

/** Chooses a fix at a line of the open file. */
async function fixAt({ editor }: RunningEditor, line: number, name: string | RegExp): Promise<void> {
  const fixes = editor.page.locator('.action-widget');
  await editor.page.keyboard.press('Control+Home');
  for (let down = 1; down < line; down += 1) await editor.page.keyboard.press('ArrowDown');
  for (let right = 0; right < 16; right += 1) await editor.page.keyboard.press('ArrowRight');
  const fix = fixes.getByText(name);
  await eventually(async () => {
    // A list without it was asked for before the language knew the problem.
    if (await fixes.isVisible()) await editor.page.keyboard.press('Escape');
    await editor.page.keyboard.press('Control+.');
    await fix.click({ timeout: patience.attempt });
  });
}
