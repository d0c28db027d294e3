import type { Clock } from '../base/clock.ts';
import type { RunEvent, RunEventBody } from '../model/runEvent.ts';
import type { RunKey, TaskStore } from '../store/taskStore.ts';
import { filterTexts, type TextFilter } from './textFilter.ts';

/** What the recorder needs. `onLost` hears once that nothing can be recorded any more (a stale fence, a full disk). */
export interface RecorderOptions {
  readonly store: Pick<TaskStore, 'appendRunEvents'>;
  readonly key: RunKey;
  readonly clock: Clock;
  readonly filter: TextFilter;
  readonly onEvent: (event: RunEvent) => void;
  readonly onLost: (error: unknown) => void;
}

/** Writes a run's events to its log, in order, several in one message. Every text passes the filter first. */
export class RunRecorder {
  readonly #options: RecorderOptions;
  #queue: { at: number; body: RunEventBody }[] = [];
  #sent: Promise<unknown> = Promise.resolve();
  #lost = false;

  constructor(options: RecorderOptions) {
    this.#options = options;
  }

  /** Answers the event as it will be recorded, filtered. */
  record(body: RunEventBody): RunEventBody {
    const filtered = filterTexts(body, this.#options.filter);
    this.#queue.push({ at: this.#options.clock.now(), body: filtered });
    if (this.#queue.length === 1) queueMicrotask(() => void this.#send(false).catch(() => undefined));
    return filtered;
  }

  /** Resolves when everything recorded so far is on disk; rejects when it cannot be. */
  async flush(): Promise<void> {
    await this.#send(true);
  }

  async #send(durable: boolean): Promise<void> {
    const events = this.#queue;
    this.#queue = [];
    if (events.length === 0 && !durable) return;
    const { store, key, onEvent, onLost } = this.#options;
    const appended = store.appendRunEvents(key, events, durable);
    // Viewers get events in order, whichever append resolves first.
    this.#sent = this.#sent.then(() => appended).then((recorded) => recorded.forEach(onEvent));
    try {
      await this.#sent;
    } catch (error) {
      if (!this.#lost) onLost(error);
      this.#lost = true;
      throw error;
    }
  }
}
