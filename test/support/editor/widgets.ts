import type { Locator, Page } from 'playwright-core';
import { eventually } from './eventually.ts';
import { patience } from './patience.ts';

/** What can lie over the window and take the keys that are meant for something else, by what a person would call it. */
const widgets: Readonly<Record<string, string>> = {
  dialog: '.monaco-dialog-box',
  menu: '.context-view .monaco-menu',
  'list of fixes': '.action-widget',
  'list at the top': '.quick-input-widget:visible',
};

/** Closes what lies open over the window, in the order in which it has to go; names it with the words that it shows. */
export async function closeWidgets(page: Page): Promise<string[]> {
  const closed: string[] = [];
  for (const [name, selector] of Object.entries(widgets)) {
    const widget = page.locator(selector).first();
    if (!(await widget.isVisible())) continue;
    closed.push(`the ${name} "${await wordsOf(widget)}"`);
    await eventually(async () => {
      if (await widget.isVisible()) await page.keyboard.press('Escape');
      await widget.waitFor({ state: 'hidden', timeout: patience.attempt });
    });
  }
  return closed;
}

/** It may be gone meanwhile. */
async function wordsOf(widget: Locator): Promise<string> {
  const words = await widget.innerText({ timeout: patience.attempt }).catch(() => '');
  return words.replace(/\s+/g, ' ').slice(0, 100);
}
