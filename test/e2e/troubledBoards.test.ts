import assert from 'node:assert/strict';
import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { it } from 'node:test';
import { withBoard } from '../support/editor/boardBeside.ts';
import { describeEditor } from '../support/editor/describeEditor.ts';
import type { EditorServer } from '../support/editor/editorServer.ts';
import { eventually } from '../support/editor/eventually.ts';

/** A board with an agent, so that only trust is missing for a run. */
async function addAgent(folder: string, server: EditorServer): Promise<void> {
  await withBoard(server, folder, (board) =>
    board.addAgent({ name: 'coder', model: { provider: 'openai', baseUrl: 'http://127.0.0.1:9', model: 'none' } }),
  );
}

await describeEditor('In Restricted Mode', { workspace: { 'a.txt': 'one\n' }, prepare: addAgent, restricted: true }, (running) => {
  it('cards are written and moved, no agent runs, and trust is offered', async () => {
    const { editor, server } = running();
    await editor.command('rota.openBoard');
    const page = await editor.frame('.column');
    await page
      .getByText(/Restricted Mode/)
      .first()
      .waitFor();
    await editor.command('rota.newCard');
    await editor.answer('What should be done?', 'Written without trust');
    const card = page.getByRole('row', { name: /Written without trust/ });
    await card.click();
    await editor.page.keyboard.press('r');
    const refusal = await editor.notification('Restricted Mode');
    await refusal.getByRole('button', { name: 'Manage Trust' }).waitFor();
    await editor.screenshot('restricted');
    const { status } = await withBoard(server, editor.folder, (board) => board.card('Written without trust'));
    assert.equal(status, 'todo', 'a refused run leaves the card where it was');
    await refusal.getByRole('button', { name: 'Manage Trust' }).click();
    await editor.page
      .getByText(/You are in Restricted Mode|Trust/)
      .first()
      .waitFor();
  });
});

