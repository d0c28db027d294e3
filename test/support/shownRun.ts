import type { Task } from '../../src/core/model/task.ts';
import type { RunUpdate } from '../../src/protocol/runPage.ts';
import { readHead } from '../../src/vscode/run/runHead.ts';
import type { Flow } from './flowApp.ts';

type Snapshot = Extract<RunUpdate, { type: 'run-snapshot' }>;

/** What the run page is told of the latest run of a card. */
export async function shownRun(flow: Flow, task: Task): Promise<Snapshot> {
  const [run] = (await flow.store.listRuns({ task: task.id, limit: 1 })).items;
  const head = run && (await readHead(run, { store: flow.store, filter: (text) => text }));
  if (!head) throw new Error(`card #${task.number} has no run`);
  return { type: 'run-snapshot', head, events: await flow.store.readRunEvents(run.id, 0), live: [] };
}
