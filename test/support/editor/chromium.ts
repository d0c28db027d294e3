import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, type BrowserServer, chromium } from 'playwright-core';

/** The one without a surface of its own comes first: it needs a sixth less of the processor. */
const names = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** The browser of this machine: `ROTA_CHROMIUM`, or the first one on the `PATH`. */
export function findChromium(): string | undefined {
  const stated = process.env['ROTA_CHROMIUM'];
  if (stated) return isExecutable(stated) ? stated : undefined;
  const folders = ['/usr/bin', ...(process.env['PATH'] ?? '').split(delimiter)];
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable);
}

export async function launchChromium(executablePath: string): Promise<Browser> {
  return chromium.launch({ executablePath, args: quiet });
}

/** Names the address of a browser that the test runner started for all its files; without it each file starts its own. */
export const BROWSER_VARIABLE = 'ROTA_TEST_BROWSER';

/** A browser that several processes can use, each in profiles of its own. */
export async function serveChromium(executablePath: string): Promise<BrowserServer> {
  return chromium.launchServer({ executablePath, args: quiet });
}

/** The browser of the test runner, or one of one's own. Closing it leaves that of the runner to the others. */
export async function openBrowser(): Promise<Browser> {
  const address = process.env[BROWSER_VARIABLE];
  if (address) return chromium.connect(address);
  const executable = findChromium();
  if (executable === undefined) throw new Error('There is no Chromium on this machine: install it, or set ROTA_CHROMIUM.');
  return launchChromium(executable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
