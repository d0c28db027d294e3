import * as l10n from '@vscode/l10n';
import { UserError } from '../base/errors.ts';
import type { Task, TaskRef } from '../model/task.ts';
import type { TaskStore } from '../store/taskStore.ts';

/** Finds cards as people name them; a card that is not there is their mistake. */
export function getTask(store: Pick<TaskStore, 'findTask'>): (ref: TaskRef) => Promise<Task> {
  return async (ref) => {
    const task = await store.findTask(ref);
    if (!task)
      throw new UserError(
        'not-found',
        l10n.t('There is no task {0}. `rota task list` shows those there are.', typeof ref === 'number' ? `#${ref}` : ref),
      );
    return task;
  };
}
