import * as l10n from '@vscode/l10n';
import * as z from 'zod';
import { UserError } from '../base/errors.ts';
import { Check } from '../model/check.ts';
import { PersonRequest, RequestAnswer } from '../model/request.ts';
import { Run, RunFile, RunStatus } from '../model/run.ts';
import { RunEvent } from '../model/runEvent.ts';
import { RunId } from '../model/scalars.ts';
import { Task, TaskRef } from '../model/task.ts';
import type { Execution } from '../runs/execution.ts';
import type { Inbox } from '../runs/inbox.ts';
import type { RunService } from '../runs/runService.ts';
import { filesToUndo, undoRun } from '../runs/undo.ts';
import type { TaskReads, TaskStore } from '../store/taskStore.ts';
import type { TaskService } from '../tasks/taskService.ts';
import type { WorkArea } from '../tools/workArea.ts';
import { defineAction, type Action, type ActionCall } from './action.ts';

interface RunActionServices {
  readonly tasks: TaskService;
  readonly runs: RunService;
  readonly execution: Execution;
  readonly inbox: Inbox;
  readonly store: TaskStore;
  readonly workArea: WorkArea;
  now(): number;
}

/** What whoever starts a run allows beforehand: exact commands; files, or folders ending in `/`. */
const Grants = z.array(
  z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('command'), command: z.string().min(1) }),
    z.strictObject({ kind: z.literal('write'), root: z.string().optional(), path: z.string() }),
  ]),
);

const UndoReport = z.strictObject({
  restored: z.array(z.string()),
  refused: z.array(z.strictObject({ path: z.string(), reason: z.string() })),
  notUndone: z.array(z.string()),
});

/** What became of executed cards; those that did not start with every reason why. */
export const ExecutionResult = z.strictObject({
  tasks: z.array(Task),
  blocked: z.array(z.strictObject({ task: Task, reasons: z.array(z.string()) })),
});
export const UndoneRun = z.strictObject({ run: RunId, report: UndoReport });
export const RunPage = z.strictObject({ items: z.array(Run), cursor: z.string().nullable() });
export const UndoableFiles = z.strictObject({ files: z.array(RunFile) });
export const RunDetails = z.strictObject({ run: Run, files: z.array(RunFile) });
export const RunEventPage = z.strictObject({ items: z.array(RunEvent) });
export const RequestPage = z.strictObject({ items: z.array(PersonRequest) });

const ref = z.strictObject({ task: TaskRef });

/** A card after its checks were run by hand, and the checks whose commands nobody has allowed on this machine. */
export const CheckedTask = z.strictObject({ task: Task, notAllowed: z.array(Check) });

/** Runs: start, stop, watch, undo, and what waits for a person. */
export function runActions(services: RunActionServices): Action[] {
  return [...workActions(services), ...aftermathActions(services), ...runReads(services), ...inboxActions(services)];
}

/** Work starts, and stops. */
function workActions({ tasks, runs, execution, store }: RunActionServices): Action[] {
  return [
    defineAction({
      name: 'task.execute',
      title: 'Let agents do tasks: the named ones, or the whole queue',
      scope: 'decide',
      sideEffect: true,
      input: z.strictObject({ tasks: z.array(TaskRef).min(1).max(1000).optional(), grants: Grants.default([]) }),
      output: ExecutionResult,
      run: async (input, { actor, signal }) => {
        const named = input.tasks && (await Promise.all(input.tasks.map((task) => tasks.get(task))));
        const grants = input.grants.map((grant) => (grant.kind === 'write' ? { ...grant, root: grant.root } : grant));
        const report = await execution.execute(named, actor, { grants }, signal);
        return { tasks: [...report.tasks], blocked: report.blocked.map(({ task, reasons }) => ({ task, reasons: [...reasons] })) };
      },
    }),
    defineAction({
      name: 'task.cancel',
      title: 'Cancel a task and stop its run',
      scope: 'decide',
      sideEffect: true,
      input: ref,
      output: Task,
      run: async (input, call) => {
        const task = await tasks.get(input.task);
        const { items } = await store.listRuns({ task: task.id, status: ['running', 'waiting'], limit: 1 });
        if (items[0]) await runs.cancel(items[0].id, call.actor);
        // A run that only waited takes its card with it.
        const now = await tasks.get(task.id);
        return now.status === 'canceled' ? now : tasks.move(task.id, 'canceled', null, call);
      },
    }),
  ];
}

