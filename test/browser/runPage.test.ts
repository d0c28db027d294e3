import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test, type TestContext } from 'node:test';
import type { AxeResults } from 'axe-core';
import type { Locator, Page } from 'playwright-core';
import type { RunUpdate } from '../../src/protocol/runPage.ts';
import { countContacts } from '../support/contacts.ts';
import { eventually } from '../support/editor/eventually.ts';
import { createFlow, type Flow } from '../support/flowApp.ts';
import { hostileTexts } from '../support/hostileTexts.ts';
import { noBrowser, openPages, pageScript, type OpenPage } from '../support/openPage.ts';
import { call, scriptedModel } from '../support/scriptedModel.ts';
import { shownRun } from '../support/shownRun.ts';

const source = join(import.meta.dirname, '../..');
const commands = {
  make: () => ({ exitCode: 0, output: 'built src/add.ts:1\n' }),
  'npm test': (files: { text(path: string): string | undefined }) =>
    files.text('src/add.ts')?.includes('+') === true ? { exitCode: 0, output: 'ok' } : { exitCode: 1, output: 'expected 3, got -1' },
};
const fixed = 'export const add = (a: number, b: number) => a + b;\n';

let pages: Awaited<ReturnType<typeof openPages>>;
before(async () => {
  if (noBrowser === false) pages = await openPages();
});
after(() => pages?.close());

interface RunOptions {
  readonly width?: number;
  readonly height?: number;
  readonly before?: string;
}

/** `before` runs in the page before it is told of the run. */
async function openRun(t: TestContext, update: RunUpdate, { before, ...size }: RunOptions = {}): Promise<OpenPage> {
  const opened = await pages.open({ script: pageScript('run'), ...size });
  t.after(() => opened.close());
  if (before !== undefined) await opened.page.evaluate(before);
  await opened.tell(update);
  return opened;
}

/** In a page: time goes on only when the test lets it, so that it does not matter how long a busy machine takes for each step. */
const ownClock = `(() => {
  let now = 0;
  performance.now = () => now;
  globalThis.pass = (milliseconds) => void (now += milliseconds);
})()`;

async function workedRun(): Promise<{ flow: Flow; update: Extract<RunUpdate, { type: 'run-snapshot' }> }> {
  const model = scriptedModel(
    {
      text: 'I will **look** at `src/add.ts:1` first.',
      reasoning: 'The sign may be wrong.',
      toolCalls: [call('read_file', { path: 'src/add.ts' })],
    },
    { text: 'The sign is wrong.', toolCalls: [call('write_file', { path: 'src/add.ts', content: fixed })] },
    { toolCalls: [call('run_command', { command: 'make' })] },
    { text: 'I corrected the sign.' },
  );
  const flow = await createFlow({
    files: { 'src/add.ts': 'export const add = (a: number, b: number) => a - b;\n' },
    commands,
    model,
    answers: [{ kind: 'approve', scope: 'once' }],
  });
  const card = await flow.add({
    title: 'Fix add',
    description: 'It subtracts.',
    checks: [{ kind: 'command', command: 'npm test', timeLimit: 300 }],
  });
  await flow.execute(card);
  return { flow, update: await shownRun(flow, card) };
}

