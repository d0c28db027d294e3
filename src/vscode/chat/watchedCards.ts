import type { Disposable } from '../../core/base/disposable.ts';
import type { TaskId } from '../../core/model/scalars.ts';

/** Cards that a chat of this window shows at the moment: nothing of them needs another notice. */
export class WatchedCards {
  readonly #counts = new Map<TaskId, number>();

  has(task: TaskId): boolean {
    return this.#counts.has(task);
  }

  /** Counts as watched until it is disposed; several chats may watch one card. */
  add(task: TaskId): Disposable {
    this.#counts.set(task, (this.#counts.get(task) ?? 0) + 1);
    return {
      dispose: () => {
        const left = (this.#counts.get(task) ?? 1) - 1;
        if (left > 0) this.#counts.set(task, left);
        else this.#counts.delete(task);
      },
    };
  }
}
