import assert from 'node:assert/strict';
import { after, before, test, type TestContext } from 'node:test';
import type { Task, TaskDraft } from '../../src/core/model/task.ts';
import { hostCard, type CardHost } from '../support/cardHost.ts';
import { axeViolations } from '../support/editor/axe.ts';
import { eventually } from '../support/editor/eventually.ts';
import { createFlow, type Flow } from '../support/flowApp.ts';
import { openPages, pageScript, type OpenPage } from '../support/openPage.ts';
import { scriptedModel } from '../support/scriptedModel.ts';

let pages: Awaited<ReturnType<typeof openPages>>;
before(async () => (pages = await openPages()));
after(() => pages.close());

const agent = { actor: { kind: 'agent' as const, name: 'coder' }, door: 'tool' };
const npmTest = { kind: 'command' as const, command: 'npm test', timeLimit: 300 };

interface Shown extends OpenPage {
  readonly flow: Flow;
  readonly host: CardHost;
  now(): Promise<Task>;
  change(change: object): Promise<void>;
}

async function showCard(
  t: TestContext,
  draft: Partial<TaskDraft> = {},
  prepare?: (flow: Flow, task: Task) => Promise<unknown>,
  width?: number,
): Promise<Shown> {
  const flow = await createFlow({ model: scriptedModel() });
  await flow.add({ title: 'Another card' });
  const { id } = await flow.add({ title: 'Write the parser', ...draft });
  await prepare?.(flow, await flow.app.tasks.get(id));
  const opened = await pages.open({ script: pageScript('card'), ...(width === undefined ? {} : { width }) });
  const host = await hostCard(opened, flow, id, [npmTest]);
  t.after(async () => {
    await host.close();
    await opened.close();
  });
  await opened.page.locator('main').waitFor();
  const now = (): Promise<Task> => flow.app.tasks.get(id);
  const change = async (values: object): Promise<void> => {
    await flow.call('task.change', { task: id, change: values });
    await host.refresh();
  };
  return { ...opened, flow, host, now, change };
}

/** Waits until something holds of the stored card. */
async function untilCard({ now }: Shown, holds: (task: Task) => boolean): Promise<void> {
  await eventually(async () => assert.ok(holds(await now())));
}

test('a field is saved by Enter and by leaving it; Escape takes back what was typed', async (t) => {
  const shown = await showCard(t, { labels: ['bug'] });
  const { page } = shown;
  await page.getByLabel('Title').fill('Write the lexer');
  await page.getByLabel('Title').press('Enter');
  await untilCard(shown, ({ title }) => title === 'Write the lexer');
  await page.getByLabel('Labels').fill('bug, ui , bug');
  await page.getByLabel('Due').focus();
  await untilCard(shown, ({ labels }) => labels.join() === 'bug,ui');
  await page.getByLabel('Labels').fill('nonsense');
  await page.getByLabel('Labels').press('Escape');
  assert.equal(await page.getByLabel('Labels').inputValue(), 'bug, ui');
  await page.getByLabel('Priority').selectOption('P0');
  await untilCard(shown, ({ priority }) => priority === 'P0');
});

test('what cannot be saved is said beside its field, to screen readers too, and stays to be mended', async (t) => {
  const shown = await showCard(t);
  const { page } = shown;
  await page.getByText('Limits').click();
  const steps = page.getByRole('textbox', { name: 'Steps' });
  await steps.fill('many');
  await steps.press('Enter');
  assert.equal(await steps.getAttribute('aria-invalid'), 'true');
  assert.match(await page.locator('#trouble-steps').innerText(), /A number is expected/);
  assert.match(await page.getByRole('status').innerText(), /Steps: A number is expected/);
  await steps.fill('12');
  await steps.press('Enter');
  await untilCard(shown, ({ budget }) => budget.steps === 12);
  assert.equal(await page.locator('#trouble-steps .problem').count(), 0);
});

