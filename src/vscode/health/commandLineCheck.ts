import * as l10n from '@vscode/l10n';
import type * as vscode from 'vscode';
import type { Found, HealthCheck } from '../../core/health/healthCheck.ts';
import { hiddenBy, findLaunchers } from '../../node/commandLine/pathFolders.ts';
import { attempt } from '../../node/personalCheck.ts';
import { commandHost, isOwnLauncherCurrent, isWantedInTerminals, ownLauncherFile } from '../commandLine/ownLauncher.ts';

/** Whether `rota` starts this Rota: in terminals of the editor, and elsewhere. */
export function commandLineCheck(context: vscode.ExtensionContext): HealthCheck {
  return { id: 'command-line', title: l10n.t('Command line'), look: async () => [look(context)] };
}

function look(context: vscode.ExtensionContext): Found {
  const launcher = attempt(() => ownLauncherFile());
  if ('problem' in launcher) return { state: 'note', detail: l10n.t('Without a data folder that can be used no terminal knows "rota".') };
  const host = commandHost();
  const files = findLaunchers(host, launcher.value);
  const wanted = isWantedInTerminals();
  if ((wanted || files.length > 0) && !isOwnLauncherCurrent(context)) {
    return {
      state: 'warning',
      detail: l10n.t(
        '{0} does not start this version of Rota, and with it "rota" in a terminal. Load the window again; if that changes nothing, see whether the file can be written.',
        launcher.value,
      ),
    };
  }
  const other = files.map((file) => hiddenBy(file, host)).find((file) => file !== undefined);
  if (other !== undefined) return { state: 'note', detail: l10n.t('{0} comes first on your PATH: "rota" starts that one.', other) };
  const here = wanted
    ? l10n.t('Terminals of this editor know "rota".')
    : l10n.t('Terminals of this editor do not know "rota": the setting "rota.terminal.commandLine" is off.');
  const elsewhere =
    files.length > 0
      ? l10n.t('Others start it with {0}.', files.join(', '))
      : l10n.t('The command "Rota: Install the Command Line" puts it on your PATH for all others.');
  return { state: 'ok', detail: `${here} ${elsewhere}` };
}
