import type { StoreMessage, StoreRequest } from '../../protocol/storeProtocol.ts';

type Ask = (request: StoreRequest) => Promise<StoreMessage>;
type Key = { readonly run: string; readonly fence: number };

interface Batch {
  /** Number of the event before these. */
  readonly after: number;
  readonly events: readonly unknown[];
  answered: boolean;
}

/** The log of one run that this process holds. */
interface HeldLog {
  readonly key: Key;
  readonly ready: Promise<void>;
  end: number;
  readonly batches: Batch[];
}

/** So many events of a run may be kept before an append is made durable although nobody asked for it. */
const mostKept = 500;

/**
 * Run events that the owner of the store took but may not have on disk yet. When the owner dies they are given to the next one, under
 * the same numbers; numbers also tell an owner which events of a repeated append are in the log already.
 */
export class UnsyncedEvents {
  readonly #logs = new Map<string, HeldLog>();

  /** Carries out an append in order with the others of its run. */
  async append(request: StoreRequest, ask: Ask): Promise<StoreMessage> {
    const [key, events, durable] = request.args as [Key, unknown[], boolean];
    const log = this.#logOf(key, ask);
    await log.ready;
    const batch: Batch = { after: log.end, events, answered: false };
    log.end += events.length;
    log.batches.push(batch);
    const sync = durable || log.batches.reduce((sum, { events: kept }) => sum + kept.length, 0) > mostKept;
    const message = await ask({ ...request, args: [key, events, sync, batch.after] });
    batch.answered = true;
    if (message.type !== 'answer') this.#logs.delete(nameOf(key));
    else if (sync) log.batches.splice(0, log.batches.indexOf(batch) + 1);
    return message;
  }

  /** The run has ended: its log is complete and on disk. */
  forget(run: string): void {
    for (const [name, { key }] of this.#logs) if (key.run === run) this.#logs.delete(name);
  }

  /** Gives a new owner what the former one had taken. A run that was lost meanwhile has nothing more to record. */
  async restore(ask: Ask): Promise<void> {
    for (const [name, log] of this.#logs) {
      const open = log.batches.findIndex(({ answered }) => !answered);
      const taken = log.batches.slice(0, open < 0 ? undefined : open);
      const [first] = taken;
      if (!first) continue;
      const message = await ask({
        id: 0,
        operation: 'appendRunEvents',
        args: [log.key, taken.flatMap(({ events }) => events), true, first.after],
      });
      if (message.type === 'answer') log.batches.splice(0, taken.length);
      else this.#logs.delete(name);
    }
  }

  #logOf(key: Key, ask: Ask): HeldLog {
    const name = nameOf(key);
    const known = this.#logs.get(name);
    if (known) return known;
    const log: HeldLog = {
      key,
      end: 0,
      batches: [],
      ready: ask({ id: 0, operation: 'findLastSeq', args: [key.run] }).then((message) => {
        log.end = message.type === 'answer' ? Number(message.result) : 0;
      }),
    };
    this.#logs.set(name, log);
    return log;
  }
}

function nameOf({ run, fence }: Key): string {
  return `${run} ${fence}`;
}
