import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, it } from 'node:test';
import { promisify } from 'node:util';
import type { Frame, Locator } from 'playwright-core';
import type { Task } from '../../src/core/model/task.ts';
import type { TaskStore } from '../../src/core/store/taskStore.ts';
import { openStore } from '../../src/node/openStore.ts';
import { findStorePlace } from '../../src/node/storePlace.ts';
import { type BoardBeside, withBoard } from '../support/editor/boardBeside.ts';
import { describeEditor } from '../support/editor/describeEditor.ts';
import type { Editor } from '../support/editor/editor.ts';
import type { EditorServer } from '../support/editor/editorServer.ts';
import { eventually } from '../support/editor/eventually.ts';
import { killIfThere } from '../support/editor/hostProcesses.ts';
import { patience } from '../support/editor/patience.ts';
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

const call = (name: string, input: object): ServedReply => ({ toolCalls: [{ name, arguments: input }] });
const scripts: Record<string, readonly (ServedReply | 'hang')[]> = {
  'Ask before it': [{ text: 'First I touch a file.', ...call('run_command', { command: 'touch begun.txt' }) }, 'hang'],
  'Ask behind': [call('run_command', { command: 'touch behind.txt' })],
  'Ask in front': [call('run_command', { command: 'touch front.txt' })],
};
const model = await startModelServer();
after(() => model.close());
const titleOf = ({ body }: ServedRequest): string => Object.keys(scripts).find((title) => JSON.stringify(body).includes(title)) ?? '';
model.answerEach((request): Answer => {
  const said = (request.body['messages'] as { role: string }[]).filter(({ role }) => role === 'assistant').length;
  const reply = scripts[titleOf(request)]?.[said] ?? { text: 'Nothing more to do.' };
  return reply === 'hang' ? { stall: 'body', headers: { 'content-type': 'text/event-stream' } } : { reply };
});

/** A board with an agent. */
async function prepare(folder: string, server: EditorServer): Promise<void> {
  await withBoard(server, folder, (board) =>
    board.addAgent({ name: 'coder', model: { provider: 'openai', baseUrl: model.url, model: 'test-model' }, mode: 'ask' }),
  );
}