test('a change from elsewhere shows at once, but not in the field that is being typed in; leaving that asks', async (t) => {
  const shown = await showCard(t, { description: 'old text' });
  const { page } = shown;
  await page.getByRole('button', { name: 'Edit Description' }).click();
  const text = page.getByRole('textbox', { name: 'Description' });
  await page.getByLabel('Title').fill('Mine');
  await shown.change({ title: 'Theirs', labels: ['new'] });
  await eventually(async () => assert.equal(await page.getByLabel('Labels').inputValue(), 'new'));
  assert.equal(await page.getByLabel('Title').inputValue(), 'Mine');
  await page.getByLabel('Labels').focus();
  await page.getByText('Changed elsewhere meanwhile to: Theirs').waitFor();
  assert.equal((await shown.now()).title, 'Theirs');
  await page.getByRole('button', { name: 'Keep Mine' }).click();
  await untilCard(shown, ({ title }) => title === 'Mine');
  await page.getByLabel('Title').fill('Mine again');
  await shown.change({ title: 'Theirs again' });
  await page.getByLabel('Title').press('Enter');
  await page.getByRole('button', { name: 'Take Theirs' }).click();
  assert.equal(await page.getByLabel('Title').inputValue(), 'Theirs again');
  assert.equal(await text.count(), 0);
});

test('a description is read as Markdown and written as text; a pause in typing saves it', async (t) => {
  const shown = await showCard(t, { description: '**bold** in `src/a.ts:12`' });
  const { page, host } = shown;
  assert.equal(await page.locator('.description strong').innerText(), 'bold');
  await page.getByRole('link', { name: 'src/a.ts:12' }).click();
  await eventually(async () =>
    assert.deepEqual(host.asked.at(-1), { type: 'file-open', place: { path: 'src/a.ts', line: 12, column: null }, takeFocus: false }),
  );
  await page.getByRole('button', { name: 'Edit Description' }).click();
  const text = page.getByRole('textbox', { name: 'Description' });
  await text.fill('# New\n');
  await untilCard(shown, ({ description }) => description === '# New\n');
  assert.equal(await text.isVisible(), true, 'saving does not end the writing');
  await text.press('Control+Enter');
  assert.equal(await page.locator('.description').getByRole('heading', { name: 'New' }).innerText(), 'New');
  assert.equal(await page.evaluate<string>(`document.activeElement.getAttribute('aria-label')`), 'Edit Description');
});

test('a key that may close the tab saves first what was typed; keys of the text do not', async (t) => {
  const shown = await showCard(t);
  const { page, host } = shown;
  await page.getByRole('button', { name: /^Say what is to be done/ }).click();
  await page.getByRole('textbox', { name: 'Description' }).pressSequentially('Half');
  await page.keyboard.press('Control+a');
  assert.equal(host.asked.filter(({ type }) => type === 'card-edit').length, 0);
  await page.keyboard.press('Control+F4');
  const sent = await shown.sent();
  assert.deepEqual(
    sent.flatMap((each) => ((each as { type: string }).type === 'card-edit' ? [(each as { change: unknown }).change] : [])),
    [{ description: 'Half' }],
  );
});

test('a due date is a day, with a time where one is wanted, and one that does not exist is not taken for none', async (t) => {
  const shown = await showCard(t);
  const { page } = shown;
  const day = page.getByLabel('Due');
  await day.fill('2026-12-31');
  await day.press('Enter');
  await untilCard(shown, ({ due }) => due === '2026-12-31');
  await page.getByLabel('Time of the day').fill('18:00');
  await page.getByLabel('Labels').focus();
  await untilCard(shown, ({ due }) => due === new Date(2026, 11, 31, 18).getTime());
  await page.getByLabel('Time of the day').fill('');
  await page.getByLabel('Labels').focus();
  await untilCard(shown, ({ due }) => due === '2026-12-31');
  await day.focus();
  await page.keyboard.type('02'); // February has no 31st
  await page.getByLabel('Labels').focus();
  await eventually(async () => assert.match(await page.locator('#trouble-due').innerText(), /A date is expected/));
  assert.equal((await shown.now()).due, '2026-12-31');
  await day.fill('');
  await page.getByLabel('Labels').focus();
  await untilCard(shown, ({ due }) => due === null);
});

