import type { Run } from '../model/run.ts';
import type { Lease, Task } from '../model/task.ts';
import type { TaskStore } from '../store/taskStore.ts';

/** A run that some host carries: it works, or waits for a person with the host still there. */
export interface LiveRun {
  readonly run: Run;
  readonly task: Task;
  readonly lease: Lease;
}

/** The runs that are being carried. One that was parked, and waits without a host, is none of them. */
export async function listLiveRuns(store: Pick<TaskStore, 'listRuns' | 'findTask'>): Promise<LiveRun[]> {
  const { items } = await store.listRuns({ status: ['running', 'waiting'], limit: 1000 });
  const found: LiveRun[] = [];
  for (const run of items) {
    const task = await store.findTask(run.task);
    if (task?.lease?.run === run.id) found.push({ run, task, lease: task.lease });
  }
  return found;
}
