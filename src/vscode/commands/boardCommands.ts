import type * as vscode from 'vscode';
import type { boardCommandIds, CommandHandlers } from '../contributions.ts';
import type { WindowParts } from '../windowParts.ts';

/** Commands about the board as a whole. */
export function boardCommands({ session, navigation }: WindowParts, channel: vscode.LogOutputChannel): CommandHandlers<(typeof boardCommandIds)[number]> {
  return {
    'rota.openBoard': () => navigation.openBoard(),
    'rota.initialize': () => session.require(),
    'rota.clearCards': () => undefined,
    'rota.undoEdit': () => undefined,
    'rota.redoEdit': () => undefined,
    'rota.groupByStatus': () => undefined,
    'rota.groupByPriority': () => undefined,
    'rota.groupByAgent': () => undefined,
    'rota.showLog': () => channel.show(true),
  };
}
