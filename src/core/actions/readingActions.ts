import type { TaskReads } from '../store/taskStore.ts';
import { getTask } from '../tasks/getTask.ts';
import type { Action } from './action.ts';
import { runReads } from './runActions.ts';
import { taskReads } from './taskActions.ts';

/** The actions that ask about cards and runs, for somebody who only looks: they need a store and nothing else. */
export function readingActions(store: TaskReads): Action[] {
  const services = { store, tasks: { get: getTask(store) } };
  return [...taskReads(services), ...runReads(services)];
}
