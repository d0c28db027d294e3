import * as l10n from '@vscode/l10n';
import { UserError } from '../../core/base/errors.ts';
import { Emitter } from '../../core/base/event.ts';
import type { StoreMessage, StoreRequest } from '../../protocol/storeProtocol.ts';
import { lockTimes, type LockTimes } from '../ownerLock.ts';
import type { LocalStoreOptions } from '../storePicture.ts';
import { wireError } from '../storeServer.ts';
import { findSide } from './findSide.ts';
import { OperationIds } from './operationIds.ts';
import { LinkLost } from './ownerLink.ts';
import type { Side } from './sides.ts';
import { UnsyncedEvents } from './unsyncedEvents.ts';

/**
 * A process's place at a store that several share: owner or follower, and from one to the other when the owner dies, closes, or sleeps too
 * long. Whoever asks notices nothing but the delay: requests wait, and steps whose outcome is unknown are asked for again by name.
 */
export class StoreSeat {
  readonly #options: LocalStoreOptions;
  readonly #times: LockTimes;
  readonly #messages = new Emitter<StoreMessage>();
  /** Changes and notices. */
  readonly onMessage = this.#messages.event;
  readonly #ids = new OperationIds();
  readonly #events = new UnsyncedEvents();
  readonly #closing = new AbortController();
  /** Sides that were lost before they could be used. */
  readonly #lost = new WeakSet<Side>();
  #side: Promise<Side>;
  #current: Side | undefined;
  #failed = false;
  #revision = 0;

  constructor(options: LocalStoreOptions, times: LockTimes = lockTimes) {
    this.#options = { ...options, notify: (message) => this.#messages.fire({ type: 'notice', message }) };
    this.#times = times;
    this.#side = this.#sitDown(() => this.#find());
  }

  /** What is known once there is a side. Rejects when the store cannot be opened. */
  async open(): Promise<Pick<Side, 'storeId' | 'readOnly' | 'displaced'>> {
    const { storeId, readOnly, displaced } = await this.#side;
    return { storeId, readOnly, displaced };
  }

  /** Never rejects. */
  async answer(request: StoreRequest): Promise<StoreMessage> {
    try {
      const ask = (own: StoreRequest): Promise<StoreMessage> => this.#ask(own);
      const message = await (request.operation === 'appendRunEvents' ? this.#events.append(request, ask) : ask(request));
      if (request.operation === 'endRun' && message.type === 'answer') this.#events.forget((request.args[0] as { run: string }).run);
      return message;
    } catch (error) {
      return { type: 'refusal', id: request.id, error: wireError(error) };
    }
  }

  /** Resolves when all that was written is on disk and the store is free for others. */
  async close(): Promise<void> {
    this.#closing.abort(new UserError('unavailable', l10n.t('The store is closed.')));
    const side = await this.#side.catch(() => undefined);
    await side?.close();
  }

  async #ask(request: StoreRequest): Promise<StoreMessage> {
    let named = { request, settle: (): unknown => undefined };
    try {
      for (;;) {
        const side = await this.#seated();
        if (side.kind === 'follower' && named.request === request) named = this.#ids.name(request);
        try {
          return await side.answer(named.request);
        } catch (error) {
          if (!(error instanceof LinkLost)) throw error;
          this.#replace(side);
        }
      }
    } finally {
      named.settle();
    }
  }

  /** A search that failed is begun anew by the next who asks. */
  #seated(): Promise<Side> {
    if (this.#failed) this.#side = this.#sitDown(() => this.#takeOver());
    return this.#side;
  }

  /** Looks for another side, once for each that was lost. */
  #replace(lost: Side): void {
    this.#lost.add(lost);
    if (this.#closing.signal.aborted || this.#current !== lost) return;
    this.#current = undefined;
    this.#side = this.#sitDown(() => lost.abandon().then(() => this.#takeOver()));
  }

  #sitDown(search: () => Promise<Side>): Promise<Side> {
    this.#failed = false;
    const found = search();
    found.then(
      (side) => {
        this.#current = side;
        if (this.#lost.has(side)) this.#replace(side);
      },
      () => (this.#failed = true),
    );
    return found;
  }

  /** Finds a side, gives it what the former one had taken, and tells listeners to look at everything. */
  async #takeOver(): Promise<Side> {
    for (;;) {
      const side = await this.#find();
      try {
        await this.#events.restore((request) => side.answer(request));
        const { readOnly, displaced } = side;
        this.#tell({ type: 'state', readOnly: readOnly ?? null, displaced });
        setImmediate(() =>
          this.#tell({ type: 'change', change: { revision: this.#revision, tasks: [], runs: [], others: true, news: 'takeover' } }),
        );
        return side;
      } catch (error) {
        if (!(error instanceof LinkLost)) throw error;
        await side.abandon();
      }
    }
  }

  #find(): Promise<Side> {
    return findSide({
      ...this.#options,
      times: this.#times,
      told: (message) => this.#tell(message),
      lost: (side) => this.#replace(side),
      signal: this.#closing.signal,
    });
  }

  #tell(message: StoreMessage): void {
    if (message.type === 'change') this.#revision = Math.max(this.#revision, message.change.revision);
    this.#messages.fire(message);
  }
}
