import type { Disposable } from '../core/base/disposable.ts';
import { Emitter, type Event } from '../core/base/event.ts';
import type { BoardCard } from '../core/model/boardCard.ts';
import type { PersonRequest } from '../core/model/request.ts';
import type { TaskId } from '../core/model/scalars.ts';
import type { Log } from '../core/base/log.ts';
import type { OpenBoard } from './openBoard.ts';
import type { Session } from './session.ts';

/** What is new on the board since the last time. `whole` says that everything may differ. */
export interface FeedChange {
  readonly revision: number;
  readonly upserts: readonly BoardCard[];
  readonly removed: readonly TaskId[];
  readonly requests: boolean;
  readonly whole: boolean;
}

/** Changes of the store are gathered this long (ms) before views hear of them: an agent writes often. */
const GATHER = 40;

/** The cards of the open board and what waits for a person, kept up to date once for all views of the window. */
export class BoardFeed implements Disposable {
  readonly #session: Session;
  readonly #log: Log;
  readonly #changes = new Emitter<FeedChange>();
  #cards = new Map<TaskId, BoardCard>();
  #requests: readonly PersonRequest[] = [];
  #revision = 0;
  #subscriptions: Disposable[] = [];
  #timer: NodeJS.Timeout | undefined;
  #refreshing: Promise<void> | undefined;
  #again = false;

  readonly onDidChange: Event<FeedChange> = this.#changes.event;

  constructor(session: Session, log: Log) {
    this.#session = session;
    this.#log = log;
    this.#subscriptions.push(session.onDidChange(() => this.#follow()));
    this.#follow();
  }

  /** Every card, in board order. */
  get cards(): ReadonlyMap<TaskId, BoardCard> {
    return this.#cards;
  }

  /** What waits for a person's answer, the oldest first. */
  get requests(): readonly PersonRequest[] {
    return this.#requests;
  }

  get revision(): number {
    return this.#revision;
  }

  dispose(): void {
    clearTimeout(this.#timer);
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#changes.dispose();
  }

  /** Resolves when all that was written before the call is seen here. */
  async settle(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    await this.#refresh(false);
  }

  #follow(): void {
    const { board } = this.#session;
    if (!board) return;
    this.#subscriptions.push(board.store.onDidChange(() => this.#soon()));
    void this.#refresh(true);
  }

  #soon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      void this.#refresh(false);
    }, GATHER);
  }

  /** One look at a time; a change meanwhile leads to one more. Never rejects. */
  async #refresh(whole: boolean): Promise<void> {
    if (this.#refreshing) {
      this.#again = true;
      return this.#refreshing;
    }
    this.#refreshing = this.#lookAll(whole);
    await this.#refreshing;
    this.#refreshing = undefined;
  }

  async #lookAll(whole: boolean): Promise<void> {
    try {
      do {
        this.#again = false;
        const { board } = this.#session;
        if (board) await this.#look(board, whole);
      } while (this.#again);
    } catch (error) {
      this.#log.error('cannot read the board', error);
    }
  }

  async #look({ store }: OpenBoard, whole: boolean): Promise<void> {
    const [{ revision, cards }, requests] = await Promise.all([store.readBoard(), store.listRequests({ open: true })]);
    const next = new Map(cards.map((card) => [card.id, card]));
    const upserts = cards.filter((card) => this.#cards.get(card.id)?.revision !== card.revision);
    const removed = [...this.#cards.keys()].filter((id) => !next.has(id));
    const requestsDiffer = requests.length !== this.#requests.length || requests.some((request, at) => request.id !== this.#requests[at]?.id);
    this.#cards = next;
    this.#requests = requests;
    this.#revision = revision;
    if (whole || upserts.length > 0 || removed.length > 0 || requestsDiffer) this.#changes.fire({ revision, upserts, removed, requests: requestsDiffer, whole });
  }
}
