import type { Clock } from '../base/clock.ts';
import type { Disposable } from '../base/disposable.ts';
import type { RunEvent, RunEventBody } from '../model/runEvent.ts';
import type { TaskId } from '../model/scalars.ts';
import type { RunKey, TaskStore } from '../store/taskStore.ts';
import { filterTexts, type TextFilter } from './textFilter.ts';

/** What the recorder needs. `onLost` hears once that nothing can be recorded any more (a stale fence, a full disk). */
export interface RecorderOptions {
  readonly store: Pick<TaskStore, 'appendRunEvents'>;
  readonly key: RunKey;
  readonly task: TaskId;
  readonly clock: Clock;
  readonly filter: TextFilter;
  readonly onEvent: (event: RunEvent) => void;
  readonly onLost: (error: unknown) => void;
}

/** Events that need not be durable are sent together after this many milliseconds: a message to the store's thread wakes it up. */
const GATHER = 25;

/** Writes a run's events to its log, in order, several in one message. Every text passes the filter first. */
export class RunRecorder {
  readonly #options: RecorderOptions;
  #queue: { at: number; body: RunEventBody }[] = [];
  #sent: Promise<unknown> = Promise.resolve();
  #lost = false;
  #stopped = false;
  #timer: Disposable | undefined;

  constructor(options: RecorderOptions) {
    this.#options = options;
  }

  /** Answers the event as it will be recorded, filtered. */
  record(body: RunEventBody): RunEventBody {
    const filtered = filterTexts(body, this.#options.filter);
    if (this.#stopped) return filtered;
    this.#queue.push({ at: this.#options.clock.now(), body: filtered });
    this.#timer ??= this.#options.clock.after(GATHER, () => void this.#send(false).catch(() => undefined));
    return filtered;
  }

  /** Resolves when everything recorded so far is on disk; rejects when it cannot be. */
  async flush(): Promise<void> {
    if (this.#stopped) throw new Error('the log of this run is closed here');
    await this.#send(true);
  }

  /** Puts what was recorded so far on disk, and takes nothing after it: the log ends as if the process had died here. */
  async stop(): Promise<void> {
    const sent = this.#send(true);
    this.#stopped = true;
    await sent;
  }

  async #send(durable: boolean): Promise<void> {
    const events = this.#queue;
    this.#queue = [];
    this.#timer?.dispose();
    this.#timer = undefined;
    const { store, key, task, onEvent, onLost } = this.#options;
    // Viewers get events in order, whichever append resolves first.
    this.#sent = Promise.all([store.appendRunEvents(key, events, durable), this.#sent]).then(([first]) => {
      for (const [index, event] of events.entries()) onEvent({ seq: first + index, task, ...event });
    });
    try {
      await this.#sent;
    } catch (error) {
      if (!this.#lost) onLost(error);
      this.#lost = true;
      throw error;
    }
  }
}
