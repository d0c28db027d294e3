import type { Editor } from './editor.ts';

/** Types a line into a new terminal of the window, as a person does. It does not wait for its end. */
export async function typeInTerminal(editor: Editor, line: string): Promise<void> {
  await editor.command('workbench.action.terminal.new');
  await typeLine(editor, line);
}

/** Types a line into the terminal that was opened last: a new one may have no folder to begin in. */
export async function typeInSameTerminal(editor: Editor, line: string): Promise<void> {
  await editor.command('workbench.action.terminal.focus');
  await typeLine(editor, line);
}

async function typeLine(editor: Editor, line: string): Promise<void> {
  await editor.page.locator('.terminal-wrapper.active .xterm.focus').waitFor();
  await editor.page.keyboard.type(line);
  await editor.page.keyboard.press('Enter');
}
