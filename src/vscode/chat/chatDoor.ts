import * as l10n from '@vscode/l10n';
import type * as vscode from 'vscode';
import { createNodeIds } from '../../node/nodeIds.ts';
import { systemFailure } from '../../node/systemErrors.ts';
import type { ChatCommandName } from '../contributions.ts';
import type { OpenBoard } from '../openBoard.ts';
import { approveTurn } from './approveTurn.ts';
import { listTurn, statusTurn } from './boardTurns.ts';
import { ChatAnswer } from './chatAnswer.ts';
import { findMemory, followUpsOf, metadataOf, type ChatMemory } from './chatMemory.ts';
import type { ChatParts, ChatTurn } from './chatTurn.ts';
import { knownCards, whatHappened } from './meanwhile.ts';
import { newCardTurn } from './newCardTurn.ts';
import { plainTurn } from './plainTurn.ts';
import type { ChatAnswers } from './registerChat.ts';
import { cancelTurn, runTurn, watchTurn } from './runTurns.ts';
import { plainInline } from './safeMarkdown.ts';
import { StoppedTurns } from './stoppedTurns.ts';

/** What answers a command on a board that is open. */
type BoardTurn = (turn: ChatTurn, board: OpenBoard) => Promise<void>;

const boardTurns: Readonly<Record<Exclude<ChatCommandName, 'new'>, BoardTurn>> = {
  list: listTurn,
  run: runTurn,
  status: statusTurn,
  watch: watchTurn,
  approve: approveTurn,
  cancel: cancelTurn,
};

/**
 * `@rota` in the chats of this window. It can write only while a request of its own is open and is told no id of the chat, so each answer carries
 * Rota's own id and what the chat knows of its cards; what happened in between is told at the next turn.
 */
export class ChatDoor implements ChatAnswers {
  readonly #parts: ChatParts;
  readonly #ids = createNodeIds();
  readonly #stopped = new StoppedTurns();

  constructor(parts: ChatParts) {
    this.#parts = parts;
  }

  async answer(
    request: vscode.ChatRequest,
    { history }: vscode.ChatContext,
    stream: vscode.ChatResponseStream,
    token: vscode.CancellationToken,
  ): Promise<vscode.ChatResult> {
    const abort = new AbortController();
    const subscription = token.onCancellationRequested(() => abort.abort());
    const memory: ChatMemory = this.#stopped.findMemory(history) ?? findMemory(history) ?? { chat: this.#ids.next(), cards: [] };
    const turn: ChatTurn = {
      parts: this.#parts,
      request,
      history,
      chat: memory.chat,
      signal: abort.signal,
      answer: new ChatAnswer(stream, abort.signal),
      cards: new Set(memory.cards.map(({ task }) => task)),
      followUps: [],
    };
    try {
      const errorDetails = await this.#carryOut(turn, memory);
      const metadata = metadataOf({ chat: memory.chat, cards: knownCards(turn.cards, this.#now) }, turn.followUps);
      if (abort.signal.aborted) this.#stopped.remember(request, metadata);
      return { metadata, ...(errorDetails && { errorDetails }) };
    } finally {
      subscription.dispose();
    }
  }

  followUps(result: vscode.ChatResult): vscode.ChatFollowup[] {
    return followUpsOf(result).map((followUp) => ({ ...followUp }));
  }

  /** The border of a request: what people can mend is shown as written, a bug goes to the log and says so. */
  async #carryOut(turn: ChatTurn, memory: ChatMemory): Promise<vscode.ChatErrorDetails | undefined> {
    try {
      await this.#tellMeanwhile(turn, memory);
      await this.#dispatch(turn);
      await this.#parts.feed.settle();
      return undefined;
    } catch (error) {
      if (turn.signal.aborted) return undefined;
      const told = systemFailure(error);
      if (told) return { message: plainInline(told.message) };
      this.#parts.log.error('the chat could not be answered', error);
      turn.answer.links({ title: l10n.t('Show Log'), command: 'rota.showLog' });
      return { message: l10n.t('Rota met an error of its own. The log says more.') };
    }
  }

  async #tellMeanwhile({ answer, cards, chat }: ChatTurn, memory: ChatMemory): Promise<void> {
    const { session, feed } = this.#parts;
    const { board } = session;
    if (!board) return;
    await feed.settle();
    const made = await board.store.listTasks({ chat, order: 'number', limit: 200 });
    for (const { id } of made.items) cards.add(id);
    const lines = whatHappened(memory.cards, this.#now);
    if (lines.length === 0) return;
    answer.paragraph(l10n.t('Meanwhile in this chat:'));
    answer.list(lines);
  }

  async #dispatch(turn: ChatTurn): Promise<void> {
    const { session } = this.#parts;
    const command = turn.request.command as ChatCommandName | undefined;
    if (session.state.kind === 'no-folder') {
      turn.answer.paragraph(l10n.t('Rota keeps its cards with a folder of yours. Open one first.'));
      return turn.answer.button(l10n.t('Open Folder…'), 'vscode.openFolder');
    }
    if (session.state.kind === 'failed') {
      turn.answer.paragraph(plainInline(session.state.message));
      return turn.answer.button(l10n.t('Try Again'), 'rota.initialize');
    }
    if (command === 'new') return newCardTurn(turn);
    const { board } = session;
    if (!board) return offerBoard(turn);
    if (command !== undefined && command in boardTurns) return boardTurns[command](turn, board);
    return turn.request.prompt.trim() === '' ? help(turn) : plainTurn(turn, board);
  }

  get #now(): { cards: ChatParts['feed']['cards']; rows: ChatParts['waiting']['rows'] } {
    return { cards: this.#parts.feed.cards, rows: this.#parts.waiting.rows };
  }
}

function offerBoard({ answer }: ChatTurn): void {
  answer.paragraph(l10n.t('There is no board in this folder yet. The first card makes it: /new Round prices half up.'));
  answer.links({ title: l10n.t('New Card'), command: 'rota.newCard' }, { title: l10n.t('Make a Board'), command: 'rota.initialize' });
}

function help({ answer }: ChatTurn): void {
  answer.paragraph(
    l10n.t(
      'Write `/new` and what should be done; attach files or a selection for context. `/run 12` lets an agent do card 12 and shows it at work, `/watch`, `/status` and `/list` show how things stand, `/approve` shows what waits for you, `/cancel` ends a card and its run.',
    ),
  );
}
