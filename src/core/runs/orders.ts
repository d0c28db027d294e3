import type { RunId, TaskId } from '../model/scalars.ts';
import type { Task } from '../model/task.ts';
import { compareClaimOrder } from '../rules/claiming.ts';
import type { TaskStore } from '../store/taskStore.ts';
import { findPausedRun, type PausedRun } from './pausedRuns.ts';
import type { RunOptions } from './runPorts.ts';

/** A card that somebody wants done and that did not start, with every reason why. */
export interface Blocked {
  readonly task: Task;
  readonly reasons: readonly string[];
  /** No waiting helps: somebody has to add an agent, or name another. */
  readonly lacksAgent: boolean;
}

/** Somebody's wish that cards get done: the named ones, or the whole queue. */
export interface Order {
  readonly only: Set<TaskId> | undefined;
  readonly options: RunOptions;
  /** Whoever ordered can be asked again here: a run that waits for an answer may go on and ask. */
  readonly asksAgain: boolean;
  /** Cards whose interrupted run is to go on, though they could start anew. */
  readonly goOn: Set<TaskId>;
  /** In order of their first start. */
  readonly started: Set<TaskId>;
  readonly running: Set<TaskId>;
  /** Runs that were taken up once are not taken up again by the same order. */
  readonly resumed: Set<RunId>;
}

export function createOrder(only: Iterable<TaskId> | undefined, options: RunOptions, asksAgain: boolean): Order {
  return { only: only && new Set(only), options, asksAgain, goOn: new Set(), started: new Set(), running: new Set(), resumed: new Set() };
}

/** A card that an order could start now: anew, or with the run that it paused in. */
export interface Candidate {
  readonly task: Task;
  readonly paused: PausedRun | undefined;
}

type Source = Pick<TaskStore, 'findTask' | 'listTasks' | 'listRuns' | 'listRequests'>;

/**
 * What an order could start, in the order in which it should be: what was begun first, then by claim order. Named cards that
 * need nobody any more leave the order.
 */
export async function candidatesOf(order: Order, store: Source): Promise<Candidate[]> {
  const found = order.only ? await namedCandidates(order, order.only, store) : await queueCandidates(order, store);
  return found.sort((a, b) => Number(b.paused !== undefined) - Number(a.paused !== undefined) || compareClaimOrder(a.task, b.task));
}

async function namedCandidates(order: Order, only: Set<TaskId>, store: Source): Promise<Candidate[]> {
  const found: Candidate[] = [];
  for (const id of [...only]) {
    const task = await store.findTask(id);
    if (!task || !awaited.has(task.status)) only.delete(id);
    else if (task.status === 'queued') found.push({ task, paused: order.goOn.has(id) ? await pausedOf(task, order, store) : undefined });
    else if (task.status === 'waiting') {
      const paused = await pausedOf(task, order, store);
      if (paused) found.push({ task, paused });
    }
  }
  return found;
}

async function queueCandidates(order: Order, store: Source): Promise<Candidate[]> {
  const found: Candidate[] = (await listAll('queued', store)).map((task) => ({ task, paused: undefined }));
  for (const task of await listAll('waiting', store)) {
    const paused = await pausedOf(task, order, store);
    if (paused && !paused.open) found.push({ task, paused });
  }
  return found;
}

/** The paused run of a card unless this order took it up already, or it still waits for an answer that nobody here could give. */
async function pausedOf(task: Task, order: Order, store: Source): Promise<PausedRun | undefined> {
  const paused = await findPausedRun(task, store);
  if (!paused || (order.asksAgain && order.resumed.has(paused.run.id))) return undefined;
  return paused.open && !(order.asksAgain && paused.run.status === 'waiting') ? undefined : paused;
}

const awaited: ReadonlySet<Task['status']> = new Set(['queued', 'running', 'waiting']);

async function listAll(status: 'queued' | 'waiting', store: Source): Promise<Task[]> {
  const tasks: Task[] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = await store.listTasks({ status: [status], limit: 500, ...(cursor === undefined ? {} : { cursor }) });
    tasks.push(...page.items);
    cursor = page.cursor;
  }
  return tasks;
}

/** The cards that a card waits for. */
export async function listOpenDependencies(task: Task, store: Source): Promise<Task[]> {
  if (task.openDependencies === 0) return [];
  const dependencies = await Promise.all(task.dependsOn.map((id) => store.findTask(id)));
  return dependencies.flatMap((each) => (each && each.status !== 'done' ? [each] : []));
}