await describeEditor('Two windows and the command line on one board', { workspace: {}, prepare }, (running) => {
  /** The first window and another one on its folder. */
  const bothWindows = async (): Promise<[Editor, Editor]> => [running().editor, await running().secondWindow()];
  const beside = <T>(act: (board: BoardBeside) => Promise<T>): Promise<T> => withBoard(running().server, running().editor.folder, act);

  it('show a card at once wherever it is made or moved', async () => {
    const [first, second] = await bothWindows();
    const rota = (...args: string[]): Promise<string> => rotaBeside(running().server, first.folder, ...args);
    const boards = [await openBoard(first)];
    await addCard(first, board(boards, 0), 'From the first window');
    boards.push(await openBoard(second));
    await shows(board(boards, 1), 'To do', 'From the first window');
    await told(
      'a card of the first window in the second',
      () => press(board(boards, 0), 'From the first window', 'Alt+ArrowRight'),
      () => shows(board(boards, 1), 'Queued', 'From the first window'),
    );
    await told(
      'a card of the second window in the first',
      () => addCard(second, board(boards, 1), 'From the second window'),
      () => shows(board(boards, 0), 'To do', 'From the second window'),
    );
    await told(
      'a card of the command line in both',
      () => rota('task', 'add', 'From the terminal'),
      () => Promise.all(boards.map((page) => shows(page, 'To do', 'From the terminal'))),
    );
    assert.match(await rota('task', 'list', '--search', 'From the second window'), /From the second window/);
  });

  it('change it a thousand times in turns and at once, and nothing is lost', async () => {
    const [first, second] = await bothWindows();
    const { rotaData } = running().server;
    const boards = [await openBoard(first), await openBoard(second)] as const;
    const store = await openStore(findStorePlace(first.folder), { create: false, dataFolder: rotaData, notify: () => undefined });
    try {
      for (const name of ['Ada', 'Bob'])
        for (let card = 1; card <= MOVED; card++)
          await store.createTask({ title: `${name} ${card}` }, 'test', { actor: { kind: 'person', name: 'test' }, at: Date.now() });
      const begun = performance.now();
      const processes = Array.from({ length: PROCESSES }, (_, at) =>
        execute(process.execPath, [changer, first.folder, rotaData, `process ${at + 1}`, String(CARDS), String(ROUNDS)]),
      );
      await Promise.all([moveToAndFro(first, boards[0], 'Ada'), moveToAndFro(second, boards[1], 'Bob'), ...processes]);
      console.error(
        `  ${PROCESSES * CARDS * (1 + ROUNDS) + 2 * MOVED * MOVES} changes of ${PROCESSES} processes and 2 windows took ${Math.round(performance.now() - begun)} ms`,
      );
      // A page shows cards where they were moved to before the move is through.
      await eventually(() => assertNothingLost(store));
      const expected = (await store.listTasks({ status: ['todo'], limit: 1000 })).items.map(({ title }) => title);
      for (const page of boards) await eventually(async () => assert.deepEqual((await readShownBoard(page))['To do'], expected));
      assert.deepEqual(await readShownBoard(boards[0]), await readShownBoard(boards[1]));
    } finally {
      await store.close();
    }
  });

  it('go on when the extension host that owns the board is killed, and it comes back as one of them', async () => {
    const { server } = running();
    const [first, second] = await bothWindows();
    const { folder } = first;
    const boards = new Map([
      [first, await openBoard(first)],
      [second, await openBoard(second)],
    ]);
    const hosts = [await first.extensionHost(), await second.extensionHost()];
    const killed = await eventually(async () => {
      const owner = server.findOwner(folder);
      return owner !== undefined && hosts.includes(owner)
        ? owner
        : assert.fail(`${owner} owns the board, not one of ${hosts.join(' and ')}`);
    });
    await eventually(async () => assert.deepEqual(server.extensionHosts().sort(), hosts.toSorted()));
    const [dead, alive] = killed === hosts[0] ? [first, second] : [second, first];
    const page = boards.get(alive) ?? assert.fail();
    await addCard(alive, page, 'Before the death');
    await writeNewCard(alive, page, 'After the death');
    killIfThere(killed);
    await told(
      'the next change after the owner was killed',
      () => alive.page.keyboard.press('Enter'),
      () => shows(page, 'To do', 'After the death'),
    );
    assert.equal(server.findOwner(folder), await alive.extensionHost());
    await eventually(async () => assert.equal(server.extensionHosts().length, 2));
    // The page of the dead host may still be there for a while.
    const again = await eventually(async () => {
      const shown = await openBoard(dead);
      await shows(shown, 'To do', 'Before the death', patience.attempt);
      await shows(shown, 'To do', 'After the death', patience.attempt);
      return shown;
    });
    await addCard(dead, again, 'From one that came back');
    await shows(page, 'To do', 'From one that came back');
    assert.equal(server.findOwner(folder), await alive.extensionHost());
  });

  it('answer and stop what runs in another window', async () => {
    const [first, second] = await bothWindows();
    const [task = assert.fail()] = await beside((board) => board.addCards({ title: 'Ask before it', agent: 'coder' }));
    const boards = [await openBoard(first), await openBoard(second)] as const;
    for (const editor of [first, second]) await editor.showViews();
    await shows(boards[0], 'To do', 'Ask before it');
    await press(boards[0], 'Ask before it', 'r');
    for (const editor of [first, second]) await inboxRow(editor, 'asks to run: touch begun.txt').waitFor();
    await second.command('rota.showRun', task.id);
    const run = await second.frame('text=First I touch a file.');
    await second.screenshot('windows-approval');
    await told(
      'an approval of the second window in the run of the first',
      () => approve(second),
      () => eventually(() => access(join(first.folder, 'begun.txt'))),
    );
    for (const editor of [first, second]) await inboxRow(editor, 'touch begun.txt').waitFor({ state: 'detached' });
    await run.getByText('approved').first().waitFor();
    await eventually(async () => assert.equal(model.requests.filter((request) => titleOf(request) === 'Ask before it').length, 2));
    for (const page of boards) await page.locator('.row', { hasText: 'Ask before it' }).locator('.codicon-modifier-spin').waitFor();
    const asked = model.requests.findLast((request) => titleOf(request) === 'Ask before it');
    await told(
      'a stop of the second window at the model that the first asked',
      () => second.command('rota.stopRun', task.id),
      async () => asked?.disconnected,
    );
    for (const page of boards) await shows(page, 'To do', 'Ask before it');
  });

  it('tell what waits in the window that was used last, and only there', async () => {
    const [first, second] = await bothWindows();
    const tasks = await beside((board) =>
      board.addCards({ title: 'Ask behind', agent: 'coder' }, { title: 'Ask in front', agent: 'coder' }),
    );
    const [behind = assert.fail(), front = assert.fail()] = tasks;
    for (const editor of [first, second]) {
      await editor.showViews();
      await editor.tree('Cards').getByRole('treeitem').filter({ hasText: 'To do' }).waitFor();
    }
    await turnTo(first);
    await turnTo(second);
    await look(first, 'away');
    await look(second, 'away');
    await beside((board) => board.execute([behind]));
    await second.notification('asks to run: touch behind.txt');
    await inboxRow(first, 'touch behind.txt').waitFor();
    await turnTo(first);
    await look(first, 'away');
    await beside((board) => board.execute([front]));
    // Whatever the first window had told of what came before, it would have told before this.
    await first.notification('asks to run: touch front.txt');
    await first.finishCommand('notifications.showList');
    const news = first.page.locator('.notifications-center .notification-list-item');
    await news.filter({ hasText: 'touch front.txt' }).waitFor();
    assert.equal(await news.filter({ hasText: 'touch behind.txt' }).count(), 0);
    for (const { id } of tasks) await first.finishCommand('rota.cancelCard', id);
  });
});

