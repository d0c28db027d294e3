import type { RequestAnswer } from '../model/request.ts';
import type { Run } from '../model/run.ts';
import type { Task } from '../model/task.ts';
import type { TaskStore } from '../store/taskStore.ts';

/** A run that waits or was cut off and that nobody carries, with what people said about it. */
export interface PausedRun {
  readonly run: Run;
  /** Something of it is still to be answered. */
  readonly open: boolean;
  /** What the person said to an interruption, if they were asked; `continue` for a run that merely waits. */
  readonly answer: RequestAnswer['kind'];
}

type Source = Pick<TaskStore, 'listRuns' | 'listRequests'>;

/** The run that a card can be taken up with: its latest, when that paused. */
export async function findPausedRun(task: Pick<Task, 'id' | 'lease'>, store: Source): Promise<PausedRun | undefined> {
  if (task.lease) return undefined;
  const [run] = (await store.listRuns({ task: task.id, limit: 1 })).items;
  if (run?.status !== 'waiting' && run?.status !== 'interrupted') return undefined;
  const requests = await store.listRequests({ run: run.id });
  const asked = run.status === 'interrupted' ? requests.findLast(({ body }) => body.kind === 'interrupted') : undefined;
  return { run, open: requests.some(({ answer }) => answer === null), answer: asked?.answer?.kind ?? 'continue' };
}
