import { connect, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import * as vscode from 'vscode';
import type { JsonValue } from '../../../../src/core/base/json.ts';
import { DOOR_VARIABLE, type DoorAnswer, type DoorGreeting, type DoorQuestion, type DoorRequest } from './doorMessages.ts';

const RETRY_MS = 100;

/**
 * An extension for tests, installed beside Rota: it does in a window what a test only needs done and does not test (open a file, run a command, tidy
 * up), without keys that a busy window may lose. It connects to the socket that the environment names, again and again: tests come and go.
 */
export function activate(context: vscode.ExtensionContext): void {
  const address = process.env[DOOR_VARIABLE];
  if (address === undefined) return;
  let over = false;
  let socket: Socket | undefined;
  const open = (): void => {
    if (over) return;
    socket = connect(address);
    // A failed connection is closed too: one place tries again.
    socket.on('error', () => undefined);
    socket.on('close', () => setTimeout(open, RETRY_MS));
    socket.on('connect', () => serve(socket as Socket));
  };
  open();
  context.subscriptions.push({
    dispose: () => {
      over = true;
      socket?.destroy();
    },
  });
}

function serve(socket: Socket): void {
  const folders = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.fsPath);
  const say = (message: DoorGreeting | DoorAnswer): void => void socket.write(`${JSON.stringify(message)}\n`);
  say({ pid: process.pid, folders });
  createInterface({ input: socket }).on('line', (line) => {
    const { id, request } = JSON.parse(line) as DoorQuestion;
    void carryOut(request).then(
      (result) => say({ id, result }),
      (error: unknown) => say({ id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
    );
  });
}

async function carryOut(request: DoorRequest): Promise<JsonValue> {
  switch (request.act) {
    case 'command':
      return runCommand(request.command, request.args, request.wait);
    case 'open':
      await vscode.window.showTextDocument(vscode.Uri.file(request.path), { preserveFocus: false });
      return null;
    case 'settle':
      return settle();
    case 'tool': {
      // The tools bring much with them, which few tests need.
      const { callTool } = await import('../../toolHost/toolHost.ts');
      return callTool(request.call);
    }
  }
}

async function runCommand(command: string, args: readonly JsonValue[], wait: boolean): Promise<JsonValue> {
  // What keys and mouse did before must have come here: a command of this process asks the window for nothing.
  await nextTurn();
  const running = Promise.resolve(vscode.commands.executeCommand(command, ...args));
  if (wait) await running;
  // A command that does not exist is refused in the same breath; what asks a person goes on.
  else await Promise.race([running, nextTurn()]);
  return null;
}

/** A round trip to the window: each side has taken up what the other told it before. */
async function nextTurn(): Promise<void> {
  await vscode.commands.getCommands(true);
}

async function settle(): Promise<string[]> {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
  for (const tab of tabs.filter(({ isDirty }) => isDirty)) {
    if (!(tab.input instanceof vscode.TabInputText)) continue;
    await vscode.window.showTextDocument(tab.input.uri, { viewColumn: tab.group.viewColumn, preserveFocus: false });
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  }
  for (const command of [
    'workbench.action.closeAllEditors',
    'workbench.action.terminal.killAll',
    'workbench.action.closePanel',
    'workbench.action.closeAuxiliaryBar',
    'notifications.clearAll',
  ]) {
    await vscode.commands.executeCommand(command);
  }
  return tabs.map(({ label, isDirty }) => (isDirty ? `${label} (unsaved)` : label));
}
