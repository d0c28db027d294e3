import { after, before, describe } from 'node:test';
import type { Browser } from 'playwright-core';
import { findChromium, launchChromium } from '../editor/chromium.ts';
import { PageServer } from './pageServer.ts';

/** A browser with the built pages to open in it. */
export interface PageBrowser {
  readonly browser: Browser;
  readonly server: PageServer;
}

/** A suite whose tests share a browser with the built pages. Skipped without Chromium, unless the environment demands it. */
export function describePage(name: string, define: (running: () => PageBrowser) => void): void {
  const executable = findChromium();
  const required = Boolean(process.env['CI'] || process.env['ROTA_REQUIRE_EDITOR']);
  if (executable === undefined && required) throw new Error('There is no Chromium on this machine.');
  describe(name, { skip: executable === undefined ? 'There is no Chromium on this machine.' : false }, () => {
    let running: PageBrowser | undefined;
    before(async () => {
      running = { browser: await launchChromium(executable ?? ''), server: await PageServer.start() };
    });
    after(async () => {
      await running?.browser.close();
      await running?.server.close();
    });
    define(() => {
      if (!running) throw new Error('The browser runs only while the tests run: ask for it within a test.');
      return running;
    });
  });
}
