import * as l10n from '@vscode/l10n';
import { UserError } from '../base/errors.ts';
import type { TaskId } from '../model/scalars.ts';
import type { Task } from '../model/task.ts';

/** What the rules need to know of a task that others depend on. */
export type DependencyNode = Pick<Task, 'id' | 'number' | 'status' | 'dependsOn'>;

type Find = (id: TaskId) => DependencyNode | undefined;
type Waiting = Pick<Task, 'id' | 'number' | 'dependsOn'>;

/** Refuses dependencies that would lead back to the task; the message names the way round. */
export function assertNoCycle(task: Waiting, find: Find): void {
  const way = cycleOf(task, find);
  if (way !== undefined)
    throw new UserError('refused', l10n.t('These tasks would wait for each other: {0}. Remove one of the dependencies.', way));
}

/** Cards of a circle that a message names; of a longer one the middle is counted. */
const MOST_NAMED = 8;

/** The way on which the task would wait for itself, as `#1 → #2 → #1`; `undefined` when there is none. */
export function cycleOf(task: Waiting, find: Find): string | undefined {
  const cameFrom = new Map<TaskId, DependencyNode | undefined>();
  const open: DependencyNode[] = [];
  const visit = (ids: readonly TaskId[], from: DependencyNode | undefined): string | undefined => {
    for (const id of ids) {
      if (id === task.id) return wayRound(task.number, from, cameFrom);
      const node = find(id);
      if (!node || cameFrom.has(id)) continue;
      cameFrom.set(id, from);
      open.push(node);
    }
    return undefined;
  };
  let way = visit(task.dependsOn, undefined);
  for (let node = open.pop(); node && way === undefined; node = open.pop()) way = visit(node.dependsOn, node);
  return way;
}

function wayRound(start: number, last: DependencyNode | undefined, cameFrom: ReadonlyMap<TaskId, DependencyNode | undefined>): string {
  const way = [start];
  for (let node = last; node; node = cameFrom.get(node.id)) way.push(node.number);
  const [first, ...back] = way.map((number) => `#${number}`);
  const names = [first, ...back.reverse(), first];
  const half = MOST_NAMED / 2;
  const left = names.length - MOST_NAMED;
  if (left < 2) return names.join(' → ');
  return [...names.slice(0, half), l10n.t('… {0} more …', left), ...names.slice(-half)].join(' → ');
}

/** A dependency that does not become done by itself: somebody has to take it up again, or take the dependency away. */
export function isLost({ status }: Pick<Task, 'status'>): boolean {
  return status === 'canceled' || status === 'failed';
}

/** Dependencies that still hold a task back. Only `done` closes one: a failed or canceled task did not deliver. */
export function openDependencies(dependsOn: readonly TaskId[], find: (id: TaskId) => DependencyNode | undefined): DependencyNode[] {
  return dependsOn.flatMap((id) => {
    const node = find(id);
    return node && node.status !== 'done' ? [node] : [];
  });
}
