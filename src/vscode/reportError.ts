import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Log } from '../core/base/log.ts';
import { systemFailure } from '../node/systemErrors.ts';
import { showError } from './messages.ts';

/** The border of every command and message: what people can mend is shown as written, a bug goes to the log and says so. Never throws. */
export async function reportError<T>(log: Log, act: () => T | PromiseLike<T>): Promise<T | undefined> {
  try {
    return await act();
  } catch (error) {
    tell(log, error);
    return undefined;
  }
}

/** Shows one error to the person. */
function tell(log: Log, error: unknown): void {
  const told = systemFailure(error);
  if (told) {
    void showError(told.message);
    return;
  }
  log.error('unexpected', error);
  const showLog = l10n.t('Show Log');
  void showError(l10n.t('Rota met an error of its own. The log says more.'), showLog).then(
    (chosen) => chosen && vscode.commands.executeCommand('rota.showLog'),
  );
}
