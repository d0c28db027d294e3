import { join } from 'node:path';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { UserError } from '../../core/base/errors.ts';
import type { TaskId } from '../../core/model/scalars.ts';
import type { TaskStatus } from '../../core/model/taskStatus.ts';
import type { BoardRequest, BoardUpdate } from '../../protocol/boardPage.ts';
import type { WindowParts } from '../windowParts.ts';
import { moveCards } from './moveCards.ts';

type Post = (update: BoardUpdate) => void;

/** Carries out what the board page asks for, `ready` aside. Rejects only with what the page was not told as a refusal. */
export async function answerRequest(parts: WindowParts, request: Exclude<BoardRequest, { type: 'ready' }>, post: Post): Promise<void> {
  switch (request.type) {
    case 'card-open':
      return parts.navigation.openCard(request.task);
    case 'card-create':
      return answer(parts, request.ask, post, () => createCard(parts, request.title, request.status));
    case 'card-rename':
      return answer(parts, request.ask, post, async () => void (await parts.session.edit([{ kind: 'change', task: request.task, change: { title: request.title } }])));
    case 'cards-move':
      return answer(parts, request.ask, post, () => moveCards(parts, request));
    case 'cards-command':
      await vscode.commands.executeCommand(request.command, request.tasks[0], request.tasks);
      return;
    case 'board-command':
      await vscode.commands.executeCommand(request.command);
      return;
    case 'board-file-open':
      return openBoardFile(parts);
  }
}

/** Does it, lets the page hear of the changes, and then tells what became of it. */
async function answer({ feed }: WindowParts, ask: number, post: Post, act: () => Promise<TaskId | void>): Promise<void> {
  const told = async (problem: string | null, task: TaskId | null): Promise<void> => {
    await feed.settle();
    post({ type: 'board-answer', ask, problem, task });
  };
  try {
    await told(null, (await act()) ?? null);
  } catch (error) {
    await told(error instanceof UserError ? error.message : l10n.t('Rota met an error of its own. The log says more.'), null);
    if (!(error instanceof UserError)) throw error;
  }
}

/** A card at the end of a column. One that is to be in work is planned first: no card begins there. */
async function createCard({ session }: WindowParts, title: string, status: TaskStatus): Promise<TaskId | void> {
  const [task] = await session.edit([{ kind: 'create', draft: { title, status: status === 'queued' ? 'queued' : 'todo' } }]);
  if (task && task.status !== status) await session.edit([{ kind: 'move', task: task.id, to: status }]);
  return task?.id;
}

async function openBoardFile({ session }: WindowParts): Promise<void> {
  if (!session.board) return;
  await vscode.window.showTextDocument(vscode.Uri.file(join(session.board.place.root, '.rota', 'board.json')), { preview: true });
}
