import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { WatchedCards } from './chat/watchedCards.ts';
import type { Disposable } from '../core/base/disposable.ts';
import type { TaskId } from '../core/model/scalars.ts';
import { showInformation } from './messages.ts';
import { NewsWatch, summaryOf, type News } from './news.ts';
import { reportError } from './reportError.ts';
import type { WindowParts } from './windowParts.ts';

/** News that come together (ms) are told together. */
const GATHER = 1000;

/**
 * Tells what began to wait and which cards a run finished, when the person asked for it. Offers to open it only: what is approved must be seen
 * whole, and a notification may be cut. Takes the keyboard from nobody. Of several windows on one board only the one that was used last tells.
 */
export class Notifications implements Disposable {
  readonly #parts: WindowParts;
  readonly #watched: WatchedCards;
  readonly #watch = new NewsWatch();
  readonly #subscription: Disposable;
  #news: News[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(parts: WindowParts, watched: WatchedCards) {
    this.#parts = parts;
    this.#watched = watched;
    this.#subscription = parts.waiting.onDidChange((rows) => this.#gather(this.#watch.look({ rows, cards: parts.feed.cards })));
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#subscription.dispose();
  }

  #gather(news: readonly News[]): void {
    // What a chat shows at the moment is told there.
    const unseen = news.filter(({ task }) => !this.#watched.has(task));
    if (unseen.length === 0 || !isWanted() || this.#parts.session.board?.isInFront() === false) return;
    this.#news.push(...unseen);
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      const gathered = this.#news;
      this.#news = [];
      void reportError(this.#parts.log, () => this.#tell(gathered));
    }, GATHER);
  }

  /** The number of a card that was made in a chat. */
  async #numberInChat(id: TaskId): Promise<number | undefined> {
    const task = await this.#parts.session.board?.store.findTask(id);
    return task && task.chat !== null ? task.number : undefined;
  }

  async #tell(gathered: readonly News[]): Promise<void> {
    const { navigation, waiting } = this.#parts;
    const open = new Set(waiting.rows.map(({ id }) => id));
    const news = gathered.filter(({ row }) => !row || open.has(row.id));
    const [only, another] = news;
    if (!only) return;
    const choice = l10n.t('Open');
    const inChat = l10n.t('Open Chat');
    const number = another ? undefined : await this.#numberInChat(only.task);
    const message = another ? summaryOf(news) : only.message;
    const chosen = await showInformation(message, choice, ...(number === undefined ? [] : [inChat]));
    if (chosen === inChat && number !== undefined) await openChat(number);
    if (chosen !== choice) return;
    if (another) await vscode.commands.executeCommand(news.some(({ row }) => row) ? 'rota.inbox.focus' : 'rota.openBoard');
    else if (only.row) await vscode.commands.executeCommand('rota.openRequest', only.row);
    else await navigation.openCard(only.task);
  }
}

/** The chat with the question filled in: whoever wants it asked presses Enter. */
async function openChat(number: number): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.chat.open', { query: `@rota /watch ${number}`, isPartialQuery: true });
}

function isWanted(): boolean {
  const when = vscode.workspace.getConfiguration('rota').get<string>('notifications', 'whenUnfocused');
  return when === 'always' || (when === 'whenUnfocused' && !vscode.window.state.focused);
}
