import * as l10n from '@vscode/l10n';
import { messageOf, UserError } from '../base/errors.ts';
import type { TaskId } from '../model/scalars.ts';
import type { Task } from '../model/task.ts';
import type { TaskStatus } from '../model/taskStatus.ts';
import type { TaskQuery, TaskStore, WriteContext } from '../store/taskStore.ts';

/** Which ended cards are cleared away; all that is named must fit. */
export type ClearFilter = Pick<TaskQuery, 'project' | 'metadata' | 'changedBefore'> & { readonly status: readonly EndedStatus[] };
export type EndedStatus = Extract<TaskStatus, 'done' | 'failed' | 'canceled'>;

/** What is, or would be, cleared away, and what stays although it fits. */
export interface Cleared {
  readonly cleared: readonly Task[];
  readonly kept: readonly { readonly task: Task; readonly reason: string }[];
}

const unfinished: TaskStatus[] = ['todo', 'queued', 'running', 'waiting', 'review'];
const page = 1000;

/** What `clearTasks` would do. A card that failed or was canceled stays while another waits for it: without it that one would start. */
export async function findClearable(store: TaskStore, filter: ClearFilter): Promise<Cleared> {
  const found = await listAll(store, { ...filter, order: 'number' });
  const waitedFor = new Map<TaskId, Task>();
  for (const task of await listAll(store, { status: unfinished, order: 'number' }))
    for (const id of task.dependsOn) waitedFor.set(id, task);
  const holderOf = (task: Task): Task | undefined => (task.status === 'done' ? undefined : waitedFor.get(task.id));
  const kept = found.flatMap((task) => {
    const waiting = holderOf(task);
    return waiting ? [{ task, reason: l10n.t('#{0} waits for it', waiting.number) }] : [];
  });
  return { cleared: found.filter((task) => !holderOf(task)), kept };
}

/** Keeps a copy of the whole board, before many cards go at once. */
export type KeepCopy = () => Promise<unknown>;

/** So many cards at once are worth a copy. */
const manyCards = 5;

/** To be called before so many cards are deleted in one step: without a copy, many are not. */
export async function keepBeforeMany(count: number, keepCopy: KeepCopy): Promise<void> {
  if (count < manyCards) return;
  try {
    await keepCopy();
  } catch (error) {
    throw new UserError('refused', l10n.t('No copy of the board could be kept, so nothing was deleted: {0}', messageOf(error)), {
      cause: error,
    });
  }
}

/** Deletes ended cards; each can be restored. A card that is no longer as it was found stays. */
export async function clearTasks(store: TaskStore, filter: ClearFilter, context: WriteContext, keepCopy: KeepCopy): Promise<Cleared> {
  const { cleared: found, kept } = await findClearable(store, filter);
  // An agent's are refused one by one, and its attempts must not push out the copies that people have.
  if (context.actor.kind !== 'agent') await keepBeforeMany(found.length, keepCopy);
  const cleared: Task[] = [];
  const changed: Task[] = [];
  for (const task of found) {
    const now = await store.findTask(task.id);
    if (!now) continue;
    const same = now.status === task.status && now.updatedAt === task.updatedAt;
    if (same) await store.deleteTask(task.id, context);
    (same ? cleared : changed).push(task);
  }
  return { cleared, kept: [...kept, ...changed.map((task) => ({ task, reason: l10n.t('it was changed meanwhile') }))] };
}

async function listAll(store: TaskStore, query: TaskQuery): Promise<Task[]> {
  const tasks: Task[] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const next: Awaited<ReturnType<TaskStore['listTasks']>> = await store.listTasks({
      ...query,
      limit: page,
      ...(cursor !== undefined && { cursor }),
    });
    tasks.push(...next.items);
    cursor = next.cursor;
  }
  return tasks;
}
