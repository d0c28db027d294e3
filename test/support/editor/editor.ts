import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BrowserContext, Frame, Locator, Page } from 'playwright-core';
import type { EditorServer } from './editorServer.ts';
import { themes, type Settings, type Theme } from './editorSettings.ts';
import { eventually } from './eventually.ts';

const pictures = join(import.meta.dirname, '../../../.tmp/screenshots');
const usualSize = { width: 1400, height: 900 };
/** How long one of several attempts may take. */
const patience = 2000;
const themeClasses: Record<Theme, string> = {
  dark: 'vs-dark',
  light: 'vs',
  'high-contrast-dark': 'hc-black',
  'high-contrast-light': 'hc-light',
};

/** One window of the editor, used as a person uses it. Everything waits for what it needs to see, never for a time. */
export class Editor {
  readonly page: Page;
  readonly server: EditorServer;
  readonly #context: BrowserContext;
  #folder = '';

  private constructor(server: EditorServer, context: BrowserContext, page: Page) {
    this.server = server;
    this.page = page;
    this.#context = context;
  }

  /** A new window of the server, with `folder` open, or without a folder. */
  static async open(server: EditorServer, context: BrowserContext, folder: string | undefined): Promise<Editor> {
    const editor = new Editor(server, context, await context.newPage());
    await editor.page.setViewportSize(usualSize);
    await editor.openFolder(folder);
    return editor;
  }

  /** The workspace folder; empty without one. */
  get folder(): string {
    return this.#folder;
  }

  async openFolder(folder: string | undefined): Promise<void> {
    this.#folder = folder ?? '';
    await this.page.goto(this.server.address(folder), { timeout: 120_000 });
    await this.#ready();
  }

