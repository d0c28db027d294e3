// @ts-check
import * as vscode from 'vscode';

/** The least that an extension can do: the anchor.
 * @param {vscode.ExtensionContext} context */
export function activate(context) {
  context.subscriptions.push(vscode.commands.registerCommand('rota-bench.hello', () => vscode.window.showInformationMessage('Hello')));
}
