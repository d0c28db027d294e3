import type { Locator } from 'playwright-core';
import type { Editor } from './editor.ts';
import { eventually } from './eventually.ts';
import { patience } from './patience.ts';

/**
 * Chooses a row of Rota's list of models, once the list is whole: it grows while it is open, and the editor may take a click in that moment for
 * another row. What it finds on this machine comes last, or that it found nothing there.
 */
export async function pickModel(editor: Editor, label: string): Promise<void> {
  const list = editor.page.locator('.quick-input-widget:visible');
  await list.getByPlaceholder('Choose a model', { exact: true }).waitFor();
  const { found, again } = endOf(list);
  await found.or(again).first().waitFor();
  await editor.pick(label);
}

/** Chooses a model that runs on this machine. On a busy one the servers may answer too late to be in the list: then it is told to look again. */
export async function pickFoundModel(editor: Editor, label: string): Promise<void> {
  const { found, again } = endOf(editor.page.locator('.quick-input-widget:visible'));
  await eventually(async () => {
    await found.or(again).first().waitFor({ timeout: patience.attempt });
    if (await again.isVisible()) await again.click({ timeout: patience.attempt });
    await found.waitFor({ timeout: patience.attempt });
  });
  await editor.pick(label);
}

/** What the list ends with once it is whole: the heading of what was found on this machine, or the offer to look again. */
function endOf(list: Locator): { readonly found: Locator; readonly again: Locator } {
  return {
    found: list.getByText('On this machine', { exact: true }),
    again: list.getByText('Look Again on This Machine', { exact: true }),
  };
}
