// @ts-check
// Activates the extension that `probe.json` of the workspace names and writes down what that cost. One measurement an extension host: the file's answer ends it.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import * as vscode from 'vscode';

const quietMs = 3000;
const settledMs = 1500;

/** What starts up beside it should be over before, and what it starts itself should be over after. */
export function activate() {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
  if (folder !== undefined && existsSync(join(folder, 'probe.json'))) void measure(folder);
}

/** @param {string} folder */
async function measure(folder) {
  const { target, command } = /** @type {{ target: string, command?: string }} */ (
    JSON.parse(readFileSync(join(folder, 'probe.json'), 'utf8'))
  );
  const extension = vscode.extensions.getExtension(target);
  if (!extension) throw new Error(`there is no extension ${target}`);
  if (extension.isActive) throw new Error(`${target} is active already`);
  await wait(quietMs);
  const before = memory();
  const start = performance.now();
  await extension.activate();
  const activated = performance.now() - start;
  if (command !== undefined) await vscode.commands.executeCommand(command);
  const ready = performance.now() - start;
  await wait(settledMs);
  const after = memory();
  const figures = { activated, ready, rss: after.rss - before.rss, heap: after.heapUsed - before.heapUsed };
  writeFileSync(join(folder, 'measured.json'), JSON.stringify(figures));
}

function memory() {
  setFlagsFromString('--expose-gc');
  const collect = /** @type {() => void} */ (runInNewContext('gc'));
  collect();
  collect();
  return process.memoryUsage();
}
