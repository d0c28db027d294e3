import * as l10n from '@vscode/l10n';
import { UserError } from '../base/errors.ts';
import type { Actor } from '../model/actor.ts';
import type { PersonRequest } from '../model/request.ts';
import { statusNames } from '../model/statusNames.ts';
import type { Task } from '../model/task.ts';
import type { TaskService } from '../tasks/taskService.ts';
import type { Dispatcher } from './dispatcher.ts';
import type { Blocked } from './orders.ts';
import { findPausedRun } from './pausedRuns.ts';
import type { RunOptions, RunPorts } from './runPorts.ts';

/** What came of executing tasks: each as it now is, and why those still queued did not start. */
export interface ExecutionReport {
  readonly tasks: readonly Task[];
  readonly blocked: readonly Blocked[];
}

interface ExecutionPorts {
  readonly ports: Pick<RunPorts, 'store' | 'clock' | 'approver'>;
  readonly tasks: TaskService;
  readonly dispatcher: Dispatcher;
}

/** Carries out the wish "do these cards": queues what is planned, takes up what waits, and works until nothing more can start. */
export class Execution {
  readonly #parts: ExecutionPorts;

  constructor(parts: ExecutionPorts) {
    this.#parts = parts;
  }

  /** `undefined` executes the whole queue, and goes on with cards whose questions have been answered meanwhile. */
  async execute(named: readonly Task[] | undefined, actor: Actor, options: RunOptions, signal: AbortSignal): Promise<ExecutionReport> {
    for (const task of named ?? []) {
      await this.makeReady(task, actor);
      if (task.status === 'waiting') await this.#askAboutInterruption(task, actor, signal);
    }
    const ids = named?.map((task) => task.id);
    const { started, blocked } = await this.#parts.dispatcher.drain(ids, options, signal);
    const touched = new Set([...(ids ?? []), ...started, ...blocked.map(({ task }) => task.id)]);
    return { tasks: await Promise.all([...touched].map((id) => this.#parts.tasks.get(id))), blocked };
  }

  /** Puts a card into the queue if it is not on its way already. Refuses with the way out when it is none for an agent now. */
  async makeReady(task: Task, actor: Actor): Promise<void> {
    const { tasks, ports } = this.#parts;
    switch (task.status) {
      case 'queued':
        return;
      case 'todo':
      case 'failed':
      case 'canceled':
        await tasks.move(task.id, 'queued', null, { actor, door: 'execute' });
        return;
      case 'waiting':
        if (!task.lease && !(await findPausedRun(task, ports.store))) await tasks.move(task.id, 'queued', null, { actor, door: 'execute' });
        return;
      case 'running':
        throw new UserError('refused', l10n.t('Task #{0} is running already.', task.number));
      case 'review':
        throw new UserError('refused', l10n.t('Task #{0} is in review: accept it, or request changes with a note.', task.number));
      case 'done':
        throw new UserError(
          'refused',
          l10n.t('Task #{0} is done. Move it to "{1}" first if it should be done again.', task.number, statusNames().todo),
        );
    }
  }

  /** A run that was cut off after a side effect asks how to go on. When nobody is there to answer, the card goes on waiting. */
  async #askAboutInterruption(task: Task, actor: Actor, signal: AbortSignal): Promise<void> {
    const { store, approver, clock } = this.#parts.ports;
    const paused = await findPausedRun(task, store);
    if (paused?.run.status !== 'interrupted') return;
    const request: PersonRequest | undefined = (await store.listRequests({ run: paused.run.id })).findLast(
      ({ body }) => body.kind === 'interrupted',
    );
    if (!request || request.answer) return;
    const answer = await approver.answer(request, signal);
    if (answer) await store.answerRequest(request.id, answer, { actor, at: clock.now() });
  }
}
