import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BrowserContext, Frame, Locator, Page } from 'playwright-core';
import type { JsonValue } from '../../../src/core/base/json.ts';
import type { DoorRequest } from './door/doorMessages.ts';
import { type Door, DoorClosed } from './door/testDoors.ts';
import type { EditorServer } from './editorServer.ts';
import { type Settings, type Theme, themes } from './editorSettings.ts';
import { eventually } from './eventually.ts';
import { killIfThere } from './hostProcesses.ts';
import { patience } from './patience.ts';
import { closeWidgets } from './widgets.ts';

const pictures = join(import.meta.dirname, '../../../.tmp/screenshots');
const usualSize = { width: 1400, height: 900 };
const THEME = 'workbench.colorTheme';
const themeClasses: Record<Theme, string> = {
  dark: 'vs-dark',
  light: 'vs',
  'high-contrast-dark': 'hc-black',
  'high-contrast-light': 'hc-light',
};

/**
 * One window of the editor. What a test is about is done as a person does it, with mouse and keys; what must only be done goes through the window's
 * door. Everything waits for what it needs to see, never for a time.
 */
export class Editor {
  readonly page: Page;
  readonly server: EditorServer;
  readonly #context: BrowserContext;
  #folder = '';
  #door: Door | undefined;
  #resized = false;

  private constructor(server: EditorServer, context: BrowserContext, page: Page) {
    this.server = server;
    this.page = page;
    this.#context = context;
    page.setDefaultTimeout(patience.whole);
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
    await this.#goTo(this.server.address(folder));
  }

  /** Opens a workspace of several folders by its file. */
  async openWorkspaceFile(file: string): Promise<void> {
    this.#folder = '';
    await this.#goTo(this.server.address(file).replace('folder=', 'workspace='));
  }

