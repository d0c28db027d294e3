import type { Locator } from 'playwright-core';
import type { Editor } from './editor.ts';
import { eventually } from './eventually.ts';
import { patience } from './patience.ts';
import { closeWidgets } from './widgets.ts';

/** The chat of the editor. What is said in it is put there by the editor's own commands: how words are typed is the editor's matter. */
export class ChatView {
  readonly #editor: Editor;
  readonly #session: Locator;

  private constructor(editor: Editor) {
    this.#editor = editor;
    this.#session = editor.page.locator('.interactive-session');
  }

  /** Begins a chat, and waits until it has taken up a model (a name, or a pattern of it): without one it answers nobody. */
  static async open(editor: Editor, model: string | RegExp): Promise<ChatView> {
    const view = new ChatView(editor);
    await editor.finishCommand('workbench.action.chat.open');
    await view.#input.waitFor();
    await view.modelButton.filter({ hasText: model }).waitFor();
    await editor.finishCommand('workbench.action.chat.newChat');
    await view.#session.locator('.interactive-request').first().waitFor({ state: 'detached' });
    await view.modelButton.filter({ hasText: model }).waitFor();
    return view;
  }

  /** The button that shows which model is chosen. */
  get modelButton(): Locator {
    return this.#session.locator('.chat-input-toolbars').getByRole('button', { name: /model/i }).first();
  }

  /** Chooses a model of the picker. One that the editor hears of while its list is open is not in it: then it is opened again. */
  async chooseModel(name: string): Promise<void> {
    const { page } = this.#editor;
    await eventually(async () => {
      await closeWidgets(page);
      await this.modelButton.click({ timeout: patience.attempt });
      await page.getByPlaceholder('Search models').fill(name, { timeout: patience.attempt });
      const row = page.locator('.action-widget .monaco-list-row').filter({ hasText: name });
      await row.first().click({ timeout: patience.attempt });
      await this.modelButton.filter({ hasText: name }).waitFor({ timeout: patience.attempt });
    });
  }

  /** Sends a request, in words that this chat has not heard, once the last one is over; answers what grows below it. */
  async say(text: string): Promise<Locator> {
    await this.#stop.waitFor({ state: 'hidden' });
    await this.#editor.finishCommand('workbench.action.chat.open', { query: text, isPartialQuery: true });
    return this.send(text);
  }

  /** Sends what stands in the input already. */
  async send(text: string): Promise<Locator> {
    await this.#editor.command('workbench.action.chat.submit');
    await this.#session
      .locator(`[aria-label^=${JSON.stringify(text)}]`)
      .first()
      .waitFor();
    return this.#session.locator('.monaco-list-row[data-last-element=true] .interactive-response');
  }

  /** What stands in the input, however it is wrapped there. */
  async written(): Promise<string> {
    const lines = await this.#input.locator('.view-line').allInnerTexts();
    return lines.join('').replaceAll('\u00a0', ' ').trim();
  }

  /** Stops the request that is being answered. */
  async stop(): Promise<void> {
    await this.#stop.click();
    await this.#stop.waitFor({ state: 'hidden' });
  }

  get #input(): Locator {
    return this.#session.locator('.interactive-input-editor .monaco-editor').first();
  }

  get #stop(): Locator {
    return this.#session.locator('.codicon-stop-circle').first();
  }
}
