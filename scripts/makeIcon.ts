import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findChromium, launchChromium } from '../test/support/editor/chromium.ts';

// `node scripts/bootstrap.mjs scripts/makeIcon.ts`: draws `media/icon.png`, which lists of extensions show, from `media/rota.svg`. Its ground is
// its own, because it stands on light and dark pages.
const size = 128;
const media = join(import.meta.dirname, '../media');

const executable = findChromium();
if (executable === undefined) throw new Error('There is no Chromium on this machine: install it, or set ROTA_CHROMIUM.');
const drawing = await readFile(join(media, 'rota.svg'), 'utf8');
const browser = await launchChromium(executable);
try {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  await page.setContent(`<style>
    body { margin: 0 }
    div { width: 100vw; height: 100vh; box-sizing: border-box; padding: 14px; border-radius: 28px; color: #fff; background: linear-gradient(135deg, #6366f1, #3730a3) }
    svg { width: 100%; height: 100%; stroke-width: 2 }
  </style><div>${drawing}</div>`);
  await writeFile(join(media, 'icon.png'), await page.screenshot({ omitBackground: true }));
} finally {
  await browser.close();
}