  /** The window that something done in this one opens beside it. */
  async windowOpenedBy(act: () => Promise<unknown>): Promise<Editor> {
    const [page] = await Promise.all([this.#context.waitForEvent('page'), act()]);
    const opened = new Editor(this.server, this.#context, page);
    await page.setViewportSize(usualSize);
    await opened.#ready();
    opened.#folder = new URL(page.url()).searchParams.get('folder') ?? '';
    return opened;
  }

  /** By the editor's own command, which keeps what is open; a page that is torn away may lose it. */
  async reload(): Promise<void> {
    await Promise.all([this.page.waitForEvent('load'), this.command('Developer: Reload Window')]);
    await this.#ready();
  }

  /** Runs a command of the palette by its whole title, such as `Rota: Open Board`. */
  async command(title: string): Promise<void> {
    await this.#quickPick('F1', `>${title}`, title);
  }

  /** Chooses the entry with this label in the list that is open at the top. */
  async pick(label: string, timeout = 30_000): Promise<void> {
    const name = this.page.locator('.quick-input-list-label .label-name').filter({ hasText: new RegExp(`^${escaped(label)}$`) });
    await this.page.locator('.quick-input-list .monaco-list-row').filter({ has: name }).first().click({ timeout });
  }

  /** Chooses from the context menu that is open. A click in its first moment counts for the end of the press that opened it. */
  async chooseFromMenu(name: string): Promise<void> {
    const menu = this.page.locator('.context-view .monaco-menu');
    await menu.waitFor();
    await eventually(async () => {
      if (await menu.isVisible()) await menu.getByText(name, { exact: true }).click({ timeout: 2000 });
      await menu.waitFor({ state: 'hidden', timeout: 1000 });
    });
  }

  /** Types into the input that is open at the top, and ends it with Enter. */
  async answer(text: string): Promise<void> {
    await this.#input().fill(text);
    await this.#input().press('Enter');
  }

  /** The innermost frame in which something visible matches a selector (`'text=To do'`, `'[role=grid]'`): webviews are frames in frames. */
  async frame(selector: string): Promise<Frame> {
    return eventually(async () => {
      for (const frame of this.page.frames().slice(1).reverse()) {
        if (
          await frame
            .locator(selector)
            .first()
            .isVisible()
            .catch(() => false)
        )
          return frame;
      }
      throw new Error(`no frame shows ${selector}`);
    });
  }

  /** The notification that holds a text. */
  async notification(text: string): Promise<Locator> {
    const toast = this.page.locator('.notifications-toasts .notification-list-item').filter({ hasText: text }).first();
    await toast.waitFor();
    return toast;
  }

  /** The modal dialog that holds a text. */
  async dialog(text: string): Promise<Locator> {
    const dialog = this.page.locator('.monaco-dialog-box').filter({ hasText: text });
    await dialog.waitFor();
    return dialog;
  }

  /** The tree of a view by its name, which must be shown already. */
  tree(view: string): Locator {
    return this.page.getByRole('tree', { name: view, exact: true });
  }

  /** What the visible rows of a tree say, from the top, its indentation aside. */
  async treeRows(view: string): Promise<string[]> {
    const rows = await this.tree(view).getByRole('treeitem').allInnerTexts();
    return rows.map((text) => text.replace(/\s+/g, ' ').trim());
  }

  /** Opens a file of the workspace (path relative to its folder) in a tab and gives it the keyboard. */
  async openFile(path: string): Promise<void> {
    const name = path.split('/').at(-1) ?? path;
    await this.#quickPick('Control+KeyP', join(this.#folder, path), name);
    await this.tab(name).and(this.page.locator('.active')).waitFor();
    await this.page.locator('.editor-instance .monaco-editor.focused').waitFor();
  }

  /** A tab by the name that stands on it. */
  tab(name: string): Locator {
    const label = JSON.stringify(name);
    const further = JSON.stringify(`${name},`); // such as the group, if there are several
    return this.page.locator(`.tabs-container .tab:is([aria-label=${label}], [aria-label^=${further}])`);
  }

  /** Types at the start of the file that has the keyboard, as one edit. */
  async typeInEditor(text: string): Promise<void> {
    await this.page.keyboard.press('Control+Home');
    await this.page.keyboard.insertText(text);
  }

  async changeSettings(settings: Settings): Promise<void> {
    await this.server.changeSettings(settings);
  }

  /** Changes the theme of all windows and waits until this one shows it. */
  async changeTheme(theme: Theme): Promise<void> {
    await this.changeSettings({ 'workbench.colorTheme': themes[theme] });
    await this.page.locator(`.monaco-workbench.${themeClasses[theme]}`).waitFor();
  }

  /** Changes the size of the window in pixels of the screen; a zoom of 2 is what 200 % is in the editor. */
  async resize(size: { width?: number; height?: number; zoom?: number }): Promise<void> {
    const { width, height, zoom } = { ...usualSize, zoom: 1, ...size };
    const session = await this.#context.newCDPSession(this.page);
    const layout = { width: Math.round(width / zoom), height: Math.round(height / zoom) };
    await this.page.setViewportSize(layout);
    await session.send('Emulation.setDeviceMetricsOverride', { ...layout, deviceScaleFactor: zoom, mobile: false });
  }

  /** Keeps a picture of the window in `.tmp/screenshots`. */
  async screenshot(name: string): Promise<void> {
    await mkdir(pictures, { recursive: true });
    await this.picture(join(pictures, `${name}.png`));
  }

  /** Playwright's own pictures know nothing of the zoom. A frame that goes away meanwhile has no fonts to wait for. */
  async picture(file: string): Promise<void> {
    await Promise.all(
      this.page.frames().map((frame) => frame.evaluate('document.fonts.ready.then(() => undefined)').catch(() => undefined)),
    );
    const session = await this.#context.newCDPSession(this.page);
    const { data } = await session.send('Page.captureScreenshot', { format: 'png' });
    await writeFile(file, data, 'base64');
    await session.detach();
  }

  /** Ends the extension host as a crash would, and waits until a new one runs. */
  async killExtensionHost(): Promise<void> {
    const killed = this.server.killExtensionHosts();
    await eventually(() => {
      if (!this.server.extensionHosts().some((id) => !killed.includes(id))) throw new Error('no new extension host was started');
      return Promise.resolve();
    });
  }

  async close(): Promise<void> {
    await this.#context.close();
  }

  /** The input that is open at the top. */
  #input(): Locator {
    return this.page.locator('.quick-input-widget:visible .quick-input-box input');
  }

  /** While the editor starts it may miss a key, and an open list does not learn of commands that come later: then all is done again. */
  async #quickPick(key: string, text: string, label: string): Promise<void> {
    await eventually(async () => {
      // One that is about to close leaves Escape to whatever had the keyboard before.
      await this.#input()
        .waitFor({ state: 'hidden', timeout: 500 })
        .catch(() => this.#input().press('Escape', { timeout: patience }));
      await this.page.keyboard.press(key);
      await this.#input().fill(text, { timeout: patience });
      await this.pick(label, patience);
    });
  }

  async #ready(): Promise<void> {
    await this.page.locator('.monaco-workbench .part.statusbar').waitFor({ timeout: 60_000 });
    await this.page.locator('.monaco-workbench .activitybar .action-item').first().waitFor();
  }
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
