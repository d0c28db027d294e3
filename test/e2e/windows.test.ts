import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, it } from 'node:test';
import { promisify } from 'node:util';
import type { Frame } from 'playwright-core';
import type { Task } from '../../src/core/model/task.ts';
import type { TaskStore } from '../../src/core/store/taskStore.ts';
import { openStore } from '../../src/node/openStore.ts';
import { findStorePlace } from '../../src/node/storePlace.ts';
import { describeEditor } from '../support/editor/describeEditor.ts';
import type { Editor } from '../support/editor/editor.ts';
import { eventually } from '../support/editor/eventually.ts';
import { killIfThere } from '../support/editor/hostProcesses.ts';
import { rotaBeside } from '../support/editor/rotaBeside.ts';
import { countShown, readShownBoard } from '../support/editor/shownBoard.ts';
import type { ServedReply } from '../support/modelReplies.ts';
import { startModelServer, type Answer, type ServedRequest } from '../support/modelServer.ts';

const execute = promisify(execFile);
const changer = join(import.meta.dirname, '../support/cardChanger.ts');
/** Processes that change cards, cards of each, rounds over them: 3 × 20 × (1 + 11) changes. */
const [PROCESSES, CARDS, ROUNDS] = [3, 20, 11];
/** Cards that each window moves to and fro so many times: 2 × 35 × 4 changes. */
const [MOVED, MOVES] = [35, 4];
/** Far more than it takes (each test prints what it took): the machine may be slow, and has two windows to draw. */
const NEXT_CHANGE = 15_000;

const call = (name: string, input: object): ServedReply => ({ toolCalls: [{ name, arguments: input }] });
const scripts: Record<string, readonly (ServedReply | 'hang')[]> = {
  'Ask before it': [{ text: 'First I touch a file.', ...call('run_command', { command: 'touch begun.txt' }) }, 'hang'],
};
const model = await startModelServer();
after(() => model.close());
const titleOf = ({ body }: ServedRequest): string => Object.keys(scripts).find((title) => JSON.stringify(body).includes(title)) ?? '';
model.answerEach((request): Answer => {
  const said = (request.body['messages'] as { role: string }[]).filter(({ role }) => role === 'assistant').length;
  const reply = scripts[titleOf(request)]?.[said] ?? { text: 'Nothing more to do.' };
  return reply === 'hang' ? { stall: 'body', headers: { 'content-type': 'text/event-stream' } } : { reply };
});

