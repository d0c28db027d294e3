import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';
import type { Frame } from 'playwright-core';
import { readOwner } from '../../src/node/ownerLock.ts';
import { TestChild } from '../faults/children.ts';
import { describeEditor } from '../support/editor/describeEditor.ts';
import type { Editor } from '../support/editor/editor.ts';
import { killIfThere } from '../support/editor/hostProcesses.ts';
import { rotaBeside } from '../support/editor/rotaBeside.ts';

await describeEditor('Two windows and the command line at one board', { workspace: { 'README.md': '# Hello\n' } }, (running) => {
  const openBoard = async (editor: Editor): Promise<Frame> => {
    await editor.command('Rota: Open Board');
    return editor.frame('.columns');
  };
  const see = (title: string, ...boards: Frame[]): Promise<unknown> => Promise.all(boards.map((board) => board.locator('.row', { hasText: title }).first().waitFor()));

  it('are live for each other through a thousand changes, and go on when the one that keeps the board is killed', { timeout: 600_000 }, async () => {
    const { editor, server, openWindow } = running();
    const { folder } = editor;
    await rotaBeside(server, folder, 'task', 'add', 'Made before');
    await editor.openFolder(folder);
    const first = await openBoard(editor);
    await see('Made before', first);
    const other = await openWindow(folder);
    const second = await openBoard(other);
    await see('Made before', second);
    await rotaBeside(server, folder, 'task', 'add', 'From the command line');
    await see('From the command line', first, second);
    await other.command('Rota: New Card');
    await other.answer('From the second window');
    await see('From the second window', first, second);

    const local = join(folder, '.rota', 'local');
    const { store } = JSON.parse(readFileSync(join(local, 'store.json'), 'utf8')) as { store: string };
    const writers = [1, 10_001].map((from) => new TestChild('sharedWriter.ts', [local, store, String(from), '500']));
    await Promise.all(writers.map((writer) => writer.until((line) => line === 'done', 120_000)));
    await Promise.all([first, second].map((board) => board.locator('.column').first().getByText('1003', { exact: true }).waitFor()));
    await Promise.all(writers.map((writer) => writer.kill()));
    const counts = JSON.parse(await rotaBeside(server, folder, 'task', 'statistics', '--json')) as Record<string, number>;
    assert.equal(Object.values(counts).reduce((sum, count) => sum + count, 0), 1003);
    await editor.screenshot('two-windows-first');
    await other.screenshot('two-windows-second');

    const owner = readOwner(local);
    assert.ok(owner);
    killIfThere(owner.pid);
    await rotaBeside(server, folder, 'task', 'add', 'After the death');
    // The window whose host was killed shows what it showed; the other one goes on.
    await Promise.any([first, second].map((board) => board.locator('.column').first().getByText('1004', { exact: true }).waitFor()));
    assert.notEqual(readOwner(local)?.token, owner.token);
  });
});
