import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { UserError } from '../../core/base/errors.ts';
import type { Backup } from '../../core/model/backup.ts';
import { backupReasonNames } from '../../core/model/backupNames.ts';
import { findKeptBoard, restoreBackup } from '../../node/restoreBackup.ts';
import type { StorePlace } from '../../node/storePlace.ts';
import { windowUserData } from '../windowData.ts';
import { showInformation } from '../messages.ts';
import type { OpenBoard } from '../openBoard.ts';
import { findPlace, type Session } from '../session.ts';

/** Writes the board, whose files went while it was open, to where they were. */
export async function putBack(session: Session): Promise<void> {
  const { store, place } = await session.require();
  if (!store.displaced) throw new UserError('refused', l10n.t('The files of the board are where they belong.'));
  await store.putBack();
  void showInformation(
    l10n.t(
      'The board is back in {0}, with all its cards. Logs of earlier runs are back only if their files still were there.',
      place.folder,
    ),
  );
}

/** Lets the person choose one of the copies that this machine keeps, and puts it in the place of the board. */
export async function restoreFromBackup(session: Session): Promise<void> {
  const place = findPlace();
  if (!place) throw new UserError('unavailable', l10n.t('Rota keeps its board in a folder on disk. Open a folder first.'));
  const backups = listBackups(place);
  if (backups.length === 0) throw new UserError('not-found', l10n.t('There is no copy of a board of this folder yet.'));
  const chosen = await choose(backups);
  if (!chosen) return;
  const { board } = session;
  if (board) {
    if (!(await confirmReplacing(board, chosen))) return;
    await board.store.restoreBackup(chosen.name);
  } else {
    await restoreBackup(place, windowUserData(), chosen.name);
    await session.openExisting();
  }
  void showInformation(l10n.t('The board is again as it was on {0}.', whenOf(chosen)));
}

/** The copies that this machine keeps of the board of a place, the newest first. */
export function listBackups(place: StorePlace): Backup[] {
  return findKeptBoard(place, windowUserData())?.backups.list() ?? [];
}

/** Cards that are there now go out of sight: nobody does that with one key too many. */
async function confirmReplacing({ app, store }: OpenBoard, chosen: Backup): Promise<boolean> {
  if (app.runs.active.length > 0)
    throw new UserError('refused', l10n.t('An agent works on a card here. Stop its run or wait for its end, then restore the backup.'));
  const cards = Object.values(await store.countTasks()).reduce((sum, count) => sum + count, 0);
  const restore = l10n.t('Restore');
  const answer = await vscode.window.showWarningMessage(
    l10n.t('Restore the board as it was on {0}?', whenOf(chosen)),
    {
      modal: true,
      detail: l10n.t(
        'It has {0} now and had {1} then. What is there now is kept as a copy that can be restored too.',
        amountOf(cards),
        amountOf(chosen.cards),
      ),
    },
    restore,
  );
  return answer === restore;
}

async function choose(backups: readonly Backup[]): Promise<Backup | undefined> {
  const items = backups.map((backup) => ({
    label: whenOf(backup),
    description: amountOf(backup.cards),
    detail: asLine(backupReasonNames()[backup.reason]),
    backup,
  }));
  const placeHolder = l10n.t('Which copy takes the place of the board? What is there now is kept as a copy too.');
  return (await vscode.window.showQuickPick(items, { placeHolder, ignoreFocusOut: true, matchOnDetail: true }))?.backup;
}

function amountOf(cards: number): string {
  return cards === 1 ? l10n.t('1 card') : l10n.t('{0} cards', cards);
}

/** Begins with a capital letter, as lines of lists do. */
function asLine([first = '', ...rest]: string): string {
  return `${first.toUpperCase()}${rest.join('')}`;
}

function whenOf({ madeAt }: Backup): string {
  return new Date(madeAt).toLocaleString();
}
