import type { Disposable } from '../../core/base/disposable.ts';
import type { RunEvent } from '../../core/model/runEvent.ts';
import type { RunId } from '../../core/model/scalars.ts';
import type { TaskStore } from '../../core/store/taskStore.ts';

/** How often (ms) the log of a run that another process carries out is looked at. */
const LOOK_EVERY = 300;
const PART = 2_000;

/** Follows the log of a run that another window or the command line carries out: what it records is seen here soon after. */
export class LogElsewhere implements Disposable {
  readonly #timer: NodeJS.Timeout;
  #looking = false;
  #ended = false;

  /** Delivers what is recorded after event `seq`. `failed` hears of a store that could not be read; the next look may succeed. */
  constructor(
    store: TaskStore,
    from: { readonly run: RunId; readonly seq: number },
    deliver: (events: RunEvent[]) => void,
    failed: (error: unknown) => void,
  ) {
    let { seq } = from;
    const look = async (): Promise<void> => {
      const events = await store.readRunEvents(from.run, seq, PART);
      if (this.#ended || events.length === 0) return;
      seq = events.at(-1)?.seq ?? seq;
      deliver(events);
    };
    this.#timer = setInterval(() => {
      if (this.#looking) return;
      this.#looking = true;
      void look()
        .catch(failed)
        .finally(() => (this.#looking = false));
    }, LOOK_EVERY);
  }

  dispose(): void {
    this.#ended = true;
    clearInterval(this.#timer);
  }
}
