import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Frame, Locator } from 'playwright-core';
import { withBoard } from './boardBeside.ts';
import type { Editor } from './editor.ts';
import type { EditorServer } from './editorServer.ts';

const execute = promisify(execFile);

/** A new workspace folder that is a git repository and has a board with cards of these titles. */
export async function repositoryWithCards(server: EditorServer, ...titles: readonly string[]): Promise<string> {
  const folder = await server.makeFolder({ 'a.txt': 'one\n' });
  await execute('git', ['init', '-q'], { cwd: folder });
  await withBoard(server, folder, (board) => board.addCards(...titles));
  return folder;
}

/** Opens the board page and waits until it shows a card. */
export async function openBoardWith(editor: Editor, title: string): Promise<Frame> {
  await editor.command('rota.openBoard');
  const page = await editor.frame('.columns');
  await cardOf(page, title).waitFor();
  return page;
}

/** The row of a card on a board page. */
export function cardOf(page: Frame, title: string): Locator {
  return page.getByRole('row', { name: title });
}

/** What the window tells now, one text for each notification. */
export function notificationTexts(editor: Editor): Promise<string[]> {
  return editor.page.locator('.notifications-toasts .notification-list-item .notification-list-item-message').allInnerTexts();
}
