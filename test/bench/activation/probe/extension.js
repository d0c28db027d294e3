// @ts-check
// Activates the extension that `probe.json` of the workspace names and writes down what that cost. One measurement an extension host: the file's answer ends it.
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import * as vscode from 'vscode';

// What starts up beside it should be over before, and what it starts itself should be over after: so long (ms) must there be nothing to do.
const quietMs = 3000;
const settledMs = 1500;
/** With less than this share of one processor there is next to nothing to do: an editor at rest works for some 60 ms every two seconds. */
const quietShare = 0.1;
const patience = 120_000;

export function activate() {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
  if (folder === undefined || !existsSync(join(folder, 'probe.json'))) return;
  measure(folder)
    .catch((error) => ({ failed: error instanceof Error ? String(error.stack) : String(error) }))
    .then((measured) => {
      // Who waits for the file finds all of it or nothing.
      writeFileSync(join(folder, 'measured.tmp'), JSON.stringify(measured));
      renameSync(join(folder, 'measured.tmp'), join(folder, 'measured.json'));
    });
}

/** @param {string} folder */
async function measure(folder) {
  const { target, command } = /** @type {{ target: string, command?: string }} */ (
    JSON.parse(readFileSync(join(folder, 'probe.json'), 'utf8'))
  );
  const extension = vscode.extensions.getExtension(target);
  if (!extension) throw new Error(`there is no extension ${target}`);
  if (extension.isActive) throw new Error(`${target} is active already`);
  await untilQuiet(quietMs);
  const before = memory();
  const start = performance.now();
  await extension.activate();
  const activated = performance.now() - start;
  if (command !== undefined) await vscode.commands.executeCommand(command);
  const ready = performance.now() - start;
  await untilQuiet(settledMs);
  const after = memory();
  return { activated, ready, rss: after.rss - before.rss, heap: after.heapUsed - before.heapUsed };
}

/** Waits until this extension host has had next to nothing to do for so long.
 * @param {number} ms */
async function untilQuiet(ms) {
  const end = performance.now() + patience;
  while (performance.now() < end) {
    const [began, used] = [performance.now(), process.cpuUsage()];
    await wait(ms);
    const { user, system } = process.cpuUsage(used);
    if ((user + system) / 1000 < quietShare * (performance.now() - began)) return;
  }
  throw new Error(`the extension host did not come to rest in ${patience / 1000} seconds`);
}

function memory() {
  setFlagsFromString('--expose-gc');
  const collect = /** @type {() => void} */ (runInNewContext('gc'));
  collect();
  collect();
  return process.memoryUsage();
}
