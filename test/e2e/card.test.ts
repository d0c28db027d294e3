import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { it } from 'node:test';
import { promisify } from 'node:util';
import type { Frame } from 'playwright-core';
import { TaskPage } from '../../src/core/actions/taskActions.ts';
import type { Task } from '../../src/core/model/task.ts';
import { axeViolations } from '../support/editor/axe.ts';
import { describeEditor } from '../support/editor/describeEditor.ts';
import { eventually } from '../support/editor/eventually.ts';
import type { RunningEditor } from '../support/editor/startEditor.ts';

const commandLine = join(import.meta.dirname, '../../src/cli/main.ts');
const workspace = {
  'package.json': '{ "scripts": { "test": "node --test" } }\n',
  'src/add.ts':
    '// TODO: handle negative numbers\nexport function add(a: number, b: number): number {\n  return a + b;\n}\nexport const wrong: string = 1;\n',
};

/** The cards as the command line finds them on disk. */
async function cardsOf({ editor, server }: RunningEditor): Promise<Task[]> {
  const env = { PATH: process.env['PATH'], HOME: server.base, ROTA_DATA_DIR: server.rotaData };
  const { stdout } = await promisify(execFile)(process.execPath, [commandLine, 'task', 'list', '--json'], { cwd: editor.folder, env });
  return TaskPage.parse(JSON.parse(stdout)).items;
}

async function untilCard(running: RunningEditor, number: number, holds: (task: Task) => boolean): Promise<void> {
  await eventually(async () => {
    const task = (await cardsOf(running)).find((each) => each.number === number);
    assert.ok(task && holds(task), JSON.stringify(task));
  });
}

await describeEditor('A card in the editor', { workspace }, (running) => {
  const page = (): Promise<Frame> => running().editor.frame('main.card');

  it('is edited field by field, and the command line sees it', async () => {
    const { editor } = running();
    await editor.command('Rota: New Card');
    await editor.answer('Add numbers');
    await (await editor.notification('Added #1')).getByRole('button', { name: 'Open', exact: true }).click();
    const card = await page();
    await card.getByLabel('Title').fill('Add numbers well');
    await card.getByLabel('Title').press('Enter');
    await card.getByLabel('Labels').fill('math, core');
    await card.getByLabel('Priority').selectOption('P1');
    await card.getByRole('button', { name: 'Edit Description' }).click();
    await card.getByRole('textbox', { name: 'Description' }).fill('See `src/add.ts:3`.');
    await card.getByRole('textbox', { name: 'Description' }).press('Control+Enter');
    await untilCard(
      running(),
      1,
      ({ title, labels, priority, description }) =>
        title === 'Add numbers well' && labels.join() === 'math,core' && priority === 'P1' && description !== '',
    );
    await editor.tab('#1 Add numbers well').waitFor();
  });

  it('offers the test script of the project as a check, which is set only when it is chosen', async () => {
    const card = await page();
    const guess = card.getByRole('button', { name: 'Add check npm test' });
    await guess.waitFor();
    assert.deepEqual((await cardsOf(running()))[0]?.checks, []);
    await guess.click();
    await untilCard(
      running(),
      1,
      ({ checks }) => checks[0]?.spec.kind === 'command' && checks[0].spec.command === 'npm test' && checks[0].state === 'accepted',
    );
    await running().editor.screenshot('card-edited');
    assert.deepEqual(await axeViolations(card), []);
  });

  it('takes back the last edit', async () => {
    await running().editor.command('Rota: Undo Last Board Change');
    await untilCard(running(), 1, ({ checks }) => checks.length === 0);
    await (await page()).getByRole('button', { name: 'Add check npm test' }).waitFor();
  });

  it('is there again after a reload of the window', async () => {
    const { editor } = running();
    await editor.reload();
    await editor.tab('#1 Add numbers well').waitFor();
    assert.equal(await (await page()).getByLabel('Labels').inputValue(), 'math, core');
  });

  it('leads from its description to the line of a file', async () => {
    const { editor } = running();
    await (await page()).getByRole('link', { name: 'src/add.ts:3' }).click();
    await editor.tab('add.ts').waitFor();
  });

  it('is made of a selection', async () => {
    const { editor } = running();
    await editor.openFile('src/add.ts');
    for (const key of ['Control+Home', 'ArrowDown', 'Shift+ArrowDown', 'Shift+ArrowDown', 'Shift+ArrowDown'])
      await editor.page.keyboard.press(key);
    await editor.command('Rota: New Card from Selection');
    await editor.answer('Write add with care');
    await untilCard(
      running(),
      2,
      ({ title, description }) =>
        title === 'Write add with care' && description.startsWith('`src/add.ts:2`\n\n```typescript\nexport function add('),
    );
  });

  it('is made of a comment by a fix of the editor', async () => {
    await fixAt(running(), 1, 'New Rota card from this comment');
    await untilCard(running(), 3, ({ title, description }) => title === 'handle negative numbers' && description.includes('src/add.ts:1'));
  });

  it('is made of a problem by a fix of the editor', async () => {
    const { editor } = running();
    await editor.page.locator('.squiggly-error').waitFor({ timeout: 60_000 });
    await fixAt(running(), 5, /New Rota card: Type 'number' is not assignable/);
    await untilCard(running(), 4, ({ title, description }) => title.startsWith("Type 'number'") && description.includes('src/add.ts:5'));
    await editor.screenshot('card-from-problem');
  });
});

/** Chooses a fix at a line of the open file. */
async function fixAt({ editor }: RunningEditor, line: number, name: string | RegExp): Promise<void> {
  await editor.openFile('src/add.ts');
  await editor.page.keyboard.press('Control+Home');
  for (let down = 1; down < line; down += 1) await editor.page.keyboard.press('ArrowDown');
  for (let right = 0; right < 16; right += 1) await editor.page.keyboard.press('ArrowRight');
  await eventually(async () => {
    await editor.page.keyboard.press('Control+.');
    await editor.page.locator('.action-widget').getByText(name).click({ timeout: 3000 });
  });
}
