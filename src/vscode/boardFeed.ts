import type { Disposable } from '../core/base/disposable.ts';
import { Emitter, type Event } from '../core/base/event.ts';
import type { BoardCard, BoardChanges } from '../core/model/boardCard.ts';
import type { PersonRequest } from '../core/model/request.ts';
import type { TaskId } from '../core/model/scalars.ts';
import type { Log } from '../core/base/log.ts';
import type { TaskStore } from '../core/store/taskStore.ts';
import type { OpenBoard } from './openBoard.ts';
import type { Session } from './session.ts';

/** What is new on the board since the last time. `whole` says that everything may differ. */
export interface FeedChange {
  /** The revision that the changes start from; a view at any other needs all cards. */
  readonly from: number;
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
  readonly #cards = new Map<TaskId, BoardCard>();
  /** The cards in board order; dropped when an order changes, made anew when it is asked for. */
  #ordered: ReadonlyMap<TaskId, BoardCard> | undefined;
  #requests: readonly PersonRequest[] = [];
  #revision = 0;
  #store: TaskStore | undefined;
  #subscriptions: Disposable[] = [];
  #timer: NodeJS.Timeout | undefined;
  #refreshing: Promise<void> | undefined;
  #again = false;
  /** The store changed hands: what is known may not be what it says now. */
  #missed = false;

  readonly onDidChange: Event<FeedChange> = this.#changes.event;

  constructor(session: Session, log: Log) {
    this.#session = session;
    this.#log = log;
    this.#subscriptions.push(session.onDidChange(() => this.#follow()));
    this.#follow();
  }

  /** Every card, in board order. */
  get cards(): ReadonlyMap<TaskId, BoardCard> {
    return (this.#ordered ??= new Map([...this.#cards].sort(([, one], [, other]) => compareCards(one, other))));
  }

  /** Were the cards of the open board read once? Until then there seem to be none. */
  get loaded(): boolean {
    return this.#store !== undefined && this.#store === this.#session.board?.store;
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
    await this.#refresh();
  }

  #follow(): void {
    const { board } = this.#session;
    if (!board || board.store === this.#store) return;
    this.#subscriptions.push(
      board.store.onDidChange(({ news }) => {
        this.#missed ||= news === 'takeover';
        this.#soon();
      }),
    );
    void this.#refresh();
  }

  #soon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      void this.#refresh();
    }, GATHER);
  }

  /** One look at a time; a change meanwhile leads to one more. Never rejects. */
  async #refresh(): Promise<void> {
    if (this.#refreshing) {
      this.#again = true;
      return this.#refreshing;
    }
    this.#refreshing = this.#lookAll();
    await this.#refreshing;
    this.#refreshing = undefined;
  }

  async #lookAll(): Promise<void> {
    try {
      do {
        this.#again = false;
        const { board } = this.#session;
        if (board) await this.#look(board);
      } while (this.#again);
    } catch (error) {
      this.#log.error('cannot read the board', error);
    }
  }

  /** The whole board of a store once, then what differs. */
  async #look({ store }: OpenBoard): Promise<void> {
    const whole = store !== this.#store || this.#missed;
    this.#missed = false;
    const [changes, requests] = await Promise.all([
      whole ? readWhole(store) : store.readBoardSince(this.#revision),
      store.listRequests({ open: true }),
    ]);
    const requestsDiffer =
      requests.length !== this.#requests.length || requests.some((request, at) => request.id !== this.#requests[at]?.id);
    if (whole) this.#cards.clear();
    const from = this.#revision;
    const removed = changes.deleted.filter((id) => this.#cards.delete(id));
    const upserts = changes.cards.filter((card) => this.#cards.get(card.id)?.revision !== card.revision);
    for (const card of upserts) this.#cards.set(card.id, card);
    if (upserts.length > 0 || removed.length > 0) this.#ordered = undefined;
    this.#store = store;
    this.#requests = requests;
    this.#revision = changes.revision;
    if (whole || upserts.length > 0 || removed.length > 0 || requestsDiffer || from !== changes.revision) {
      this.#changes.fire({ from, revision: changes.revision, upserts, removed, requests: requestsDiffer, whole });
    }
  }
}

async function readWhole(store: TaskStore): Promise<BoardChanges> {
  return { ...(await store.readBoard()), deleted: [] };
}

/** Board order: by rank, then by number. */
function compareCards(one: BoardCard, other: BoardCard): number {
  if (one.rank !== other.rank) return one.rank < other.rank ? -1 : 1;
  return one.number - other.number;
}
