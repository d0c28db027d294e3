import * as l10n from '@vscode/l10n';
import { UserError } from '../base/errors.ts';
import type { TaskId } from '../model/scalars.ts';
import type { Task } from '../model/task.ts';

/** What the rules need to know of a task that others depend on. */
export type DependencyNode = Pick<Task, 'id' | 'number' | 'status' | 'dependsOn'>;

/** Refuses dependencies that would lead back to the task; the message names the way round. */
export function assertNoCycle(task: { id: TaskId; number: number; dependsOn: readonly TaskId[] }, find: (id: TaskId) => DependencyNode | undefined): void {
  const cameFrom = new Map<TaskId, DependencyNode | undefined>();
  const open: DependencyNode[] = [];
  const visit = (ids: readonly TaskId[], from: DependencyNode | undefined): void => {
    for (const id of ids) {
      if (id === task.id) throw cycleError(task.number, from, cameFrom);
      const node = find(id);
      if (!node || cameFrom.has(id)) continue;
      cameFrom.set(id, from);
      open.push(node);
    }
  };
  visit(task.dependsOn, undefined);
  for (let node = open.pop(); node; node = open.pop()) visit(node.dependsOn, node);
}

function cycleError(start: number, last: DependencyNode | undefined, cameFrom: ReadonlyMap<TaskId, DependencyNode | undefined>): UserError {
  const way = [start];
  for (let node = last; node; node = cameFrom.get(node.id)) way.push(node.number);
  const names = [...way, start].map((number) => `#${number}`);
  const path = [names[0], ...names.slice(1, -1).reverse(), names.at(-1)].join(' → ');
  return new UserError('refused', l10n.t('These tasks would wait for each other: {0}. Remove one of the dependencies.', path));
}

/** Dependencies that still hold a task back. Only `done` closes one: a failed or canceled task did not deliver. */
export function openDependencies(dependsOn: readonly TaskId[], find: (id: TaskId) => DependencyNode | undefined): DependencyNode[] {
  return dependsOn.flatMap((id) => {
    const node = find(id);
    return node && node.status !== 'done' ? [node] : [];
  });
}
