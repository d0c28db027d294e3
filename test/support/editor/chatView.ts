import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import type { Editor } from './editor.ts';
import { eventually } from './eventually.ts';

/** How long one of several attempts may take. */
const patience = 2000;

/** The chat of the editor, used as a person uses it. */
export class ChatView {
  readonly #editor: Editor;
  readonly #session: Locator;

  private constructor(editor: Editor) {
    this.#editor = editor;
    this.#session = editor.page.locator('.interactive-session');
  }

  /** Opens the chat and waits until it has taken up a model: without one it answers nobody. */
  static async open(editor: Editor, model: string): Promise<ChatView> {
    const view = new ChatView(editor);
    await editor.command('Chat: Open Chat');
    await view.#input.waitFor();
    await view.#session.locator(`[aria-label="Models, ${model}"]`).first().waitFor();
    return view;
  }

  /** Sends a request, in words that were not used before, once the last one is over; answers what grows below it. */
  async say(text: string): Promise<Locator> {
    const { page } = this.#editor;
    await this.#stop.waitFor({ state: 'hidden' });
    await eventually(async () => {
      // A notification may lie above it.
      await this.#input.locator('.native-edit-context, textarea').first().focus({ timeout: patience });
      await page.keyboard.press('Control+A');
      await page.keyboard.insertText(text);
      assert.equal(await this.written(), text);
    });
    await page.keyboard.press('Enter');
    await this.#session
      .locator(`[aria-label^=${JSON.stringify(text)}]`)
      .last()
      .waitFor();
    return this.#session.locator('.interactive-response').last();
  }

  /** What stands in the input. */
  async written(): Promise<string> {
    const lines = await this.#input.locator('.view-line').allInnerTexts();
    return lines.join('\n').replaceAll('\u00a0', ' ').trim();
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
