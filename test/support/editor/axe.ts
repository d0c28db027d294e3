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
  await frame.evaluate(`{ const button = document.createElement('button'); button.id = 'planted'; document.body.append(button); }`);
  const planted = await run(frame);
  await frame.evaluate(`document.getElementById('planted').remove()`);
  assert.ok(planted.some((line) => line.includes('#planted')), 'axe does not see into this frame: it missed the planted violation');
  return run(frame);
}

async function run(frame: Frame): Promise<string[]> {
  const results = await frame.evaluate<AxeResults>(`axe.run(document, { runOnly: ${JSON.stringify(tags)} })`);
  return results.violations.flatMap(({ id, help, nodes }) => nodes.map(({ target, failureSummary }) => `${id} at ${String(target)}: ${help}. ${failureSummary ?? ''}`));
}
