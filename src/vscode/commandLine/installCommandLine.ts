import { dirname } from 'node:path';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { UserError } from '../../core/base/errors.ts';
import { installLauncher } from '../../node/commandLine/launcherFile.ts';
import { pathLauncherText } from '../../node/commandLine/launcherText.ts';
import { listFolderChoices, profileLine, type FolderChoice } from '../../node/commandLine/pathFolders.ts';
import { showInformation, showWarning } from '../messages.ts';
import { askChoice, type Choice } from '../models/quickSteps.ts';
import { plainLabel } from '../plainText.ts';
import { commandHost, keepOwnLauncher, ownLauncherFile } from './ownLauncher.ts';

/** Puts a launcher into a folder on the person's PATH, once they chose which; `onChanged` hears of it before the person is told. */
export async function installCommandLine(context: vscode.ExtensionContext, onChanged: () => void): Promise<void> {
  const host = commandHost();
  const current = ownLauncherFile();
  const { choices, foreign } = listFolderChoices(host);
  const leftAlone = foreign.length > 0 ? l10n.t('Left alone, because Rota did not make it: {0}', foreign.join(', ')) : undefined;
  if (choices.length === 0) throw new UserError('refused', leftAlone ?? l10n.t('None of the usual folders for commands can be written.'));
  const answer = await askChoice(
    {
      title: l10n.t('Install the Command Line'),
      placeholder: l10n.t('Choose the file that Rota may write'),
      prompt: leftAlone,
    },
    choices.map((choice) => rowOf(choice, current)),
  );
  if (typeof answer !== 'object') return;
  keepOwnLauncher(context);
  installLauncher(answer.value.file, pathLauncherText(current, host));
  onChanged();
  await tell(answer.value);
}

/** Names the file, and what it will be. */
function rowOf(choice: FolderChoice, current: string): Choice<FolderChoice> {
  const { file, installed } = choice;
  return {
    label: plainLabel(file),
    description: plainLabel(installed ? l10n.t('{0}, is there already', placeOf(choice)) : placeOf(choice)),
    detail: plainLabel(l10n.t('A small script that starts {0}', current)),
    iconPath: new vscode.ThemeIcon(installed ? 'check' : 'new-file'),
    value: choice,
  };
}

function placeOf({ onPath, hiddenBy }: FolderChoice): string {
  if (hiddenBy !== undefined) return l10n.t('{0} comes first on your PATH', hiddenBy);
  return onPath ? l10n.t('on your PATH') : l10n.t('not on your PATH yet');
}

/** Says what was written, and what is left to do before a terminal knows `rota`. */
async function tell({ file, onPath, hiddenBy }: FolderChoice): Promise<void> {
  if (hiddenBy !== undefined) {
    await showWarning(l10n.t('Wrote {0}, but {1} comes first on your PATH: "rota" starts that one.', file, hiddenBy));
  } else if (onPath) {
    await showInformation(l10n.t('Wrote {0}. New terminals know "rota".', file));
  } else {
    await tellProfileLine(file);
  }
}

async function tellProfileLine(file: string): Promise<void> {
  const folder = dirname(file);
  const profile = profileLine(folder, commandHost());
  if (!profile) {
    await showWarning(
      l10n.t(
        'Wrote {0}. Its folder is not on your PATH: add {1} to "Path" in "Edit environment variables for your account".',
        file,
        folder,
      ),
    );
    return;
  }
  const copy = l10n.t('Copy Line');
  const chosen = await showWarning(
    l10n.t(
      'Wrote {0}. Its folder is not on your PATH: add this line to {1} and open a new terminal: {2}',
      file,
      profile.file,
      profile.line,
    ),
    copy,
  );
  if (chosen === copy) await vscode.env.clipboard.writeText(profile.line);
}