test('what is due today is not overdue, what was due yesterday is', async (t) => {
  const two = (part: number): string => String(part).padStart(2, '0');
  const dayFromToday = (days: number): string => {
    const now = new Date();
    const at = new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, 12);
    return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  };
  const shown = await showCard(t, { due: dayFromToday(-1) });
  await shown.page.getByText(/^Overdue since/).waitFor();
  await shown.change({ due: dayFromToday(0) });
  await shown.page.getByText(/^Overdue since/).waitFor({ state: 'detached' });
});

test('shows which cards wait for it, and why and until when it should be done', async (t) => {
  const shown = await showCard(t, { due: 1, status: 'queued' }, (flow, { id }) =>
    flow.add({ title: `Afterwards, ${'at last '.repeat(20)}`, dependsOn: [id] }),
  );
  const { page } = shown;
  await page.getByText(/^Overdue since/).waitFor();
  await page.getByText('Does not start yet: the queue is off.').waitFor();
  await page.getByText('Dependencies', { exact: true }).click();
  await page.getByRole('list', { name: 'Wait for this card' }).getByRole('button', { name: '#3 Afterwards' }).click();
  assert.equal(
    await page.evaluate<boolean>('document.documentElement.scrollWidth > document.documentElement.clientWidth'),
    false,
    'a long title is cut, not the page',
  );
  await eventually(async () => assert.equal(shown.host.asked.at(-1)?.type, 'card-open'));
});

test('what was typed and not saved survives a reload of the page', async (t) => {
  const shown = await showCard(t);
  const { page } = shown;
  await page.getByLabel('Title').fill('Half a ti');
  await page.reload();
  await untilCard(shown, ({ title }) => title === 'Half a ti');
});

test('a check is guessed, added, changed and removed only by the person; a proposed one counts once it is accepted', async (t) => {
  const propose = (flow: Flow, { id }: Task, command: string): Promise<Task> =>
    flow.app.tasks.change(id, { checks: [{ kind: 'command', command, timeLimit: 10 }] }, agent);
  const shown = await showCard(t, {}, (flow, task) => propose(flow, task, 'curl x | sh \u202e#'));
  const { page } = shown;
  assert.deepEqual(
    (await shown.now()).checks.map(({ state }) => state),
    ['proposed'],
  );
  assert.equal(await page.locator('.check-title code').innerText(), 'curl x | sh <U+202E>#');
  const accept = page.getByRole('button', { name: 'Accept Check', exact: true });
  await accept.click();
  await page.getByText('cannot be shown as they are').first().waitFor();
  assert.deepEqual(
    (await shown.now()).checks.map(({ state }) => state),
    ['proposed'],
  );
  await propose(shown.flow, await shown.now(), 'curl x | sh');
  await shown.host.refresh();
  await page.getByText('curl x | sh', { exact: true }).waitFor();
  await accept.click();
  await untilCard(shown, ({ checks }) => checks[0]?.state === 'accepted');
  await page.getByRole('button', { name: 'Add check npm test' }).click();
  await untilCard(shown, ({ checks }) => checks[1]?.spec.kind === 'command' && checks[1].spec.command === 'npm test');
  await eventually(async () => assert.equal(await page.getByText('From package.json').count(), 0));
  await page.getByRole('button', { name: 'Add Check', exact: true }).click();
  await page.getByLabel('Passes when').selectOption('present');
  await page.getByLabel('File or pattern').press('Enter');
  assert.match(await page.getByRole('alert').innerText(), /Name a file/);
  await page.getByLabel('File or pattern').fill('dist/*.js');
  await page.getByLabel('File or pattern').press('Enter');
  await untilCard(shown, ({ checks }) => checks.length === 3);
  await page.getByRole('button', { name: /Remove Check curl/ }).click();
  await untilCard(shown, ({ checks }) => checks.length === 2);
});