async function waitingRun(
  reply: ReturnType<typeof call>,
  agent: { mode?: 'ask' | 'edit' } = {},
): Promise<Extract<RunUpdate, { type: 'run-snapshot' }>> {
  const flow = await createFlow({ commands, model: scriptedModel({ text: 'One moment.', toolCalls: [reply] }), agent });
  const card = await flow.add({ title: 'Build' });
  await flow.execute(card);
  return shownRun(flow, card);
}

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(await readFile(join(source, 'node_modules/axe-core/axe.min.js'), 'utf8'));
  const found = await page.evaluate(() => (globalThis as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run());
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

async function sentOf(opened: OpenPage, type: string): Promise<unknown[]> {
  return (await opened.sent()).filter((message) => (message as { type: string }).type === type);
}

test('a run is shown from its log: words, thoughts, calls with their diff and output, checks, the end', { skip: noBrowser }, async (t) => {
  const { update } = await workedRun();
  const { page } = await openRun(t, update);
  const text = await page.locator('main').innerText();
  for (const part of [
    '#1 Fix add',
    'coder',
    '4 steps',
    'Check before the work: npm test (exit code 1)',
    'I will look at src/add.ts:1 first.',
    'Thoughts',
    'Read src/add.ts',
    '+1 −1',
    'person approved it.',
    'Run: make',
    'I corrected the sign.',
    'Check: npm test (exit code 0)',
    'The run finished.',
  ]) {
    assert.ok(text.includes(part), `"${part}" is missing in:\n${text}`);
  }
  await page.getByText('Replace the content of src/add.ts').click();
  assert.equal((await page.locator('.diff .removed').innerText()).trim(), '-export const add = (a: number, b: number) => a - b;');
  await page.locator('.tool > summary', { hasText: 'Run: make' }).click();
  await page.locator('pre.output').filter({ hasText: 'built src/add.ts:1' }).waitFor();
  assert.equal(await page.getByRole('button', { name: 'Stop' }).count(), 0);
});

test('the page has no fault that axe knows, and axe finds one that is planted', { skip: noBrowser }, async (t) => {
  const { update } = await workedRun();
  const { page } = await openRun(t, update);
  for (const summary of await page.locator('summary').all()) await summary.click();
  assert.deepEqual(await violations(page), []);
  const waiting = await openRun(t, await waitingRun(call('ask_user', { question: 'Tabs or spaces?', choices: ['tabs', 'spaces'] })));
  assert.deepEqual(await violations(waiting.page), []);
  await page.evaluate("document.querySelector('main').append(document.createElement('button'))");
  assert.match((await violations(page)).join(), /button-name/);
});

test('live words grow, a recorded reply replaces them, and the page follows the end until the person scrolls up', {
  skip: noBrowser,
}, async (t) => {
  const { update } = await workedRun();
  const running = {
    ...update,
    head: { ...update.head, run: { ...update.head.run, status: 'running' as const, endedAt: null } },
    events: update.events.slice(0, 4),
  };
  const opened = await openRun(t, running, { height: 260 });
  const { page } = opened;
  const run = update.head.run.id;
  const untilAtEnd = (expected: boolean): Promise<unknown> =>
    page.waitForFunction(
      `(() => { const box = document.querySelector('.scroller'); return (box.scrollHeight - box.scrollTop - box.clientHeight < 30) === ${expected}; })()`,
    );
  for (let part = 0; part < 40; part++)
    await opened.tell({ type: 'run-progress', run, events: [], live: [{ kind: 'text', text: `Paragraph ${part} with **weight**.\n\n` }] });
  await page.getByText('Paragraph 39').waitFor();
  assert.equal(await page.locator('.message.live strong').count(), 40);
  await untilAtEnd(true);
  await page.locator('.scroller').hover();
  await page.mouse.wheel(0, -400);
  await page.getByRole('button', { name: 'Jump to Latest' }).waitFor();
  assert.equal(
    await page.evaluate(
      `document.querySelector('.scroller').getBoundingClientRect().bottom <= document.querySelector('.jump').getBoundingClientRect().top`,
    ),
    true,
    'the button hides no words',
  );
  await opened.tell({ type: 'run-progress', run, events: [], live: [{ kind: 'text', text: 'One more.\n\n' }] });
  await page.getByText('One more.').waitFor();
  await untilAtEnd(false);
  await page.getByRole('button', { name: 'Jump to Latest' }).click();
  await untilAtEnd(true);
  await opened.tell({ type: 'run-progress', run, events: update.events.slice(4), live: [] });
  await page.getByText('The run finished.').waitFor();
  assert.equal(await page.locator('.message.live').count(), 0);
});

test('a stop is told once, with who did it', { skip: noBrowser }, async (t) => {
  const { update } = await workedRun();
  const events = update.events.map(({ body, ...event }) => ({
    ...event,
    body: body.type === 'run-end' ? { ...body, status: 'canceled' as const, message: 'Stopped by a person.' } : body,
  }));
  const { page } = await openRun(t, { ...update, events });
  assert.equal((await page.locator('.end').innerText()).trim(), 'Stopped by a person.');
});

test('content that grows under a scroll is not taken for a person who scrolls up', { skip: noBrowser }, async (t) => {
  const { update } = await workedRun();
  const { page } = await openRun(t, update, { height: 260 });
  await page.getByText('The run finished.').waitFor();
  await page.evaluate(`(() => {
    const box = document.querySelector('.scroller');
    const grown = document.createElement('div');
    grown.style.height = '500px';
    document.querySelector('.content').append(grown);
    box.dispatchEvent(new Event('scroll'));
  })()`);
  await page.waitForTimeout(200);
  assert.equal(await page.getByRole('button', { name: 'Jump to Latest' }).count(), 0);
  assert.ok(
    Number(
      await page.evaluate(
        "(() => { const box = document.querySelector('.scroller'); return box.scrollHeight - box.scrollTop - box.clientHeight; })()",
      ),
    ) < 24,
  );
});

test('a command waits with everything that decides, in place; a press counts only once the buttons stood still, and they look like it', {
  skip: noBrowser,
}, async (t) => {
  const opened = await openRun(t, await waitingRun(call('run_command', { command: 'make' })), { before: ownClock });
  const { page } = opened;
  const press =
    "[...document.querySelectorAll('button')].find((each) => each.textContent === 'Approve').dispatchEvent(new MouseEvent('click', { bubbles: true, detail: 1 }))";
  const approve = (disabled: boolean): Locator => page.getByRole('button', { name: 'Approve', exact: true, disabled });
  await approve(true).waitFor();
  await page.evaluate(`pass(499); ${press}`);
  assert.match(await page.locator('.request').innerText(), /command\s+make\s+in folder\s+[\s\S]*asks because\s+it runs a command/);
  await approve(true).waitFor();
  for (const shift of ['transform = "translateX(40px)"', 'width = "300px"', 'paddingTop = "30px"']) {
    await page.evaluate('pass(501)');
    await approve(false).waitFor();
    await page.evaluate(`document.querySelector('.content').style.${shift}`);
    await approve(true).waitFor();
    await page.evaluate(`pass(499); ${press}`);
  }
  assert.deepEqual(await sentOf(opened, 'request-answer'), []);
  await page.evaluate('pass(501)');
  await approve(false).click();
  const [answer] = await eventually(async () => {
    const answers = (await sentOf(opened, 'request-answer')) as { answer: unknown }[];
    assert.equal(answers.length, 1);
    return answers;
  });
  assert.deepEqual(answer?.answer, { kind: 'approve', scope: 'once' });
});

test('a run that waits although nothing is asked any more says so, and can be continued or stopped', { skip: noBrowser }, async (t) => {
  const update = await waitingRun(call('run_command', { command: 'make' }));
  const opened = await openRun(t, update);
  const { page } = opened;
  const left = page.getByText('Nothing is asked any more');
  await page.locator('.request').waitFor();
  assert.equal(await left.count(), 0);
  const asksNothing = { ...update.head, requests: [] };
  await opened.tell({ type: 'run-head', head: { ...asksNothing, held: true } });
  await page.locator('.request').waitFor({ state: 'detached' });
  assert.equal(await left.count(), 0);
  await opened.tell({ type: 'run-head', head: asksNothing });
  await left.waitFor();
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.locator('.request').getByRole('button', { name: 'Stop' }).click();
  assert.deepEqual((await opened.sent()).slice(-2), [
    { type: 'run-continue', task: update.head.card.id },
    { type: 'run-stop', task: update.head.card.id },
  ]);
});

test('keys alone answer: a refusal with a note, a question in own words', { skip: noBrowser }, async (t) => {
  const opened = await openRun(t, await waitingRun(call('write_file', { path: 'a.txt', content: 'hello\n' }), { mode: 'ask' }));
  const { page } = opened;
  await opened.tell({ type: 'run-reveal', request: (await page.locator('.request').getAttribute('data-request')) ?? '' });
  await page.waitForTimeout(100);
  for (let presses = 0; presses < 10; presses++) {
    await page.keyboard.press('Tab');
    if ((await page.evaluate('document.activeElement.textContent')) === 'Reject with Note…') break;
  }
  await page.keyboard.press('Enter');
  await page.keyboard.type('Use b.txt.');
  await page.keyboard.press('Control+Enter');
  assert.deepEqual(((await sentOf(opened, 'request-answer')) as { answer: unknown }[])[0]?.answer, { kind: 'reject', note: 'Use b.txt.' });
  const asked = await openRun(t, await waitingRun(call('ask_user', { question: 'Tabs or spaces?', choices: ['tabs', 'spaces'] })));
  await asked.page.locator('textarea').focus();
  await asked.page.keyboard.type('both');
  await asked.page.keyboard.press('Control+Enter');
  assert.deepEqual(((await sentOf(asked, 'request-answer')) as { answer: unknown }[])[0]?.answer, { kind: 'text', text: 'both' });
});

test('hostile texts in every place of a log contact nobody', { skip: noBrowser }, async (t) => {
  const server = await countContacts();
  t.after(() => server.close());
  const { update } = await workedRun();
  const hostile = Object.values(hostileTexts(server.base)).join('\n\n');
  const taint = (value: unknown): unknown => {
    if (typeof value === 'string') return value.includes(' ') ? hostile : value;
    if (Array.isArray(value)) return value.map(taint);
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, taint(inner)]));
  };
  const opened = await pages.open({ script: pageScript('run'), policy: false });
  t.after(() => opened.close());
  await opened.tell({
    ...(taint(update) as object),
    live: [
      { kind: 'text', text: hostile },
      { kind: 'reasoning', text: hostile },
    ],
  });
  await opened.page.locator('.message').first().waitFor();
  for (const summary of await opened.page.locator('summary').all()) await summary.click();
  await opened.page.waitForTimeout(500);
  assert.equal(server.count(), 0);
});

test('five thousand entries stay light: one more costs no frame', { skip: noBrowser }, async (t) => {
  const { update } = await workedRun();
  const events = Array.from({ length: 5_000 }, (_, at) => ({
    seq: at + 1,
    at: 1,
    task: update.head.card.id,
    body: { type: 'status' as const, message: `Step ${at} in src/a.ts:${at + 1}` },
  }));
  const opened = await openRun(t, { ...update, events });
  await opened.page.getByText('Step 4999').waitFor();
  const took = await opened.page.evaluate(`(async () => {
    const start = performance.now();
    for (let at = 0; at < 20; at++) {
      dispatchEvent(new MessageEvent('message', { data: { type: 'run-progress', run: ${JSON.stringify(update.head.run.id)}, events: [{ ...${JSON.stringify(events[0])}, seq: 5001 + at }], live: [] } }));
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
    return (performance.now() - start) / 20;
  })()`);
  assert.ok(Number(took) < 100, `${String(took)} ms`);
});