/** What a person does about work that was done: look whether it holds, or take it back. */
function aftermathActions({ tasks, runs, store, workArea, now }: RunActionServices): Action[] {
  return [
    defineAction({
      name: 'task.run-checks',
      title: 'Run the checks of a task in review, without an agent',
      scope: 'decide',
      sideEffect: true,
      input: ref,
      output: CheckedTask,
      run: async (input, { actor, signal }) => {
        const { task, notAllowed } = await runs.check(await tasks.get(input.task), actor, signal);
        return { task, notAllowed: [...notAllowed] };
      },
    }),
    defineAction({
      name: 'task.undo',
      title: "Give files their content from before a task's run",
      scope: 'decide',
      sideEffect: true,
      input: z.strictObject({ task: TaskRef, run: RunId.optional() }),
      output: UndoneRun,
      run: async (input, call) => {
        const task = await tasks.get(input.task);
        const run = input.run ?? (await latestWritingRun(task, store));
        const report = await undoRun(run, { store, workArea });
        await store.recordAudit(
          {
            action: 'run.undo',
            entity: `task ${task.number}`,
            outcome: 'ok',
            detail: `${report.restored.length} restored, ${report.refused.length} left alone`,
          },
          writeOf(call, now),
        );
        return { run, report: { restored: [...report.restored], refused: [...report.refused], notUndone: [...report.notUndone] } };
      },
    }),
    defineAction({
      name: 'run.undoable',
      title: 'List the files that undoing a run is about',
      scope: 'read',
      sideEffect: false,
      input: z.strictObject({ run: RunId }),
      output: UndoableFiles,
      run: async (input) => ({ files: await filesToUndo(input.run, { store, workArea }) }),
    }),
  ];
}

/** What can be asked about runs, and what waits for a person. */
export function runReads({ tasks, store }: { tasks: Pick<TaskService, 'get'>; store: TaskReads }): Action[] {
  return [
    defineAction({
      name: 'run.list',
      title: 'List runs',
      scope: 'read',
      sideEffect: false,
      input: z.strictObject({
        task: TaskRef.optional(),
        status: z.array(RunStatus).optional(),
        limit: z.number().int().min(1).max(1000).default(50),
      }),
      output: RunPage,
      run: async ({ task, status, limit }) => {
        const id = task === undefined ? undefined : (await tasks.get(task)).id;
        return store.listRuns({ limit, ...(id === undefined ? {} : { task: id }), ...(status === undefined ? {} : { status }) });
      },
    }),
    defineAction({
      name: 'run.get',
      title: 'Show a run with the files it touched',
      scope: 'read',
      sideEffect: false,
      input: z.strictObject({ run: RunId }),
      output: RunDetails,
      run: async (input) => {
        const run = await store.findRun(input.run);
        if (!run) throw new UserError('not-found', l10n.t('There is no run {0}.', input.run));
        return { run, files: await store.listRunFiles(run.id) };
      },
    }),
    defineAction({
      name: 'run.events',
      title: "Read a run's log",
      scope: 'read',
      sideEffect: false,
      input: z.strictObject({
        run: RunId,
        after: z.number().int().nonnegative().default(0),
        limit: z.number().int().min(1).max(10_000).default(1000),
      }),
      output: RunEventPage,
      run: async ({ run, after, limit }) => ({ items: await store.readRunEvents(run, after, limit) }),
    }),
    defineAction({
      name: 'inbox.list',
      title: 'List what waits for a person',
      scope: 'read',
      sideEffect: false,
      input: z.strictObject({}),
      output: RequestPage,
      run: async () => ({ items: await store.listRequests({ open: true }) }),
    }),
  ];
}

function inboxActions({ inbox }: RunActionServices): Action[] {
  return [
    defineAction({
      name: 'inbox.answer',
      title: 'Answer an approval, a question or a limit',
      scope: 'decide',
      sideEffect: true,
      input: z.strictObject({ request: z.string(), answer: RequestAnswer }),
      output: PersonRequest,
      run: ({ request, answer }, call) => inbox.answer(request, answer, call.actor),
    }),
  ];
}

async function latestWritingRun(task: Task, store: TaskStore): Promise<RunId> {
  for (const run of (await store.listRuns({ task: task.id })).items) {
    if ((await store.listRunFiles(run.id)).some(({ access, before, after }) => access === 'write' && before !== after)) return run.id;
  }
  throw new UserError('refused', l10n.t('No run of task #{0} changed a file through its tools: there is nothing to undo.', task.number));
}

function writeOf(call: ActionCall, now: () => number): { actor: ActionCall['actor']; at: number } {
  return { actor: call.actor, at: now() };
}
