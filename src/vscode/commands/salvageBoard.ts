import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { UserError } from '../../core/base/errors.ts';
import { salvageText } from '../../core/model/salvageText.ts';
import { salvageBoard, type Salvage } from '../../node/salvageBoard.ts';
import { windowUserData } from '../windowData.ts';
import { showInformation, showWarning } from '../messages.ts';
import { plainMessage } from '../plainText.ts';
import { findPlace, type Session } from '../session.ts';
import { restoreFromBackup } from './backupCommands.ts';

type Read = Extract<Salvage, { kind: 'read' }>;

/** Reads what can be read of a damaged board into a new one, once the person has seen what that is. */
export async function salvage(session: Session): Promise<void> {
  const place = findPlace();
  if (!place) throw new UserError('unavailable', l10n.t('Rota keeps its board in a folder on disk. Open a folder first.'));
  if (session.board) throw new UserError('refused', l10n.t('The board is open, so there is nothing to salvage.'));
  const read = (dryRun: boolean): Thenable<Salvage> =>
    vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title: l10n.t('Reading the damaged board') }, () =>
      salvageBoard(place, { dataFolder: windowUserData(), dryRun, notify: (message) => void showWarning(message) }),
    );
  // Without a folder there is nothing to read, but perhaps a salvage to end that was cut short.
  const said = place.exists ? await read(true) : undefined;
  if (said?.kind === 'read' && !(await isWanted(said, session))) return;
  const done = await read(false);
  await session.openExisting();
  if (done.kind === 'finished')
    return void showInformation(l10n.t('An earlier salvage or restore had been cut short. It is finished now.'));
  const kept = l10n.t('The damaged files are kept in {0}.', done.keptIn ?? '');
  const content = [l10n.t('What was read of the damaged board'), '', ...salvageText(done.report), kept, ''].join('\n');
  await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ content, language: 'plaintext' }), { preview: false });
}

async function isWanted({ report, better }: Read, session: Session): Promise<boolean> {
  const [restore, salvaged] = [l10n.t('Restore from a Backup...'), l10n.t('Salvage')];
  const [newest] = better;
  const lines = salvageText(report).slice(0, 8);
  if (newest) lines.push(l10n.t('A backup of {0} has more cards ({1}).', new Date(newest.madeAt).toLocaleString(), newest.cards));
  lines.push(l10n.t('The damaged files are kept in the folder of the board.'));
  const choices = newest ? [salvaged, restore] : [salvaged];
  const chosen = await vscode.window.showWarningMessage(
    l10n.t('Make a new board of what can still be read?'),
    { modal: true, detail: plainMessage(lines.join('\n\n')) },
    ...choices,
  );
  if (chosen === restore) await restoreFromBackup(session);
  return chosen === salvaged;
}
