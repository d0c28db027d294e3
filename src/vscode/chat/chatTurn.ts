import type * as vscode from 'vscode';
import type { TaskId } from '../../core/model/scalars.ts';
import type { WindowParts } from '../windowParts.ts';
import type { ChatAnswer } from './chatAnswer.ts';
import type { FollowUp } from './chatMemory.ts';
import type { WatchedCards } from './watchedCards.ts';

/** What the chat shares with the rest of the window. */
export interface ChatParts extends WindowParts {
  readonly watched: WatchedCards;
}

/** One request to `@rota` with all that answers it. */
export interface ChatTurn {
  readonly parts: ChatParts;
  readonly request: vscode.ChatRequest;
  readonly history: vscode.ChatContext['history'];
  readonly answer: ChatAnswer;
  /** Rota's own id of this chat; cards made here carry it. */
  readonly chat: string;
  /** Cards that this chat made, ran or watched, the last one at the end. */
  readonly cards: Set<TaskId>;
  /** Offered below the answer. */
  readonly followUps: FollowUp[];
  /** Aborts when the person stops the request: nothing can be written any more. */
  readonly signal: AbortSignal;
}
