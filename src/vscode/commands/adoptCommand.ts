import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { UserError } from '../../core/base/errors.ts';
import { adoptBoard } from '../../node/adoptBoard.ts';
import { findBoards, type FoundBoard } from '../../node/foundBoards.ts';
import { windowUserData } from '../windowData.ts';
import { showInformation } from '../messages.ts';
import { plainMessage } from '../plainText.ts';
import { findPlace, type Session } from '../session.ts';

/** Takes a board into use in this window that belonged to another folder, once the person has said so. */
export async function adoptFoundBoard(session: Session): Promise<void> {
  const place = findPlace();
  if (!place) throw new UserError('unavailable', l10n.t('Rota keeps its board in a folder on disk. Open a folder first.'));
  if (session.board) throw new UserError('refused', l10n.t('There is a board in {0} already.', place.root));
  const dataFolder = windowUserData();
  const board = await choose(findBoards(place, dataFolder).filter(({ way }) => way !== 'left' || !place.exists));
  if (!board || !(await confirm(board, place.root))) return;
  const { folder } = await adoptBoard(place, dataFolder, board);
  await session.openExisting();
  if (session.board) void showInformation(l10n.t('The board is in use here now; its files are in {0}.', folder));
}

/** Without a question where there is only one. */
async function choose(boards: readonly FoundBoard[]): Promise<FoundBoard | undefined> {
  const [first] = boards;
  if (!first) throw new UserError('not-found', l10n.t('There is no board that belonged to another folder and could be used here.'));
  if (boards.length === 1 || first.way !== 'left') return first;
  const items = boards.map((board) => ({
    label: formerName(board),
    description: board.isLikely ? l10n.t('looks like this folder') : '',
    detail: board.folder,
    board,
  }));
  const placeHolder = l10n.t('Which of these boards is to be used here? Their folders are not there any more.');
  return (await vscode.window.showQuickPick(items, { placeHolder, ignoreFocusOut: true, matchOnDetail: true }))?.board;
}

async function confirm(board: FoundBoard, root: string): Promise<boolean> {
  const use = l10n.t('Use It Here');
  const title =
    board.way === 'older'
      ? l10n.t('These files are an older state of the board. Go on from them?')
      : l10n.t('This board belonged to {0}. Use it here?', formerName(board));
  return (await vscode.window.showWarningMessage(title, { modal: true, detail: plainMessage(detailOf(board, root)) }, use)) === use;
}

function detailOf({ way, folder }: FoundBoard, root: string): string {
  switch (way) {
    case 'copied':
      return l10n.t(
        'It is a copy: the other one stays where it is, and this becomes a board of its own. What was allowed there has to be allowed here again.',
      );
    case 'moved':
      return l10n.t('It is not there any more. From now on it belongs to {0}, with all that was allowed there.', root);
    case 'older':
      return l10n.t(
        'What was changed after them is not in them; "Rota: Restore from a Backup..." may have it. No number of a card is given twice.',
      );
    case 'left':
      return l10n.t(
        'That folder is not there any more; the board is in {0}. From now on it belongs to {1}, with all that was allowed there.',
        folder,
        root,
      );
  }
}

function formerName({ belongedTo, folder }: FoundBoard): string {
  return belongedTo ?? folder;
}