function board(boards: readonly Frame[], at: number): Frame {
  return boards[at] ?? assert.fail('no board is shown');
}

function inboxRow(editor: Editor, text: string): Locator {
  return editor.tree('Inbox').getByRole('treeitem').filter({ hasText: text });
}

/** The person turns to a window, or away from it, and its extensions have heard of it. */
async function look(editor: Editor, where: 'here' | 'away'): Promise<void> {
  // The editor takes note of a window that lost the person in a timer of its own.
  await editor.page.evaluate(`(async () => {
    document.hasFocus = () => ${where === 'here'};
    window.dispatchEvent(new FocusEvent('${where === 'here' ? 'focus' : 'blur'}'));
    await new Promise((heard) => setTimeout(heard, 0));
  })()`);
  // The answer of a command comes to the extensions after what they were told before.
  await editor.finishCommand('setContext', 'rota.test.looks', where);
}

/** The person uses this window from now on, and the board knows it. A window that moves the focus within itself takes no note of a look away. */
async function turnTo(editor: Editor): Promise<void> {
  const file = join(findStorePlace(editor.folder).folder, 'front-window');
  await eventually(async () => {
    await look(editor, 'away');
    await look(editor, 'here');
    const [, , host] = (await readFile(file, 'utf8')).split(' ');
    assert.equal(Number(host), await editor.extensionHost());
  });
}

async function openBoard(editor: Editor): Promise<Frame> {
  await editor.finishCommand('rota.openBoard');
  return editor.frame('.columns');
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
    const scroll = (element: { scrollTop: number; scrollHeight: number }): void => void (element.scrollTop = element.scrollHeight);
    await list.locator('.list').evaluate(scroll, undefined, { timeout: patience.attempt });
    assert.ok(await list.getByText(title, { exact: true }).isVisible(), `"${title}" is not in ${column}`);
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
    await eventually(async () => assert.equal(await countShown(page, move % 2 === 1 ? 'Queued' : 'To do'), MOVED));
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
    await editor.command('rota.approveRequest');
    const choice = editor.page.locator('.quick-input-list .monaco-list-row').filter({ hasText: 'touch begun.txt' });
    await choice.first().click({ timeout: patience.attempt });
  });
}

/** Does something, waits for what it leads to elsewhere, and prints how long that took after the doing. */
async function told(what: string, act: () => Promise<unknown>, seen: () => Promise<unknown>): Promise<void> {
  await act();
  const begun = performance.now();
  await seen();
  console.error(`  ${what}: ${Math.round(performance.now() - begun)} ms`);
}
