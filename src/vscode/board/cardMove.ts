import type { TaskId } from '../../core/model/scalars.ts';
import type { TaskStatus } from '../../core/model/taskStatus.ts';

/** Where cards go: in their order, between two others; `to` is `null` when they keep their status. */
export interface CardMove {
  readonly tasks: readonly TaskId[];
  readonly to: TaskStatus | null;
  readonly after: TaskId | null;
  readonly before: TaskId | null;
}
