import * as vscode from 'vscode';
import { asSentence } from '../../core/base/sentence.ts';
import { listLiveRuns } from '../../core/runs/liveRuns.ts';
import { BoardFacts } from '../../protocol/boardPage.ts';
import type { WindowParts } from '../windowParts.ts';

/** A queue of thousands waits for the same slot: nobody reads that on each card. */
const MOST_HELD = 200;

/** What is true of the board beside its cards, as of now. */
export async function readFacts(parts: WindowParts): Promise<BoardFacts> {
  const { session, feed } = parts;
  const { board } = session;
  const read = board?.columns();
  const agents = await board?.store.listAgents();
  return {
    density: BoardFacts.shape.density.catch('comfortable').parse(vscode.workspace.getConfiguration('rota').get('board.density')),
    trusted: vscode.workspace.isTrusted,
    readOnly: board?.store.readOnly ?? null,
    displaced: board?.store.displaced ?? false,
    problem: read?.problem ?? null,
    serviceLevels: read?.board.sla ?? {},
    queueOn: board?.app.dispatcher.queueOn ?? false,
    running: board ? (await listLiveRuns(board.store)).map(({ run }) => run.id) : [],
    asking: [...new Set(feed.requests.map(({ task }) => task))],
    held: heldCards(parts),
    agents: agents?.map(({ name }) => name) ?? [],
    undo: board?.app.edits.canUndo ?? null,
    redo: board?.app.edits.canRedo ?? null,
  };
}

function heldCards({ session, feed }: WindowParts): BoardFacts['held'] {
  const { board } = session;
  if (!board) return [];
  const held: BoardFacts['held'] = [];
  for (const { id, status } of feed.cards.values()) {
    if (held.length === MOST_HELD) break;
    const reasons = status === 'queued' ? board.app.dispatcher.whyNot(id) : [];
    if (reasons.length > 0) held.push({ task: id, reason: asSentence(reasons.join('; ')) });
  }
  return held;
}
