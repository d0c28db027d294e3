import * as l10n from '@vscode/l10n';
import * as z from 'zod';
import type { Actor } from '../model/actor.ts';
import { UserError } from '../base/errors.ts';
import { Task, TaskRef } from '../model/task.ts';
import type { Dispatcher } from '../runs/dispatcher.ts';
import type { Execution } from '../runs/execution.ts';
import type { Inbox } from '../runs/inbox.ts';
import { findPausedRun } from '../runs/pausedRuns.ts';
import type { RunService } from '../runs/runService.ts';
import type { TaskStore } from '../store/taskStore.ts';
import type { TaskService } from '../tasks/taskService.ts';
import { defineAction, type Action } from './action.ts';

interface QueueActionServices {
  readonly tasks: TaskService;
  readonly runs: RunService;
  readonly execution: Execution;
  readonly dispatcher: Dispatcher;
  readonly inbox: Inbox;
  readonly store: TaskStore;
}

/** What became of cards that should run: those that wait with every reason why (`lacksAgent`: nobody there could ever do it), and why others are none to run. */
export const RunWish = z.strictObject({
  tasks: z.array(Task),
  blocked: z.array(z.strictObject({ task: Task, reasons: z.array(z.string()), lacksAgent: z.boolean() })),
  refused: z.array(z.string()),
});
export type RunWish = z.infer<typeof RunWish>;

export const QueueState = z.strictObject({ on: z.boolean() });
const ref = z.strictObject({ task: TaskRef });
const nothing = z.strictObject({});

/** What a host that stays open offers: start now, go on in the background, stop. */
export function queueActions(services: QueueActionServices): Action[] {
  return [...startActions(services), ...stopActions(services)];
}

function startActions(services: QueueActionServices): Action[] {
  const { tasks, dispatcher } = services;
  return [
    defineAction({
      name: 'task.run',
      title: 'Put tasks in the queue and start each as soon as it can; answers at once',
      scope: 'decide',
      sideEffect: true,
      input: z.strictObject({ tasks: z.array(TaskRef).min(1).max(1000) }),
      output: RunWish,
      run: async (input, { actor }) => runNow(await Promise.all(input.tasks.map((task) => tasks.get(task))), actor, services),
    }),
    defineAction({
      name: 'queue.next',
      title: 'Start the first task of the queue that may start',
      scope: 'decide',
      sideEffect: true,
      input: nothing,
      output: RunWish,
      run: async (_input, { actor }) => {
        const next = await dispatcher.findNext();
        if (!next) throw new UserError('refused', l10n.t('No card in the queue can start now.'));
        return runNow([next], actor, services);
      },
    }),
    defineAction({
      name: 'queue.start',
      title: 'Work through the queue',
      scope: 'decide',
      sideEffect: true,
      input: nothing,
      output: QueueState,
      run: async () => {
        await dispatcher.startQueue();
        return { on: dispatcher.queueOn };
      },
    }),
    defineAction({
      name: 'run.continue',
      title: "Go on with a task's interrupted or answered run: continue, start over or give up",
      scope: 'decide',
      sideEffect: true,
      input: z.strictObject({ task: TaskRef, how: z.enum(['continue', 'start-over', 'stop']).default('continue') }),
      output: RunWish,
      run: async ({ task, how }, { actor }) => continueRun(await tasks.get(task), { kind: how }, actor, services),
    }),
  ];
}

function stopActions({ tasks, runs, dispatcher, store }: QueueActionServices): Action[] {
  return [
    defineAction({
      name: 'queue.stop',
      title: 'Start nothing more of the queue; what runs goes on',
      scope: 'decide',
      sideEffect: true,
      input: nothing,
      output: QueueState,
      run: async () => {
        dispatcher.stopQueue();
        return { on: dispatcher.queueOn };
      },
    }),
    defineAction({
      name: 'run.stop',
      title: "Stop a task's run, or take it out of the queue; the task goes back to todo",
      scope: 'decide',
      sideEffect: true,
      input: ref,
      output: Task,
      run: async (input, call) => {
        const task = await tasks.get(input.task);
        if (task.status === 'queued') return tasks.move(task.id, 'todo', null, call);
        const [run] = (await store.listRuns({ task: task.id, status: ['running', 'waiting', 'interrupted'], limit: 1 })).items;
        if (!run) throw new UserError('refused', l10n.t('Task #{0} has no run that goes on.', task.number));
        await runs.cancel(run.id, call.actor);
        return tasks.get(task.id);
      },
    }),
  ];
}

/** A card that cannot be queued says why: the others start all the same. */
async function runNow(tasks: readonly Task[], actor: Actor, services: QueueActionServices): Promise<RunWish> {
  const refused: string[] = [];
  const ready: Task[] = [];
  for (const task of tasks) {
    try {
      await services.execution.makeReady(task, actor);
      ready.push(task);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      refused.push(error.message);
    }
  }
  return { ...(await want(ready, false, services)), refused };
}

async function continueRun(
  task: Task,
  answer: { kind: 'continue' | 'start-over' | 'stop' },
  actor: Actor,
  services: QueueActionServices,
): Promise<RunWish> {
  const { store, inbox, tasks } = services;
  const paused = await findPausedRun(task, store);
  if (!paused) throw new UserError('refused', l10n.t('Task #{0} has no interrupted run: run it anew.', task.number));
  const open = (await store.listRequests({ run: paused.run.id, open: true })).find(({ body }) => body.kind === 'interrupted');
  if (open) await inbox.answer(open.id, answer, actor);
  else if (answer.kind === 'stop') await tasks.move(task.id, 'canceled', null, { actor, door: 'run' });
  return want([task], answer.kind === 'continue', services);
}

async function want(tasks: readonly Task[], goOn: boolean, { dispatcher, tasks: cards }: QueueActionServices): Promise<RunWish> {
  const blocked = await dispatcher.want(
    tasks.map(({ id }) => id),
    goOn,
  );
  return {
    tasks: await Promise.all(tasks.map(({ id }) => cards.get(id))),
    blocked: blocked.map(({ task, reasons, lacksAgent }) => ({ task, reasons: [...reasons], lacksAgent })),
    refused: [],
  };
}
