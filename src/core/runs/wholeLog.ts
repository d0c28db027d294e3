import type { RunEvent } from '../model/runEvent.ts';
import type { RunId } from '../model/scalars.ts';
import type { TaskStore } from '../store/taskStore.ts';

/** The most that a store answers at once. */
const piece = 10_000;

/** All events of a run, however many: the store answers a long log in pieces. */
export async function readWholeLog(store: Pick<TaskStore, 'readRunEvents'>, run: RunId): Promise<RunEvent[]> {
  const events = await store.readRunEvents(run, 0, piece);
  for (let read = events.length; read === piece; ) {
    const more = await store.readRunEvents(run, events.at(-1)?.seq ?? 0, piece);
    for (const event of more) events.push(event);
    read = more.length;
  }
  return events;
}
