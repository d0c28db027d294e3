import type { Editor } from './editor.ts';

/**
 * Chooses a row of Rota's list of models, once the list is whole: it grows while it is open, and the editor may take a click in that moment for
 * another row. What it finds on this machine comes last, or that it found nothing there.
 */
export async function pickModel(editor: Editor, label: string): Promise<void> {
  const list = editor.page.locator('.quick-input-widget:visible');
  await list.getByPlaceholder('Choose a model', { exact: true }).waitFor();
  await list
    .getByText(/^(Look Again on This Machine|On this machine)$/)
    .first()
    .waitFor();
  await editor.pick(label);
}
