import * as l10n from '@vscode/l10n';
import type { Clock } from '../base/clock.ts';
import { sleep } from '../base/clock.ts';
import type { TaskId } from '../model/scalars.ts';
import type { Task } from '../model/task.ts';
import { assign } from '../rules/assignment.ts';
import { claimBlockers, compareClaimOrder } from '../rules/claiming.ts';
import type { TaskStore } from '../store/taskStore.ts';
import type { RunHandle, RunService } from './runService.ts';
import type { RunOptions } from './runPorts.ts';

/** A queued task that did not start, and every reason why. */
export interface Blocked {
  readonly task: Task;
  readonly reasons: readonly string[];
}

/** What working through the queue did: tasks that were started, in order, and those still queued. */
export interface DrainReport {
  readonly started: readonly TaskId[];
  readonly blocked: readonly Blocked[];
}

export interface SchedulerOptions {
  readonly store: TaskStore;
  readonly runs: RunService;
  readonly clock: Clock;
  /** Runs at once in this workspace. Two runs never write one workspace at once unless a person says so. */
  readonly slots: number;
}

/** Decides which task runs when: priority, weight, rank, number, among those that may start and somebody can do. */
export class Scheduler {
  readonly #options: SchedulerOptions;

  constructor(options: SchedulerOptions) {
    this.#options = options;
  }

  /**
   * Works through queued tasks (all, or the named ones) until nothing runs and nothing more can start. Waits for retries whose time comes.
   * A task that nobody can serve never blocks the others; it is answered with its reasons.
   */
  async drain(only: readonly TaskId[] | undefined, options: RunOptions, signal: AbortSignal): Promise<DrainReport> {
    const running = new Map<TaskId, RunHandle>();
    const all = new Set<TaskId>();
    for (;;) {
      const { started, blocked, wakeAt } = signal.aborted ? nothing : await this.#startMore(only, running, options);
      for (const id of started) all.add(id);
      if (running.size > 0) await Promise.race([...running.values()].map((handle) => handle.settled));
      else if (started.length > 0) continue;
      else if (wakeAt === undefined) return { started: [...all], blocked };
      else await this.#waitUntil(wakeAt, signal);
    }
  }

  async #startMore(only: readonly TaskId[] | undefined, running: Map<TaskId, RunHandle>, options: RunOptions): Promise<Round> {
    const { clock, runs, slots } = this.#options;
    const blocked: Blocked[] = [];
    let wakeAt: number | undefined;
    const started: TaskId[] = [];
    for (const task of await this.#queued(only)) {
      if (running.size >= slots) break;
      const reasons = [...claimBlockers(task, clock.now(), await this.#openDependencies(task))];
      const chosen = reasons.length === 0 ? await this.#assign(task) : undefined;
      const handle = chosen?.agent && (await runs.start(task, chosen.agent, options));
      if (handle) {
        started.push(task.id);
        running.set(task.id, handle);
        void handle.settled.finally(() => running.delete(task.id)).catch(() => undefined);
      } else {
        if (chosen) reasons.push(chosen.agent ? l10n.t('it was taken meanwhile') : chosen.reason);
        blocked.push({ task, reasons });
        if (reasons.length === 1 && task.runAfter !== null && task.runAfter > clock.now()) wakeAt = Math.min(wakeAt ?? Infinity, task.runAfter);
      }
    }
    return { started, blocked, wakeAt };
  }

  async #queued(only: readonly TaskId[] | undefined): Promise<Task[]> {
    const { store } = this.#options;
    const tasks: Task[] = [];
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const page = await store.listTasks({ status: ['queued'], limit: 500, ...(cursor === undefined ? {} : { cursor }) });
      tasks.push(...page.items.filter((task) => only === undefined || only.includes(task.id)));
      cursor = page.cursor;
    }
    return tasks.sort(compareClaimOrder);
  }

  async #openDependencies(task: Task): Promise<number[]> {
    if (task.openDependencies === 0) return [];
    const dependencies = await Promise.all(task.dependsOn.map((id) => this.#options.store.findTask(id)));
    return dependencies.flatMap((each) => (each && each.status !== 'done' ? [each.number] : []));
  }

  async #assign(task: Task): Promise<ReturnType<typeof assign>> {
    const { store } = this.#options;
    const loads = new Map<string, number>();
    for (const run of (await store.listRuns({ status: ['running'] })).items) loads.set(run.agent, (loads.get(run.agent) ?? 0) + 1);
    return assign(task, await store.listAgents(), (name) => loads.get(name) ?? 0);
  }

  async #waitUntil(time: number, signal: AbortSignal): Promise<void> {
    const { clock } = this.#options;
    await sleep(clock, Math.max(0, time - clock.now()), signal).catch(() => undefined);
  }
}

interface Round {
  readonly started: readonly TaskId[];
  readonly blocked: Blocked[];
  /** When the earliest task that only waits for its time may start. */
  readonly wakeAt: number | undefined;
}

const nothing: Round = { started: [], blocked: [], wakeAt: undefined };
