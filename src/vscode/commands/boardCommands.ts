import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { boardCommandIds, CommandHandlers } from '../contributions.ts';
import { showInformation } from '../messages.ts';
import type { GroupBy } from '../trees/cardGroups.ts';
import type { WindowParts } from '../windowParts.ts';
import { clearCards } from './clearCards.ts';

/** Commands about the board as a whole. */
export function boardCommands(parts: WindowParts, channel: vscode.LogOutputChannel): CommandHandlers<(typeof boardCommandIds)[number]> {
  const { session, navigation } = parts;
  return {
    'rota.openBoard': () => navigation.openBoard(),
    'rota.initialize': () => initialize(parts),
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
  const { place } = await session.require();
  if (before === 'open') void showInformation(l10n.t('There is a board in {0} already.', place.root));
  else if (before === 'failed') void showInformation(l10n.t('The board in {0} is open.', place.root));
  else void showInformation(l10n.t('Made a board in {0}: .rota/local keeps it on this machine, .rota/.gitignore keeps that out of git.', place.root));
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