await describeEditor('Two windows and the command line on one board', { workspace: {} }, (running) => {
  let opened: Editor | undefined;
  const first = (): Editor => running().editor;
  const second = (): Editor => opened ?? assert.fail('there is no second window');
  const boards: Frame[] = [];
  const board = (at: number): Frame => boards[at] ?? assert.fail('no board is shown');
  const rota = (...args: string[]): Promise<string> => rotaBeside(running().server, first().folder, ...args);

  it('show a card at once wherever it is made or moved', async () => {
    opened = await running().openWindow(first().folder);
    boards[0] = await openBoard(first());
    await addCard(first(), board(0), 'From the first window');
    boards[1] = await openBoard(second());
    await shows(board(1), 'To do', 'From the first window');
    await told(
      'a card of the first window in the second',
      async () => {
        await first().page.keyboard.press('Escape');
        await press(board(0), 'From the first window', 'Alt+ArrowRight');
      },
      () => shows(board(1), 'Queued', 'From the first window'),
    );
    await told(
      'a card of the second window in the first',
      () => addCard(second(), board(1), 'From the second window'),
      () => shows(board(0), 'To do', 'From the second window'),
    );
    await told(
      'a card of the command line in both',
      () => rota('task', 'add', 'From the terminal'),
      () => Promise.all([0, 1].map((at) => shows(board(at), 'To do', 'From the terminal'))),
    );
    assert.match(await rota('task', 'list'), /From the second window/);
  });

  it('change it a thousand times in turns and at once, and nothing is lost', async () => {
    const { rotaData } = running().server;
    const store = await openStore(findStorePlace(first().folder), { create: false, dataFolder: rotaData, notify: () => undefined });
    try {
      for (const name of ['Ada', 'Bob'])
        for (let card = 1; card <= MOVED; card++)
          await store.createTask({ title: `${name} ${card}` }, 'test', { actor: { kind: 'person', name: 'test' }, at: Date.now() });
      const begun = performance.now();
      const processes = Array.from({ length: PROCESSES }, (_, at) =>
        execute(process.execPath, [changer, first().folder, rotaData, `process ${at + 1}`, String(CARDS), String(ROUNDS)]),
      );
      await Promise.all([moveToAndFro(first(), board(0), 'Ada'), moveToAndFro(second(), board(1), 'Bob'), ...processes]);
      console.error(
        `  ${PROCESSES * CARDS * (1 + ROUNDS) + 2 * MOVED * MOVES} changes of ${PROCESSES} processes and 2 windows took ${Math.round(performance.now() - begun)} ms`,
      );
      await assertNothingLost(store);
      const expected = (await store.listTasks({ status: ['todo'], limit: 1000 })).items.map(({ title }) => title);
      for (const page of boards) await eventually(async () => assert.deepEqual((await readShownBoard(page))['To do'], expected));
      assert.deepEqual(await readShownBoard(board(0)), await readShownBoard(board(1)));
    } finally {
      await store.close();
    }
  });

  it('go on when the extension host that owns the board is killed, and it comes back as one of them', async () => {
    const { server } = running();
    const [killed = assert.fail(), other = assert.fail()] = [
      server.findOwner(first().folder),
      server.extensionHosts().find((id) => id !== server.findOwner(first().folder)),
    ];
    await writeNewCard(second(), board(1), 'After the death');
    killIfThere(killed);
    await told(
      'the next change after the owner was killed',
      () => second().page.keyboard.press('Enter'),
      () => shows(board(1), 'To do', 'After the death'),
      NEXT_CHANGE,
    );
    assert.equal(server.findOwner(first().folder), other);
    await eventually(async () => assert.equal(server.extensionHosts().length, 2));
    // The page of the dead host may still be there for a while.
    await eventually(async () => {
      boards[0] = await openBoard(first());
      await board(0).locator('.columns').getByText('From the first window').waitFor({ timeout: 2000 });
      await shows(board(0), 'To do', 'After the death', 5000);
    }, 120_000);
    await addCard(first(), board(0), 'From one that came back');
    await shows(board(1), 'To do', 'From one that came back');
    assert.equal(server.findOwner(first().folder), other);
  });

  it('answer and stop what runs in another window', async () => {
    await rota('agent', 'add', 'coder', '--provider', 'openai', '--base-url', model.url, '--model', 'test-model', '--mode', 'ask');
    await rota('task', 'add', 'Ask before it', '--agent', 'coder');
    boards.splice(0, 2, await openBoard(first()), await openBoard(second()));
    for (const editor of [first(), second()]) await editor.page.getByRole('tab', { name: 'Rota' }).first().click();
    await shows(board(0), 'To do', 'Ask before it');
    await press(board(0), 'Ask before it', 'r');
    for (const editor of [first(), second()])
      await editor.tree('Inbox').getByRole('treeitem').filter({ hasText: 'asks to run: touch begun.txt' }).waitFor();
    await second().command('Rota: Show Run');
    const run = await second().frame('text=First I touch a file.');
    await second().screenshot('windows-approval');
    await told(
      'an approval of the second window in the run of the first',
      () => approve(second()),
      () => eventually(() => access(join(first().folder, 'begun.txt'))),
    );
    for (const editor of [first(), second()])
      await eventually(async () =>
        assert.equal(await editor.tree('Inbox').getByRole('treeitem').filter({ hasText: 'touch begun.txt' }).count(), 0),
      );
    await run.getByText('approved').first().waitFor();
    await eventually(async () => assert.equal(model.requests.filter((request) => titleOf(request) === 'Ask before it').length, 2));
    for (const page of boards) await page.locator('.row', { hasText: 'Ask before it' }).locator('.codicon-modifier-spin').waitFor();
    const asked = model.requests.findLast((request) => titleOf(request) === 'Ask before it');
    await told(
      'a stop of the second window at the model that the first asked',
      () => stop(second()),
      async () => asked?.disconnected,
    );
    for (const page of boards) await shows(page, 'To do', 'Ask before it');
  });

  it('tell what waits in the window that was used last, and only there', async () => {
    const front = join(findStorePlace(first().folder).folder, 'front-window');
    const frontAfter = async (editor: Editor): Promise<string> => {
      await look(editor, 'away');
      await look(editor, 'here');
      await editor.page.waitForTimeout(300);
      return readFile(front, 'utf8');
    };
    await eventually(async () => assert.notEqual(await frontAfter(first()), await frontAfter(second())));
    await look(first(), 'away');
    await look(second(), 'away');
    const number =
      /#(\d+)/.exec(await rota('task', 'add', 'Ask before it again', '--agent', 'coder', '--queue'))?.[1] ??
      assert.fail('no number is told');
    // Ends with its own code, since the run waits.
    await rota('task', 'execute', number).catch(() => undefined);
    await second().notification('asks to run: touch begun.txt');
    await first().tree('Inbox').getByRole('treeitem').filter({ hasText: 'touch begun.txt' }).waitFor();
    // Longer than news are gathered.
    await first().page.waitForTimeout(2000);
    assert.equal(await first().page.locator('.notification-toast').filter({ hasText: 'touch begun.txt' }).count(), 0);
  });
});

