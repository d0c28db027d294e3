import { join } from 'node:path';
import * as vscode from 'vscode';
import { currentLauncherFile, isCurrentLauncher, keepCurrentLauncher } from '../../node/commandLine/launcherFile.ts';
import type { LauncherTarget } from '../../node/commandLine/launcherText.ts';
import type { CommandHost } from '../../node/commandLine/pathFolders.ts';
import { findHome } from '../../node/thisUser.ts';
import { windowUserData } from '../windowData.ts';

/** What systems name as the home of a user who has none. */
const NO_HOME = '/nonexistent';

/** This machine, as the editor was started on it. */
export function commandHost(): CommandHost {
  return { platform: process.platform, environment: process.env, home: findHome() ?? NO_HOME };
}

/** Where the launcher is that starts the Rota of this editor. Throws `UserError` where the data folder cannot be used. */
export function ownLauncherFile(): string {
  const dataFolder = windowUserData();
  return currentLauncherFile(dataFolder, commandHost());
}

/** Lets that launcher start this version of Rota with this editor, whichever it started before. */
export function keepOwnLauncher(context: vscode.ExtensionContext): string {
  const file = ownLauncherFile();
  keepCurrentLauncher(file, ownTarget(context), commandHost());
  return file;
}

/** Whether that has been done. */
export function isOwnLauncherCurrent(context: vscode.ExtensionContext): boolean {
  return isCurrentLauncher(ownLauncherFile(), ownTarget(context), commandHost());
}

/** Whether terminals of this editor are to know `rota`. Only the person's own settings say so. */
export function isWantedInTerminals(): boolean {
  return vscode.workspace.getConfiguration('rota').get<unknown>('terminal.commandLine', true) === true;
}

function ownTarget({ extensionUri }: vscode.ExtensionContext): LauncherTarget {
  return { program: process.execPath, script: join(extensionUri.fsPath, 'dist', 'cli.js') };
}
