import * as vscode from 'vscode';
import { plainMessage } from './plainText.ts';

/** Tells something in passing; answers the choice that was pressed. No text in it becomes a link. */
export function showInformation<T extends string>(message: string, ...choices: T[]): Thenable<T | undefined> {
  return vscode.window.showInformationMessage(plainMessage(message), ...choices);
}

/** Tells what did not go as it was wanted. */
export function showWarning<T extends string>(message: string, ...choices: T[]): Thenable<T | undefined> {
  return vscode.window.showWarningMessage(plainMessage(message), ...choices);
}

/** Tells what failed. */
export function showError<T extends string>(message: string, ...choices: T[]): Thenable<T | undefined> {
  return vscode.window.showErrorMessage(plainMessage(message), ...choices);
}
