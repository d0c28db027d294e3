import * as z from 'zod';
import type { Board } from '../model/board.ts';
import { Timestamp } from '../model/scalars.ts';
import { DeletedTask, FreedTask, Task, TaskRef } from '../model/task.ts';
import { TaskStatus } from '../model/taskStatus.ts';
import type { TaskStore } from '../store/taskStore.ts';
import { clearTasks, findClearable, type Cleared, type KeepCopy } from '../tasks/clearing.ts';
import { defineAction, type Action, type ActionCall } from './action.ts';

const ref = z.strictObject({ task: TaskRef });

export const DeletedTaskPage = z.strictObject({ items: z.array(DeletedTask) });

/** What came of deleting a card. */
export const DeletedAnswer = z.strictObject({
  /** Cards that waited for it and no longer do; absent when there are none. */
  freed: z.array(FreedTask).exactOptional(),
});

const CardName = Task.pick({ id: true, number: true, title: true, status: true });

/** What is, or would be, cleared away, and what stays although it fits. */
export const ClearedTasks = z.strictObject({
  dryRun: z.boolean(),
  cleared: z.array(CardName),
  kept: z.array(CardName.extend({ reason: z.string() })),
});

const ClearInput = z.strictObject({
  status: z
    .array(TaskStatus.extract(['done', 'failed', 'canceled']))
    .min(1)
    .default(['done', 'canceled']),
  project: z.string().exactOptional(),
  metadata: z.strictObject({ key: z.string().min(1), value: z.string() }).exactOptional(),
  /** Last changed before this time. */
  changedBefore: Timestamp.exactOptional(),
  /** Only says what would go. */
  dryRun: z.boolean().default(false),
});

interface RemovalPorts {
  readonly store: TaskStore;
  readonly keepCopy: KeepCopy;
  now(): number;
  board(): Board;
}

/** Taking cards off the board, and back. */
export function removalActions({ store, now, keepCopy, board }: RemovalPorts): Action[] {
  const write = (call: ActionCall): { actor: ActionCall['actor']; at: number } => ({ actor: call.actor, at: now() });
  return [
    defineAction({
      name: 'task.delete',
      title: 'Delete a task; it can be restored for 30 days',
      scope: 'decide',
      sideEffect: true,
      input: ref,
      output: DeletedAnswer,
      run: async (input, call) => {
        const freed = await store.deleteTask(input.task, write(call));
        return freed.length === 0 ? {} : { freed };
      },
    }),
    defineAction({
      name: 'task.restore',
      title: 'Restore a deleted task',
      scope: 'decide',
      sideEffect: true,
      input: ref,
      output: Task,
      run: (input, call) => store.restoreTask(input.task, { ...write(call), board: board() }),
    }),
    defineAction({
      name: 'task.deleted',
      title: 'List deleted tasks that can be restored, the last one first',
      scope: 'read',
      sideEffect: false,
      input: z.strictObject({}),
      output: DeletedTaskPage,
      run: async () => ({ items: await store.listDeletedTasks() }),
    }),
    defineAction({
      name: 'task.clear',
      title: 'Delete ended tasks that fit a filter; each can be restored',
      scope: 'decide',
      sideEffect: true,
      input: ClearInput,
      output: ClearedTasks,
      run: async ({ dryRun, ...filter }, call) => ({
        dryRun,
        ...named(dryRun ? await findClearable(store, filter) : await clearTasks(store, filter, write(call), keepCopy)),
      }),
    }),
  ];
}

function named({ cleared, kept }: Cleared): Pick<z.output<typeof ClearedTasks>, 'cleared' | 'kept'> {
  const nameOf = ({ id, number, title, status }: Task): z.output<typeof CardName> => ({ id, number, title, status });
  return { cleared: cleared.map(nameOf), kept: kept.map(({ task, reason }) => ({ ...nameOf(task), reason })) };
}
