import * as vscode from 'vscode';
import { BoardFacts } from '../../protocol/boardPage.ts';
import type { WindowParts } from '../windowParts.ts';

/** What is true of the board beside its cards, as of now. */
export async function readFacts({ session, feed }: WindowParts): Promise<BoardFacts> {
  const { board } = session;
  const agents = await board?.store.listAgents();
  return {
    density: BoardFacts.shape.density.catch('comfortable').parse(vscode.workspace.getConfiguration('rota').get('board.density')),
    trusted: vscode.workspace.isTrusted,
    readOnly: board?.store.readOnly ?? null,
    problem: board?.columns().problem ?? null,
    queueOn: board?.app.dispatcher.queueOn ?? false,
    running: [...(board?.app.runs.active ?? [])],
    asking: [...new Set(feed.requests.map(({ task }) => task))],
    agents: agents?.map(({ name }) => name) ?? [],
    undo: board?.app.edits.canUndo ?? null,
    redo: board?.app.edits.canRedo ?? null,
  };
}
