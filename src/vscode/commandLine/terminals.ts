import { existsSync } from 'node:fs';
import { delimiter, dirname } from 'node:path';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { attempt } from '../../node/personalCheck.ts';
import { isWantedInTerminals, keepOwnLauncher, ownLauncherFile } from './ownLauncher.ts';

/**
 * Lets new terminals of this window know `rota`, as long as the setting says so, and keeps current what launchers elsewhere start. A data folder that
 * cannot be used is left to the health page to tell.
 */
export function followTerminals(context: vscode.ExtensionContext): vscode.Disposable {
  prepare(context);
  return vscode.workspace.onDidChangeConfiguration(
    (change) => change.affectsConfiguration('rota.terminal.commandLine') && prepare(context),
  );
}

function prepare(context: vscode.ExtensionContext): void {
  const { environmentVariableCollection: variables } = context;
  const wanted = isWantedInTerminals();
  const launcher = attempt(() => (wanted || existsSync(ownLauncherFile()) ? keepOwnLauncher(context) : undefined));
  // The editor keeps its collection with the workspace: the first terminal of the next window has it from the start, and what is over must be taken out.
  if (!wanted || !('value' in launcher) || launcher.value === undefined) return variables.clear();
  variables.description = l10n.t('Adds `rota`, the command line of the task board');
  // At the end: a `rota` of the person's own keeps its name. A shell whose profile sets the PATH anew gets it once more.
  variables.append('PATH', `${delimiter}${dirname(launcher.value)}`, { applyAtProcessCreation: true, applyAtShellIntegration: true });
}
