import { join } from 'node:path';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { systemFailure } from '../../node/systemErrors.ts';
import type { TaskId } from '../../core/model/scalars.ts';
import type { TaskStatus } from '../../core/model/taskStatus.ts';
import type { BoardRequest, BoardUpdate } from '../../protocol/boardPage.ts';
import type { WindowParts } from '../windowParts.ts';
import { moveCards } from './moveCards.ts';

/** Carries out what the board page asks for, `ready` aside. */
export class BoardRequests {
  readonly #parts: WindowParts;
  readonly #post: (update: BoardUpdate) => void;
  #last: Promise<unknown> = Promise.resolve();

  constructor(parts: WindowParts, post: (update: BoardUpdate) => void) {
    this.#parts = parts;
    this.#post = post;
  }

  /** Rejects only with what the page was not told as a refusal. */
  async carryOut(request: Exclude<BoardRequest, { type: 'ready' }>): Promise<void> {
    const parts = this.#parts;
    switch (request.type) {
      case 'card-open':
        return parts.navigation.openCard(request.task);
      case 'card-create':
        return this.#edit(request.ask, () => createCard(parts, request.title, request.status));
      case 'card-rename':
        return this.#edit(
          request.ask,
          async () => void (await parts.session.edit([{ kind: 'change', task: request.task, change: { title: request.title } }])),
        );
      case 'cards-move':
        return this.#edit(request.ask, () => moveCards(parts, request));
      case 'cards-command':
        await vscode.commands.executeCommand(request.command, request.tasks[0], request.tasks);
        return;
      case 'board-command':
        // The page shows a move before it is made: what is undone next must be that move, not the step before it.
        await this.#last;
        await vscode.commands.executeCommand(request.command);
        return;
      case 'board-file-open':
        return openBoardFile(parts);
    }
  }

  /** Edits in the order in which they were asked for. The page hears of the changes first, then what became of its request. */
  async #edit(ask: number, act: () => Promise<TaskId | void>): Promise<void> {
    const turn = this.#last.then(act);
    this.#last = turn.catch(() => undefined);
    try {
      await this.#answer(ask, null, (await turn) ?? null);
    } catch (error) {
      const told = systemFailure(error);
      await this.#answer(ask, told?.message ?? l10n.t('Rota met an error of its own. The log says more.'), null);
      if (!told) throw error;
    }
  }

  async #answer(ask: number, problem: string | null, task: TaskId | null): Promise<void> {
    await this.#parts.feed.settle();
    this.#post({ type: 'board-answer', ask, problem, task });
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