test('cards are linked by number and by words, and a circle is refused in words', async (t) => {
  const shown = await showCard(t, {}, (flow, { id }) => flow.call('task.change', { task: 1, change: { dependsOn: [id] } }));
  const { page } = shown;
  await page.getByText('Dependencies').click();
  const related = page.getByRole('combobox', { name: /Related/ });
  await related.fill('anoth');
  await page.getByRole('option', { name: /#1 Another card/ }).waitFor();
  await related.press('Enter');
  await untilCard(shown, ({ relations }) => relations.length === 1);
  await page.getByRole('combobox', { name: /Waits for/ }).fill('#1');
  await page.getByRole('option', { name: /#1 Another card/ }).click();
  await page.getByText('These tasks would wait for each other').first().waitFor();
  await page.getByRole('button', { name: 'Remove #1 Another card' }).click();
  await untilCard(shown, ({ relations }) => relations.length === 0);
});

test('comments are added, and commands and runs are asked of the window', async (t) => {
  const shown = await showCard(t);
  const { page, host } = shown;
  await page.getByRole('textbox', { name: 'New comment' }).fill('Looks **good**');
  await page.getByRole('textbox', { name: 'New comment' }).press('Control+Enter');
  assert.equal(await page.locator('.comments strong').nth(1).innerText(), 'good');
  await page.getByRole('button', { name: 'Run' }).click();
  await eventually(async () => assert.deepEqual(host.asked.at(-1), { type: 'card-command', command: 'rota.runCard' }));
  await page.getByLabel('Status').selectOption('queued');
  await untilCard(shown, ({ status }) => status === 'queued');
});

test('a file that hangs off the card is opened and saved through the window', async (t) => {
  const shown = await showCard(t, {}, async ({ store }, { id }) => {
    const hash = await store.putBlob(new TextEncoder().encode('# Report'));
    await store.addArtifact(
      { id: 'a1', task: id, run: null, name: 'report.md', mediaType: 'text/markdown', size: 8, hash },
      { actor: agent.actor, at: 1 },
    );
  });
  const { page, host } = shown;
  await page.getByRole('button', { name: /report\.md text\/markdown, 8 bytes/ }).click();
  await page.getByRole('button', { name: 'Save report.md As…' }).click();
  await eventually(async () =>
    assert.deepEqual(host.asked.slice(-2), [
      { type: 'artifact-open', artifact: 'a1' },
      { type: 'artifact-save', artifact: 'a1' },
    ]),
  );
});

test('hostile words are shown as words', async (t) => {
  const hostile = '<img src=x onerror="document.title=1"> \u202eevil';
  const shown = await showCard(t, { title: hostile, description: `<script>document.title=1</script>\n\n${hostile}` });
  const { page } = shown;
  assert.equal(await page.locator('img, script:not([src])').count(), 0);
  assert.match(await page.locator('.description').innerText(), /<img src=x onerror="document.title=1"> <U\+202E>evil/);
  await page.getByText('The title has invisible characters: <img').waitFor();
  assert.equal(await page.title(), 'Page');
});

test('axe finds nothing, with everything open, also in 300 pixels', async (t) => {
  const shown = await showCard(
    t,
    { description: '# Text\n\n```ts\nlet a\n```\n', dependsOn: [], labels: ['a'] },
    (flow, { id }) => flow.app.tasks.change(id, { checks: [npmTest] }, agent),
    300,
  );
  const { page } = shown;
  for (const summary of await page.locator('summary').all()) await summary.click();
  await page.getByRole('button', { name: 'Add Check', exact: true }).click();
  await page.getByRole('combobox', { name: /Waits for/ }).focus();
  assert.deepEqual(await axeViolations(page.mainFrame()), []);
  assert.ok((await page.evaluate<number>('document.documentElement.scrollWidth')) <= 300, 'nothing sticks out');
});
