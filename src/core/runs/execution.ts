import * as l10n from '@vscode/l10n';
import { UserError } from '../base/errors.ts';
import type { Actor } from '../model/actor.ts';
import type { PersonRequest, RequestAnswer } from '../model/request.ts';
import type { Run } from '../model/run.ts';
import type { TaskId } from '../model/scalars.ts';
import type { Task } from '../model/task.ts';
import type { WriteContext } from '../store/taskStore.ts';
import type { TaskService } from '../tasks/taskService.ts';
import type { RunService } from './runService.ts';
import type { RunOptions, RunPorts } from './runPorts.ts';
import type { Blocked, Scheduler } from './scheduler.ts';

/** What came of executing tasks: each as it now is, and why those still queued did not start. */
export interface ExecutionReport {
  readonly tasks: readonly Task[];
  readonly blocked: readonly Blocked[];
}

interface ExecutionPorts {
  readonly ports: Pick<RunPorts, 'store' | 'clock' | 'approver'>;
  readonly tasks: TaskService;
  readonly runs: RunService;
  readonly scheduler: Scheduler;
}

/** Carries out the wish "do these cards": queues what is planned, takes up what waits, and works until nothing more can start. */
export class Execution {
  readonly #parts: ExecutionPorts;

  constructor(parts: ExecutionPorts) {
    this.#parts = parts;
  }

  /** `undefined` executes the whole queue, and first goes on with cards whose questions have been answered meanwhile. */
  async execute(named: readonly Task[] | undefined, actor: Actor, options: RunOptions, signal: AbortSignal): Promise<ExecutionReport> {
    const first = named ?? (await this.#answered());
    for (const task of first) await this.#makeReady(task, actor, options, signal);
    const ids = first.map((task) => task.id);
    const { started, blocked } = await this.#parts.scheduler.drain(named && ids, options, signal);
    const touched = new Set([...ids, ...started, ...blocked.map(({ task }) => task.id)]);
    return { tasks: await Promise.all([...touched].map((id) => this.#parts.tasks.get(id))), blocked };
  }

  async #answered(): Promise<Task[]> {
    const { store } = this.#parts.ports;
    const { items } = await store.listTasks({ status: ['waiting'], order: 'number', limit: 1000 });
    const open = new Set((await store.listRequests({ open: true })).map((request) => request.task));
    const runs = await Promise.all(items.map((task) => this.#waitingRun(task.id)));
    return items.filter((task, at) => runs[at] !== undefined && !open.has(task.id));
  }

  async #makeReady(task: Task, actor: Actor, options: RunOptions, signal: AbortSignal): Promise<void> {
    const { tasks } = this.#parts;
    switch (task.status) {
      case 'queued':
        return;
      case 'todo':
      case 'failed':
      case 'canceled':
        await tasks.move(task.id, 'queued', null, { actor, door: 'execute' });
        return;
      case 'waiting':
        return this.#takeUp(task, actor, options, signal);
      case 'running':
        throw new UserError('refused', l10n.t('Task #{0} is running already.', task.number));
      case 'review':
        throw new UserError('refused', l10n.t('Task #{0} is in review: accept it, or request changes with a note.', task.number));
      case 'done':
        throw new UserError('refused', l10n.t('Task #{0} is done. Move it to todo first if it should be done again.', task.number));
    }
  }

  /** Continues the run that the card waits with; one that was cut off after a side effect asks first. */
  async #takeUp(task: Task, actor: Actor, options: RunOptions, signal: AbortSignal): Promise<void> {
    const { ports, runs, tasks } = this.#parts;
    const run = await this.#waitingRun(task.id);
    if (!run) {
      await tasks.move(task.id, 'queued', null, { actor, door: 'execute' });
      return;
    }
    const answer = run.status === 'interrupted' ? await this.#askAboutInterruption(run, actor, signal) : ({ kind: 'continue' } as const);
    if (!answer) return;
    const context: WriteContext = { actor, at: ports.clock.now() };
    if (answer.kind === 'continue') {
      await (await runs.resume(run, options)).settled;
    } else if (answer.kind === 'start-over') {
      await ports.store.moveTask(task.id, 'queued', null, context);
    } else {
      await ports.store.moveTask(task.id, 'canceled', null, context);
    }
  }

  async #waitingRun(task: TaskId): Promise<Run | undefined> {
    const { items } = await this.#parts.ports.store.listRuns({ task, status: ['waiting', 'interrupted'], limit: 1 });
    return items[0];
  }

  /** `undefined`: nobody is there to answer, the card goes on waiting. */
  async #askAboutInterruption(run: Run, actor: Actor, signal: AbortSignal): Promise<RequestAnswer | undefined> {
    const { store, approver, clock } = this.#parts.ports;
    const requests = await store.listRequests({ run: run.id });
    const request: PersonRequest | undefined = requests.findLast((each) => each.body.kind === 'interrupted');
    if (!request) return { kind: 'continue' };
    if (request.answer) return request.answer;
    const answer = await approver.answer(request, signal);
    if (answer) await store.answerRequest(request.id, answer, { actor, at: clock.now() });
    return answer;
  }
}