  /** The window that something done in this one opens beside it. */
  async windowOpenedBy(act: () => Promise<unknown>): Promise<Editor> {
    const [page] = await Promise.all([this.#context.waitForEvent('page', { timeout: patience.whole }), act()]);
    const opened = new Editor(this.server, this.#context, page);
    await page.setViewportSize(usualSize);
    opened.#folder = new URL(page.url()).searchParams.get('folder') ?? '';
    await opened.#ready();
    return opened;
  }

  /** By the editor's own command, which keeps what is open; a page that is torn away may lose it. */
  async reload(): Promise<void> {
    await this.reloadedBy(() => this.command('workbench.action.reloadWindow').catch(unlessClosed));
  }

  /** Does something that makes the window load itself again, and waits for that: what is asked of a window that is about to go is lost. */
  async reloadedBy(act: () => Promise<unknown>): Promise<void> {
    await Promise.all([this.page.waitForEvent('load', { timeout: patience.whole }), act()]);
    await this.#ready();
  }

  /**
   * Starts a command by its id, such as `rota.openBoard`, as a menu would. It does not wait for the command's end: a command may ask the person
   * something first. Arguments cross as JSON.
   */
  async command(id: string, ...args: readonly JsonValue[]): Promise<void> {
    await this.ask({ act: 'command', command: id, args, wait: false });
  }

  /** Runs a command by its id to its end. */
  async finishCommand(id: string, ...args: readonly JsonValue[]): Promise<void> {
    await this.ask({ act: 'command', command: id, args, wait: true });
  }

  /** Shows Rota's views in the side bar. */
  async showViews(): Promise<void> {
    await this.finishCommand('workbench.view.extension.rota');
    await this.tree('Cards')
      .or(this.page.getByRole('button', { name: 'New Card' }))
      .or(this.page.locator('.pane-body .welcome-view-content'))
      .first()
      .waitFor();
  }

  /** Asks the door of the window for something. */
  async ask(request: DoorRequest): Promise<JsonValue> {
    return (await this.#openDoor()).ask(request);
  }

  /** The process of the extension host of this window. */
  async extensionHost(): Promise<number> {
    return (await this.#openDoor()).pid;
  }

  /** Runs a command of the palette by its whole title, such as `Rota: Open Board`, with keys: only where the palette is what is tested. */
  async choosePaletteCommand(title: string): Promise<void> {
    await eventually(async () => {
      await closeWidgets(this.page);
      await this.page.keyboard.press('F1');
      await this.#input().fill(`>${title}`, { timeout: patience.attempt });
      await this.pick(title, patience.attempt);
    });
  }

  /**
   * Brings the window to the state in which each test finds it: no tabs, no panel, nothing open over the window, the usual settings and size, the
   * person looking at it. Names what it had to close or put back.
   */
  async settle(): Promise<string[]> {
    const closed = await closeWidgets(this.page);
    const tabs = (await this.ask({ act: 'settle' })) as string[];
    await this.page.locator('.tabs-container .tab').first().waitFor({ state: 'detached' });
    await this.page.locator('.notifications-toasts .notification-list-item').first().waitFor({ state: 'detached' });
    await this.page.evaluate(
      `if (Object.hasOwn(document, 'hasFocus')) { delete document.hasFocus; window.dispatchEvent(new FocusEvent('focus')); }`,
    );
    if (this.#resized) await this.resize({});
    this.#resized = false;
    const settings = await this.server.restoreSettings();
    if (settings.includes(THEME)) await this.#showsTheme(this.server.settingOf(THEME));
    return [...closed, ...tabs.map((tab) => `the tab ${tab}`), ...settings.map((name) => `the setting ${name}`)];
  }

  /** Chooses the entry with this label in the list that is open at the top. */
  async pick(label: string, timeout: number = patience.whole): Promise<void> {
    const name = this.page.locator('.quick-input-list-label .label-name').filter({ hasText: new RegExp(`^${escaped(label)}$`) });
    await this.page.locator('.quick-input-list .monaco-list-row').filter({ has: name }).first().click({ timeout });
  }

  /** Chooses from the context menu that is open. A click in its first moment counts for the end of the press that opened it. */
  async chooseFromMenu(name: string): Promise<void> {
    const menu = this.page.locator('.context-view .monaco-menu');
    await menu.waitFor();
    await eventually(async () => {
      if (await menu.isVisible()) await menu.getByText(name, { exact: true }).click({ timeout: patience.attempt });
      await menu.waitFor({ state: 'hidden', timeout: patience.attempt });
    });
  }

  /**
   * Types an answer into the input at the top, and ends it with Enter. `question` is how the words in the input or below it begin: one that is still
   * open from the step before would take the keys.
   */
  async answer(question: string, text: string): Promise<void> {
    const words = new RegExp(`^${escaped(question)}`);
    const asks = this.page.getByPlaceholder(words).or(this.page.getByText(words)).first();
    await this.#input(this.page.locator('.quick-input-widget:visible').filter({ has: asks })).fill(text);
    // What the input says may change with what is in it.
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
    await this.ask({ act: 'open', path: join(this.#folder, path) });
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
    await this.changeSettings({ [THEME]: themes[theme] });
    await this.#showsTheme(themes[theme]);
  }

  /** Changes the size of the window in pixels of the screen; a zoom of 2 is what 200 % is in the editor. */
  async resize(size: { width?: number; height?: number; zoom?: number }): Promise<void> {
    this.#resized = true;
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

  /** Ends the extension host of this window as a crash would, and waits until a new one runs. */
  async killExtensionHost(): Promise<void> {
    const killed = await this.extensionHost();
    killIfThere(killed);
    await eventually(async () => {
      if ((await this.extensionHost()) === killed) throw new Error('the extension host has not ended yet');
    });
  }

  /** Closes the window, and ends its extension host where the server keeps that for a window that may come back. */
  async close(): Promise<void> {
    const host = this.#door?.pid;
    await this.#context.close();
    if (host !== undefined && this.server.extensionHosts().includes(host)) killIfThere(host);
  }

  /** The input that is open at the top. */
  #input(widget: Locator = this.page.locator('.quick-input-widget:visible')): Locator {
    return widget.locator('.quick-input-box input');
  }

  async #openDoor(): Promise<Door> {
    if (this.#door === undefined || this.#door.closed) this.#door = await this.server.doors.take(this.#folder || undefined);
    return this.#door;
  }

  async #goTo(address: string): Promise<void> {
    await this.page.goto(address, { timeout: patience.whole });
    await this.#ready();
  }

  async #ready(): Promise<void> {
    this.#door = undefined;
    await this.page.locator('.monaco-workbench .part.statusbar').waitFor();
    await this.page.locator('.monaco-workbench .activitybar .action-item').first().waitFor();
    await this.#openDoor();
  }

  async #showsTheme(name: unknown): Promise<void> {
    const theme = (Object.keys(themes) as Theme[]).find((each) => themes[each] === name) ?? 'dark';
    await this.page.locator(`.monaco-workbench.${themeClasses[theme]}`).waitFor();
  }
}

/** A window that is loaded again ends its extension host before that can answer. */
function unlessClosed(error: unknown): void {
  if (!(error instanceof DoorClosed)) throw error;
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