await describeEditor('A board in trouble', { workspace: 'none' }, (running) => {
  it('a board file that cannot be used shows the default columns and says what is wrong', async () => {
    const { editor, server } = running();
    const folder = await server.makeFolder({ 'a.txt': 'one\n' });
    await withBoard(server, folder, (board) => board.addCards('Stays visible'));
    const file = join(folder, '.rota/board.json');
    const broken = '{ "columns": [ { "name": "Only", "statuses": ["todo"], "drop": "todo" } ] }\n';
    await writeFile(file, broken);
    await editor.openFolder(folder);
    await editor.command('rota.openBoard');
    const page = await editor.frame('.column');
    await page.getByRole('row', { name: /Stays visible/ }).waitFor();
    await page.getByText(/no column has the status queued, running/).waitFor();
    await editor.screenshot('trouble-board-file');
    assert.equal(await readFile(file, 'utf8'), broken, 'a broken file is never written over');
    await page.getByRole('button', { name: 'Open board.json' }).click();
    await editor.tab('board.json').waitFor();
    await writeFile(
      file,
      '{ "columns": [ { "name": "Everything", "statuses": ["todo","queued","running","waiting","review","done","failed","canceled"], "drop": "todo" } ] }\n',
    );
    await editor.command('rota.openBoard');
    await editor.frame('h2:text("Everything")');
  });

  it('what is wrong in an agent file and in a board file is said beside the text, while it is written', async () => {
    const { editor, server } = running();
    const columns =
      '[{ "name": "All", "statuses": ["todo","queued","running","waiting","review","done","failed","canceled"], "drop": "todo" }]';
    const folder = await server.makeFolder({
      '.rota/agents/fixer.md': '---\nname: fixer\nmodel: { provider: simulated }\ntools: [read_fil]\ncolor: red\n---\nMend.\n',
      '.rota/board.json': `// ours\n{ "columns": ${columns}, "swimlanes": 1, }\n`,
    });
    await withBoard(server, folder, (board) => board.addCards('Stays visible'));
    await editor.openFolder(folder);
    await editor.command('rota.openBoard');
    const page = await editor.frame('.column');
    await page.getByText(/says what this Rota does not know, and all else in it holds: "swimlanes"/).waitFor();
    await editor.openFile('.rota/agents/fixer.md');
    await editor.command('workbench.actions.view.problems');
    await editor.page
      .getByText(/There is no tool "read_fil" \(did you mean "read_file"\?\)/)
      .first()
      .waitFor();
    await editor.openFile('.rota/board.json');
    await editor.page
      .getByText(/Property swimlanes is not allowed/)
      .first()
      .waitFor();
    await editor.screenshot('trouble-written-files');
  });

  it('a damaged store is named, kept as it is, and asks for nothing', async () => {
    const { editor, server } = running();
    const folder = await server.makeFolder({ 'b.txt': 'two\n' });
    await withBoard(server, folder, (board) => board.addCards('Was here'));
    const local = join(folder, '.rota/local');
    const files = (await readdir(local)).filter((name) => /^(snap|wal)-/.test(name));
    for (const name of files) await writeFile(join(local, name), Buffer.alloc(4096, 7));
    await editor.openFolder(folder);
    await editor.command('rota.openBoard');
    const page = await editor.frame('[role=alert], .absent');
    await eventually(async () => assert.match(await page.locator('body').innerText(), /damaged|cannot be (read|opened|used)/i));
    await editor.screenshot('trouble-store');
    assert.deepEqual((await readdir(local)).filter((name) => /^(snap|wal)-/.test(name)).toSorted(), files.toSorted());
  });

  it('a damaged store is salvaged once the person has seen what can be read of it, and its files are kept', async () => {
    const { editor, server } = running();
    const folder = await server.makeFolder({ 'e.txt': 'five\n' });
    await withBoard(server, folder, (board) => board.addCards('First that is whole', 'Second that is whole'));
    const local = join(folder, '.rota/local');
    const name = (await readdir(local)).find((each) => each.startsWith('snap-')) ?? '';
    const damaged = await readFile(join(local, name));
    damaged.fill(0, damaged.length - 4096);
    await writeFile(join(local, name), damaged);
    await editor.openFolder(folder);
    await editor.command('rota.openBoard');
    const page = await editor.frame('[role=alert], .absent');
    await eventually(async () => assert.match(await page.locator('body').innerText(), /is damaged.*rota salvage/s));
    await editor.command('rota.salvageBoard');
    const dialog = editor.page.getByRole('dialog').filter({ hasText: 'Make a new board of what can still be read?' });
    await dialog.getByText(/Cards: all 2 can be read/).waitFor();
    await editor.screenshot('salvage-asks');
    await dialog.getByRole('button', { name: 'Salvage', exact: true }).click();
    await editor.page.getByText('What was read of the damaged board').first().waitFor();
    await editor.screenshot('salvage-done');
    await editor.command('rota.openBoard');
    const board = await editor.frame('.column');
    await board.getByRole('row', { name: /First that is whole/ }).waitFor();
    const kept = (await readdir(local)).find((each) => each.startsWith('damaged-')) ?? '';
    assert.deepEqual(await readFile(join(local, kept, name)), damaged);
  });

  it('a copied board is used once the person has said so, and becomes one of its own', async () => {
    const { editor, server } = running();
    const first = await server.makeFolder({ 'f.txt': 'six\n' });
    await withBoard(server, first, (board) => board.addCards('Shared past'));
    const copy = `${first}-copy`;
    await cp(first, copy, { recursive: true });
    await editor.openFolder(copy);
    await editor.command('rota.openBoard');
    const page = await editor.frame('.absent');
    await page.getByText(/is a copy of the one of .*, so it is not opened by itself/).waitFor();
    await page.getByRole('button', { name: 'Use the Board Found Here' }).click();
    const dialog = editor.page.getByRole('dialog').filter({ hasText: `This board belonged to ${first}. Use it here?` });
    await dialog.getByText(/this becomes a board of its own/).waitFor();
    await editor.screenshot('found-board');
    await dialog.getByRole('button', { name: 'Use It Here' }).click();
    const board = await editor.frame('.column');
    await board.getByRole('row', { name: /Shared past/ }).waitFor();
    const idOf = (folder: string): Promise<string> => readFile(join(folder, '.rota/local/store.json'), 'utf8');
    assert.notEqual(await idOf(copy), await idOf(first));
  });

  it('a board folder that was left empty is no failure: the first card makes the board', async () => {
    const { editor, server } = running();
    const folder = await server.makeFolder({ 'd.txt': 'four\n' });
    await mkdir(join(folder, '.rota/local'), { recursive: true });
    await editor.openFolder(folder);
    await editor.command('rota.openBoard');
    await editor.frame('text=Write the First Card');
  });

  it('a folder that is no board yet stays untouched until the first card', async () => {
    const { editor, server } = running();
    const folder = await server.makeFolder({ 'c.txt': 'three\n' });
    await mkdir(join(folder, 'src'));
    await editor.openFolder(folder);
    await editor.command('rota.openBoard');
    const page = await editor.frame('text=Write the First Card');
    assert.deepEqual((await readdir(folder)).toSorted(), ['c.txt', 'src']);
    await page.getByRole('button', { name: 'Write the First Card' }).click();
    // The keys go to whatever has the keyboard by then.
    await page.locator('.new-card textarea:focus').waitFor();
    await editor.page.keyboard.type('The first');
    await editor.page.keyboard.press('Enter');
    await page.getByRole('row', { name: /The first/ }).waitFor();
    assert.deepEqual(await readdir(join(folder, '.rota')), ['.gitignore', 'local']);
  });
});