/** The person turns to a window, or away from it. */
async function look(editor: Editor, where: 'here' | 'away'): Promise<void> {
  await editor.page.evaluate(
    `document.hasFocus = () => ${where === 'here'}; window.dispatchEvent(new FocusEvent('${where === 'here' ? 'focus' : 'blur'}'));`,
  );
}

/** Two windows that start at once take their time. */
async function openBoard(editor: Editor): Promise<Frame> {
  return eventually(async () => {
    await editor.command('Rota: Open Board');
    return editor.frame('.columns');
  }, 120_000);
}

async function writeNewCard(editor: Editor, page: Frame, title: string): Promise<void> {
  await page.getByRole('button', { name: 'New Card in To do' }).click();
  await page.locator('.new-card textarea:focus').waitFor();
  await editor.page.keyboard.type(title);
}

async function addCard(editor: Editor, page: Frame, title: string): Promise<void> {
  await writeNewCard(editor, page, title);
  await editor.page.keyboard.press('Enter');
  await shows(page, 'To do', title);
  await editor.page.keyboard.press('Escape');
}

/** Cards out of sight are not in the page: what is looked for stands at an end of its column, or alone behind a filter. */
async function shows(page: Frame, column: string, title: string, limit?: number): Promise<void> {
  const list = page.locator('.column').filter({ has: page.getByRole('heading', { name: column, exact: true }) });
  await eventually(async () => {
    await list
      .locator('.list')
      .evaluate((element: { scrollTop: number; scrollHeight: number }) => (element.scrollTop = element.scrollHeight), undefined, {
        timeout: 5000,
      });
    await list.getByText(title, { exact: true }).waitFor({ timeout: 250 });
  }, limit);
}

async function press(page: Frame, title: string, key: string): Promise<void> {
  await page.locator('.row').filter({ hasText: title }).press(key);
}

/** Moves all cards of a name together, from column to column and back. */
async function moveToAndFro(editor: Editor, page: Frame, name: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Search cards' }).fill(`${name} `);
  await eventually(async () => assert.equal(await countShown(page, 'To do'), MOVED));
  await page
    .locator('.row')
    .first()
    .click({ modifiers: ['Control'] });
  await page.locator('.row:focus').waitFor();
  await editor.page.keyboard.press('Control+a');
  for (let move = 1; move <= MOVES; move++) {
    await editor.page.keyboard.press(move % 2 === 1 ? 'Alt+ArrowRight' : 'Alt+ArrowLeft');
    await eventually(async () => assert.equal(await countShown(page, move % 2 === 1 ? 'Queued' : 'To do'), MOVED), 120_000);
  }
  await editor.page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Show all cards' }).click();
}

async function assertNothingLost(store: TaskStore): Promise<void> {
  const cards = (await store.listTasks({ limit: 1000 })).items;
  const of = (name: string): Task[] => cards.filter(({ title }) => title.startsWith(`${name} `));
  for (let process = 1; process <= PROCESSES; process++) {
    const own = of(`process ${process}`);
    assert.deepEqual(
      own.map(({ title }) => title).sort(),
      Array.from({ length: CARDS }, (_, at) => `process ${process} ${at + 1} in round ${ROUNDS}`).sort(),
    );
    for (const { id } of own)
      assert.deepEqual(
        (await store.listComments(id)).map(({ text }) => text),
        [2, 4, 6, 8, 10].map((round) => `comment ${round}`),
      );
  }
  for (const name of ['Ada', 'Bob']) {
    assert.equal(of(name).length, MOVED);
    for (const { id, number } of of(name)) {
      const moves = (await store.listTaskEvents(id)).filter(({ type }) => type === 'status-change');
      assert.equal(moves.length, MOVES, `the moves of #${number}`);
    }
  }
}

/** A list that is open closes when a page beside it takes the keyboard: then it is opened again. */
async function approve(editor: Editor): Promise<void> {
  await eventually(async () => {
    await editor.command('Rota: Approve');
    await editor.page.locator('.quick-input-list .monaco-list-row').filter({ hasText: 'touch begun.txt' }).first().click({ timeout: 3000 });
  });
}

async function stop(editor: Editor): Promise<void> {
  await editor.command('Rota: Stop Run');
}

/** Does something, waits for what it leads to elsewhere, and prints how long that took after the doing. */
async function told(what: string, act: () => Promise<unknown>, seen: () => Promise<unknown>, limit = Infinity): Promise<void> {
  await act();
  const begun = performance.now();
  await seen();
  const took = Math.round(performance.now() - begun);
  console.error(`  ${what}: ${took} ms`);
  assert.ok(took < limit, `${what} took ${took} ms, more than ${limit}`);
}
