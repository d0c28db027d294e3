import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { removeLauncher } from '../../node/commandLine/launcherFile.ts';
import { findLaunchers } from '../../node/commandLine/pathFolders.ts';
import { showInformation } from '../messages.ts';
import { plainMessage } from '../plainText.ts';
import { commandHost, isWantedInTerminals, ownLauncherFile } from './ownLauncher.ts';

/** Removes what `installCommandLine` wrote, once the person has seen what that is; `onChanged` hears of it then. */
export async function removeCommandLine(onChanged: () => void): Promise<void> {
  const files = findLaunchers(commandHost(), ownLauncherFile());
  if (files.length === 0) {
    await showInformation(l10n.t('Rota has put no "rota" into a folder on your PATH, so there is nothing to remove.'));
    return;
  }
  const still = isWantedInTerminals()
    ? l10n.t('Terminals of this editor know "rota" all the same, until the setting "rota.terminal.commandLine" is off.')
    : '';
  const detail = `${l10n.t('Deletes {0}.', files.join(', '))} ${still}`.trim();
  const remove = l10n.t('Remove');
  const chosen = await vscode.window.showWarningMessage(
    l10n.t('Remove the command line?'),
    { modal: true, detail: plainMessage(detail) },
    remove,
  );
  if (chosen !== remove) return;
  for (const file of files) removeLauncher(file);
  onChanged();
  await showInformation(l10n.t('Removed {0}.', files.join(', ')));
}
