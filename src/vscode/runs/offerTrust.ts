import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { showWarning } from '../messages.ts';

/** True in a trusted workspace. Else says why nothing runs here and how that is changed; the runs themselves are refused by their own guard. */
export function offerTrust(): boolean {
  if (vscode.workspace.isTrusted) return true;
  const manage = l10n.t('Manage Trust');
  const message = l10n.t('No agent runs in Restricted Mode: it could change files and start commands of a folder that you do not trust.');
  void showWarning(message, manage).then((chosen) => chosen && vscode.commands.executeCommand('workbench.trust.manage'));
  return false;
}
