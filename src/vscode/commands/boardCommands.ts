import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { UserError } from '../../core/base/errors.ts';
import type { LostBoard } from '../../node/identifyStore.ts';
import { otherPlaceOf } from '../../node/storePlace.ts';
import type { boardCommandIds, CommandHandlers } from '../contributions.ts';
import { showInformation } from '../messages.ts';
import type { OpenBoard } from '../openBoard.ts';
import { storeHomes } from '../storeHomes.ts';
import { plainMessage } from '../plainText.ts';
import { findPlace, type Session } from '../session.ts';
import type { GroupBy } from '../trees/cardGroups.ts';
import type { WindowParts } from '../windowParts.ts';
import { adoptFoundBoard } from './adoptCommand.ts';
import { listBackups, putBack, restoreFromBackup } from './backupCommands.ts';
import { chooseTools } from './chooseTools.ts';
import { clearCards } from './clearCards.ts';
import { salvage } from './salvageBoard.ts';

/** Commands about the board as a whole. */
export function boardCommands(parts: WindowParts, channel: vscode.LogOutputChannel): CommandHandlers<(typeof boardCommandIds)[number]> {
  const { session, navigation } = parts;
  return {
    'rota.openBoard': () => navigation.openBoard(),
    'rota.initialize': () => initialize(parts),
    'rota.moveBoard': () => moveBoard(parts),
    'rota.putBack': () => putBack(session),
    'rota.restoreBackup': () => restoreFromBackup(session),
    'rota.adoptBoard': () => adoptFoundBoard(session),
    'rota.salvageBoard': () => salvage(session),
    'rota.chooseTools': (...args) => chooseTools(parts, args),
    'rota.clearCards': () => clearCards(parts),
    'rota.undoEdit': async () => told(l10n.t('Undone'), session.board?.app.edits.canUndo, () => session.undo()),
    'rota.redoEdit': async () => told(l10n.t('Redone'), session.board?.app.edits.canRedo, () => session.redo()),
    'rota.groupByStatus': () => groupBy('status'),
    'rota.groupByPriority': () => groupBy('priority'),
    'rota.groupByAgent': () => groupBy('agent'),
    'rota.showLog': () => channel.show(true),
  };
}

/** Makes the board, or opens the one that could not be opened before, and says where it is. */
async function initialize({ session }: WindowParts): Promise<void> {
  const before = session.state.kind;
  const lost = session.lostBoard();
  const { place } = lost ? ((await replaceLost(session, lost)) ?? {}) : await session.require();
  if (!place) return;
  if (before === 'open') void showInformation(l10n.t('There is a board in {0} already.', place.root));
  else if (before === 'failed' && !lost) void showInformation(l10n.t('The board in {0} is open.', place.root));
  else if (place.location === 'user') void showInformation(l10n.t('Made a board for {0}; its files are in {1}.', place.root, place.folder));
  else
    void showInformation(
      l10n.t('Made a board in {0}: .rota/local keeps it on this machine, .rota/.gitignore keeps that out of git.', place.root),
    );
}

/** A new board in the place of one that is gone is made only knowingly. */
async function replaceLost(session: Session, { kind, error }: LostBoard): Promise<OpenBoard | undefined> {
  const [restore, adopt, anew] = [l10n.t('Restore from a Backup...'), l10n.t('Use the Board Found Here'), l10n.t('Make a New Board')];
  const place = findPlace();
  const hasBackups = kind === 'gone' && place !== undefined && listBackups(place).length > 0;
  const ways = [...(kind === 'left' ? [adopt] : []), ...(hasBackups ? [restore] : []), anew];
  const title = kind === 'left' ? l10n.t('This folder seems to have a board already.') : l10n.t('The board that was here is gone.');
  const chosen = await vscode.window.showWarningMessage(title, { modal: true, detail: plainMessage(error.message) }, ...ways);
  if (chosen === restore) await restoreFromBackup(session);
  if (chosen === adopt) await adoptFoundBoard(session);
  return chosen === anew ? session.require('anew') : undefined;
}

/** Moves the board out of the workspace, or back. */
async function moveBoard({ session }: WindowParts): Promise<void> {
  const { place, app } = await session.require();
  if (app.runs.active.length > 0)
    throw new UserError('refused', l10n.t('An agent works on a card here. Stop its run or wait for its end, then move the board.'));
  const to = otherPlaceOf(place, storeHomes().userData);
  const title = to.location === 'user' ? l10n.t('Move the board out of the workspace?') : l10n.t('Move the board back into the workspace?');
  const detail =
    to.location === 'user'
      ? l10n.t(
          'Cards and logs go to {0}, out of reach of agents, network drives and sync services. What is shared through git stays. Other windows that show the board must be closed; this one is loaded again.',
          to.folder,
        )
      : l10n.t('Cards and logs go to {0}. Other windows that show the board must be closed; this one is loaded again.', to.folder);
  const move = l10n.t('Move and Reload');
  if ((await vscode.window.showWarningMessage(title, { modal: true, detail }, move)) !== move) return;
  await session.relocate(to);
  await vscode.commands.executeCommand('workbench.action.reloadWindow');
}

/** Says for a moment in the status bar which step was undone: the change may be out of sight. */
async function told(done: string, step: string | undefined, act: () => Promise<unknown>): Promise<void> {
  await act();
  if (step !== undefined) vscode.window.setStatusBarMessage(`${done}: ${step}`, 4000);
}

/** Where the person has chosen before, there it is kept; else for this workspace. */
async function groupBy(by: GroupBy): Promise<void> {
  const configuration = vscode.workspace.getConfiguration('rota');
  const isForWorkspace = configuration.inspect('tree.groupBy')?.workspaceValue !== undefined;
  await configuration.update('tree.groupBy', by, isForWorkspace ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global);
}
