import * as z from 'zod';
import { Comment, Task, TaskChange, TaskDraft, TaskEvent, TaskRef } from '../model/task.ts';
import { CheckSpec } from '../model/check.ts';
import { Artifact } from '../model/artifact.ts';
import { AuditRecord } from '../model/audit.ts';
import { Priority, TaskStatus } from '../model/taskStatus.ts';
import { KnownAgentName, TaskId } from '../model/scalars.ts';
import type { TaskReads, TaskStore } from '../store/taskStore.ts';
import type { TaskService } from '../tasks/taskService.ts';
import { defineAction, type Action, type ActionCall } from './action.ts';

interface TaskActionServices {
  readonly tasks: TaskService;
  readonly store: TaskStore;
  now(): number;
}

const ref = z.strictObject({ task: TaskRef });
const note = z.string().trim().min(1).max(20_000);

const TaskFilter = z
  .strictObject({
    status: z.array(TaskStatus),
    project: z.string(),
    /** `null`: unassigned. */
    agent: KnownAgentName.nullable(),
    priority: z.array(Priority),
    label: z.string(),
    parent: TaskId,
    chat: z.string(),
    text: z.string().max(1000),
    order: z.enum(['board', 'number']),
    limit: z.number().int().min(1).max(1000),
    cursor: z.string().max(500),
  })
  .partial();

export const TaskPage = z.strictObject({ items: z.array(Task), cursor: z.string().nullable() });

export const AuditPage = z.strictObject({ items: z.array(AuditRecord) });

/** A card with all that hangs off it. */
export const TaskDetails = z.strictObject({
  task: Task,
  comments: z.array(Comment),
  events: z.array(TaskEvent),
  artifacts: z.array(Artifact),
});

/** Cards: make, find, change, decide. */
export function taskActions(services: TaskActionServices): Action[] {
  return [...cardActions(services), ...taskReads(services), ...placeActions(services), ...decisionActions(services)];
}

function cardActions({ tasks, store, now }: TaskActionServices): Action[] {
  return [
    defineAction({
      name: 'task.create',
      title: 'Add a task',
      scope: 'create',
      sideEffect: true,
      input: TaskDraft,
      output: Task,
      run: (draft, call) => tasks.create(draft, call),
    }),
    defineAction({
      name: 'task.change',
      title: 'Change fields of a task',
      scope: 'create',
      sideEffect: true,
      output: Task,
      input: z.strictObject({ task: TaskRef, change: TaskChange, expectedRevision: z.number().int().optional() }),
      run: ({ task, change, expectedRevision }, call) => tasks.change(task, change, call, expectedRevision),
    }),
    defineAction({
      name: 'task.comment',
      title: 'Comment on a task',
      scope: 'create',
      sideEffect: true,
      output: Comment,
      input: z.strictObject({ task: TaskRef, text: note }),
      run: (input, call) => store.addComment(input.task, input.text, { actor: call.actor, at: now() }),
    }),
  ];
}

/** What can be asked about cards. */
export function taskReads({ tasks, store }: { tasks: Pick<TaskService, 'get'>; store: TaskReads }): Action[] {
  return [
    defineAction({
      name: 'task.list',
      title: 'List tasks',
      scope: 'read',
      sideEffect: false,
      input: TaskFilter,
      output: TaskPage,
      run: (filter) => store.listTasks(dropUndefined(filter)),
    }),
    defineAction({
      name: 'task.get',
      title: 'Show a task with its comments, history and artifacts',
      scope: 'read',
      sideEffect: false,
      input: ref,
      output: TaskDetails,
      run: async ({ task }) => detailsOf(await tasks.get(task), store),
    }),
    defineAction({
      name: 'task.statistics',
      title: 'Count tasks by status',
      scope: 'read',
      sideEffect: false,
      input: z.strictObject({}),
      output: z.record(TaskStatus, z.number().int()),
      run: () => store.countTasks(),
    }),
    defineAction({
      name: 'audit.list',
      title: 'List who did what, the newest first',
      scope: 'read',
      sideEffect: false,
      output: AuditPage,
      input: z.strictObject({ task: TaskRef.optional(), limit: z.number().int().min(1).max(1000).default(100) }),
      run: async ({ task, limit }) => {
        const entity = task === undefined ? {} : { entity: `task ${(await tasks.get(task)).number}` };
        return { items: await store.listAudit({ ...entity, limit }) };
      },
    }),
  ];
}

/** Where a card stands on the board. */
function placeActions({ tasks, store, now }: TaskActionServices): Action[] {
  const write = (call: ActionCall): { actor: ActionCall['actor']; at: number } => ({ actor: call.actor, at: now() });
  return [
    defineAction({
      name: 'task.move',
      title: 'Move a task to another status by hand',
      scope: 'decide',
      sideEffect: true,
      output: Task,
      input: z.strictObject({ task: TaskRef, to: TaskStatus, note: note.nullable().default(null) }),
      run: (input, call) => tasks.move(input.task, input.to, input.note, call),
    }),
    defineAction({
      name: 'task.place',
      title: 'Place a task between two others of its column',
      scope: 'decide',
      sideEffect: true,
      output: Task,
      input: z.strictObject({ task: TaskRef, after: TaskId.nullable(), before: TaskId.nullable() }),
      run: (input, call) => store.rankTask(input.task, input.after, input.before, write(call)),
    }),
  ];
}

/** What a person decides about work, and about checks. */
function decisionActions({ tasks }: TaskActionServices): Action[] {
  return [
    defineAction({
      name: 'task.accept',
      title: 'Accept the work in review, or a proposed task with its checks',
      scope: 'decide',
      sideEffect: true,
      output: Task,
      input: z.strictObject({
        task: TaskRef,
        note: note.nullable().default(null),
        unchecked: z.boolean().default(false),
        expectedRevision: z.number().int().optional(),
      }),
      run: ({ task, ...how }, call) => tasks.accept(task, call, how),
    }),
    defineAction({
      name: 'task.accept-checks',
      title: 'Accept proposed checks of a task, as they were read',
      scope: 'decide',
      sideEffect: true,
      output: Task,
      input: z.strictObject({
        task: TaskRef,
        checks: z
          .array(z.strictObject({ id: z.string(), spec: CheckSpec }))
          .min(1)
          .max(50),
      }),
      run: (input, call) => tasks.acceptChecks(input.task, input.checks, call),
    }),
    defineAction({
      name: 'task.request-changes',
      title: 'Send work in review back with a note',
      scope: 'decide',
      sideEffect: true,
      output: Task,
      input: z.strictObject({ task: TaskRef, note }),
      run: (input, call) => tasks.requestChanges(input.task, input.note, call),
    }),
  ];
}

async function detailsOf(task: Task, store: TaskReads): Promise<z.output<typeof TaskDetails>> {
  const [comments, events, artifacts] = await Promise.all([
    store.listComments(task.id),
    store.listTaskEvents(task.id),
    store.listArtifacts(task.id),
  ]);
  return { task, comments, events, artifacts };
}

/** Queries distinguish absent from present: an optional field that was parsed as undefined is absent. */
function dropUndefined<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}
