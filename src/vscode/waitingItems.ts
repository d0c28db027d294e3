import type * as vscode from 'vscode';
import type { Disposable } from '../core/base/disposable.ts';
import { Emitter, type Event } from '../core/base/event.ts';
import type { TaskId } from '../core/model/scalars.ts';
import type { BoardFeed } from './boardFeed.ts';
import type { Session } from './session.ts';
import { inboxRows, type InboxRow } from './trees/inboxRows.ts';

/** Failed cards that were looked at in this workspace. */
const SEEN = 'rota.seenFailures';

/** What waits for a person, once for inbox, badge, status bar and notifications. */
export class WaitingItems implements Disposable {
  readonly #session: Session;
  readonly #feed: BoardFeed;
  readonly #memory: vscode.Memento;
  readonly #changes = new Emitter<readonly InboxRow[]>();
  readonly #subscription: Disposable;
  #rows: readonly InboxRow[] = [];

  readonly onDidChange: Event<readonly InboxRow[]> = this.#changes.event;

  constructor(session: Session, feed: BoardFeed, memory: vscode.Memento) {
    this.#session = session;
    this.#feed = feed;
    this.#memory = memory;
    this.#subscription = feed.onDidChange(() => this.#look());
  }

  /** What keeps an agent from going on first, then work to judge, each the longest waiting first. */
  get rows(): readonly InboxRow[] {
    return this.#rows;
  }

  /** A failed card that a person has looked at waits no longer, until it fails again. */
  async markSeen(task: TaskId): Promise<void> {
    if (this.#feed.cards.get(task)?.status !== 'failed' || this.#seen.has(task)) return;
    await this.#memory.update(SEEN, [...this.#seen, task]);
    this.#look();
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changes.dispose();
  }

  get #seen(): ReadonlySet<TaskId> {
    return new Set(this.#memory.get<TaskId[]>(SEEN, []));
  }

  #look(): void {
    const { board } = this.#session;
    const seen = this.#seen;
    const still = [...seen].filter((task) => this.#feed.cards.get(task)?.status === 'failed');
    if (still.length < seen.size) void this.#memory.update(SEEN, still);
    this.#rows = board ? inboxRows({ cards: this.#feed.cards, requests: this.#feed.requests, seen, filter: board.filter }) : [];
    this.#changes.fire(this.#rows);
  }
}
