import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Frame } from 'playwright-core';

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const source = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/**
 * What axe finds wrong in a webview, one line a place. It is run within the innermost frame, since it never enters those frames by itself, and
 * must find a button without a name there first: an answer of nothing then means that there is nothing.
 */
export async function axeViolations(frame: Frame): Promise<string[]> {
  await frame.evaluate(await readFile(source, 'utf8'));
  // A webview is transparent: contrast is to be measured against what the window shows behind it.
  if (frame.parentFrame())
    await frame.evaluate(`document.documentElement.style.backgroundColor = ${JSON.stringify(await backgroundOf(frame))}`);
  await frame.evaluate(`{ const button = document.createElement('button'); button.id = 'planted'; document.body.append(button); }`);
  const planted = await run(frame);
  await frame.evaluate(`document.getElementById('planted').remove()`);
  assert.ok(
    planted.some((line) => line.includes('#planted')),
    'axe does not see into this frame: it missed the planted violation',
  );
  const found = await run(frame);
  await frame.evaluate(`document.documentElement.style.backgroundColor = ''`);
  return found;
}

async function run(frame: Frame): Promise<string[]> {
  const results = await frame.evaluate<AxeResults>(`axe.run(document, { runOnly: ${JSON.stringify(tags)} })`);
  return results.violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} at ${String(target)}: ${help}. ${failureSummary ?? ''}`),
  );
}

/** The colour behind a frame. Frames of webviews lie above the window, not within the part that they belong to, so it is looked up by place. */
async function backgroundOf(frame: Frame): Promise<string> {
  if (!frame.parentFrame()) return frame.evaluate<string>('getComputedStyle(document.documentElement).backgroundColor');
  const box = await (await frame.frameElement()).boundingBox();
  if (!box) throw new Error('the frame is not shown');
  return frame.page().evaluate<string>(`{
    const colors = document.elementsFromPoint(${box.x + box.width / 2}, ${box.y + box.height / 2}).map((element) => getComputedStyle(element).backgroundColor);
    colors.find((color) => !/^rgba\\(.*, 0\\)$/.test(color));
  }`);
}
