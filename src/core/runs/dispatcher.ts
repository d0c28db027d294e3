import type { Clock } from '../base/clock.ts';
import type { Disposable } from '../base/disposable.ts';
import { UserError } from '../base/errors.ts';
import { Emitter, type Event } from '../base/event.ts';
import type { Log } from '../base/log.ts';
import type { TaskId } from '../model/scalars.ts';
import type { Task } from '../model/task.ts';
import { assign } from '../rules/assignment.ts';
import { claimBlockers } from '../rules/claiming.ts';
import { slotBlocker, type SlotHolder } from '../rules/slots.ts';
import type { TaskStore } from '../store/taskStore.ts';
import { listLiveRuns } from './liveRuns.ts';
import { candidatesOf, createOrder, listOpenDependencies, type Blocked, type Candidate, type Order } from './orders.ts';
import type { PausedRun } from './pausedRuns.ts';
import type { RunHandle, RunService } from './runService.ts';
import type { RunOptions } from './runPorts.ts';

/** What working through cards did: those that were started, in order, and those still queued. */
export interface DrainReport {
  readonly started: readonly TaskId[];
  readonly blocked: readonly Blocked[];
}

export interface DispatcherOptions {
  readonly store: TaskStore;
  readonly runs: RunService;
  readonly clock: Clock;
  readonly log: Log;
  /** Runs at once in this workspace. Two runs never write one workspace at once unless a person says so. */
  readonly slots: number;
}

/** A drain that ends when nothing of it runs and nothing more of it can start. */
interface Drain {
  readonly order: Order;
  readonly signal: AbortSignal;
  readonly end: (report: DrainReport) => void;
  readonly fail: (error: unknown) => void;
}

/**
 * The one place of a host that fills its slots: priority, weight, rank, number, among the cards that somebody wants done, that may start
 * and that somebody can do. It looks again whenever the store changes, a run ends or a time comes. A card that cannot start never
 * blocks the others; why it waits can be asked.
 */
export class Dispatcher implements Disposable {
  readonly #options: DispatcherOptions;
  readonly #wanted: Order;
  #queue: Order | undefined;
  readonly #drains = new Set<Drain>();
  readonly #changes = new Emitter<void>();
  readonly #subscription: Disposable;
  #blocked: ReadonlyMap<TaskId, Blocked> = new Map();
  #slotReason: string | undefined;
  #timer: Disposable | undefined;
  #looking: Promise<void> | undefined;
  #again = false;
  #ended = false;

  /** The queue was switched on or off, or cards wait for other reasons than before. */
  readonly onDidChange: Event<void> = this.#changes.event;

  constructor(options: DispatcherOptions) {
    this.#options = options;
    this.#wanted = createOrder([], { grants: [] }, false);
    this.#subscription = options.store.onDidChange(({ tasks, others }) => {
      if (tasks.length > 0 || others) this.#lookSoon();
    });
  }

  /** Whether this host works through the whole queue. */
  get queueOn(): boolean {
    return this.#queue !== undefined;
  }

  /** Works through the whole queue from now on, until `stopQueue`. */
  async startQueue(): Promise<void> {
    this.#queue ??= createOrder(undefined, { grants: [] }, false);
    this.#changes.fire();
    await this.look();
  }

  /** Starts nothing more of the queue but what is wanted by name. What runs goes on. */
  stopQueue(): void {
    this.#queue = undefined;
    this.#changes.fire();
    this.#lookSoon();
  }

  /**
   * Starts these cards as soon as each can, and again after failures that may pass; stays with them until they are done, in review,
   * given up or taken out of the queue. With `goOn` an interrupted run is taken up rather than a new one begun.
   * Resolves after the first look with those that wait, and why.
   */
  async want(tasks: readonly TaskId[], goOn = false): Promise<Blocked[]> {
    for (const id of tasks) {
      this.#wanted.only?.add(id);
      if (goOn) this.#wanted.goOn.add(id);
    }
    await this.look();
    return tasks.flatMap((id) => this.#blocked.get(id) ?? []);
  }

  /** The first card of the queue that nothing but a free slot keeps from starting and that nobody has ordered yet. */
  async findNext(): Promise<Task | undefined> {
    const { store, clock } = this.#options;
    for (const { task, paused } of await candidatesOf(createOrder(undefined, { grants: [] }, false), store)) {
      if (this.#wanted.only?.has(task.id)) continue;
      if (paused || claimBlockers(task, clock.now()).length === 0) return task;
    }
    return undefined;
  }

  /** Does somebody want the card done, by itself or with the whole queue? */
  isOrdered(task: TaskId): boolean {
    return this.#orders().some(({ only }) => only === undefined || only.has(task));
  }

  /** Why a card that somebody wants done does not start; empty for any other. */
  whyNot(task: TaskId): readonly string[] {
    const found = this.#blocked.get(task)?.reasons;
    return found ?? (this.#queue && this.#slotReason !== undefined ? [this.#slotReason] : []);
  }

  /**
   * Works through queued cards (all, or the named ones) until nothing of them runs and nothing more can start. Waits for retries whose
   * time comes and for slots that runs of this host hold. Cards that nobody can serve are answered with their reasons.
   */
  drain(only: readonly TaskId[] | undefined, options: RunOptions, signal: AbortSignal): Promise<DrainReport> {
    return new Promise((end, fail) => {
      const drain: Drain = { order: createOrder(only, options, only !== undefined), signal, end, fail };
      this.#drains.add(drain);
      signal.addEventListener('abort', () => this.#lookSoon(), { once: true });
      this.#lookSoon();
    });
  }

  /** Looks what can start now, and starts it. */
  look(): Promise<void> {
    this.#again = true;
    this.#looking ??= this.#lookUntilQuiet();
    return this.#looking;
  }

  dispose(): void {
    this.#ended = true;
    this.#subscription.dispose();
    this.#timer?.dispose();
    for (const { order, end } of this.#drains) end({ started: [...order.started], blocked: [] });
    this.#drains.clear();
    this.#changes.dispose();
  }

  #lookSoon(): void {
    this.look().catch((error: unknown) => this.#options.log.error('the queue could not be looked at', error));
  }

  async #lookUntilQuiet(): Promise<void> {
    await Promise.resolve(); // so that `#looking` is set before it is cleared
    try {
      while (this.#again && !this.#ended) {
        this.#again = false;
        await this.#lookOnce();
      }
    } catch (error) {
      for (const { fail } of this.#drains) fail(error);
      this.#drains.clear();
      throw error;
    } finally {
      // In the same turn as the last test of `#again`: a wish that comes later begins a look of its own.
      this.#looking = undefined;
    }
  }

  async #lookOnce(): Promise<void> {
    const orders = this.#orders();
    const holders = orders.length === 0 ? [] : await this.#holders();
    const round: Round = { blocked: new Map(), holders, started: new Set(), wakeAt: undefined, wakes: new Set() };
    for (const order of orders) await this.#serve(order, round);
    this.#slotReason = slotBlocker(round.holders, this.#options.slots);
    this.#wakeAt(round.wakeAt);
    for (const drain of [...this.#drains]) this.#endIfStuck(drain, round);
    const differs = !sameReasons(this.#blocked, round.blocked);
    this.#blocked = round.blocked;
    if (differs) this.#changes.fire();
  }

  /** Named cards come before the rest of the queue. */
  #orders(): Order[] {
    const wanted = this.#wanted.only?.size === 0 ? [] : [this.#wanted];
    const drained = [...this.#drains].filter(({ signal }) => !signal.aborted).map(({ order }) => order);
    return [...wanted, ...drained, ...(this.#queue ? [this.#queue] : [])];
  }

  async #serve(order: Order, round: Round): Promise<void> {
    const { store, slots } = this.#options;
    // A long queue need not be read to know that everything in it waits for a slot.
    if (order === this.#queue && slotBlocker(round.holders, slots) !== undefined) return;
    for (const candidate of await candidatesOf(order, store)) {
      const { task } = candidate;
      if (round.started.has(task.id)) continue;
      const blocked = await this.#tryStart(candidate, order, round);
      if (!blocked) continue;
      round.blocked.set(task.id, blocked);
      if (blocked.reasons.length !== 1 || task.runAfter === null || task.runAfter <= this.#options.clock.now()) continue;
      round.wakeAt = Math.min(round.wakeAt ?? Infinity, task.runAfter);
      round.wakes.add(order);
    }
  }

  /** Starts the card, or says why not. Anything but a refusal is a bug, and ends the look. */
  async #tryStart(candidate: Candidate, order: Order, round: Round): Promise<Blocked | undefined> {
    const { runs, store, clock, slots } = this.#options;
    const { task, paused } = candidate;
    const reasons = paused ? [] : claimBlockers(task, clock.now(), await listOpenDependencies(task, store));
    const held = slotBlocker(round.holders, slots);
    const refusal = runs.refusal ?? runs.refusalOfTask(task);
    if (reasons.length === 0 && refusal !== undefined) reasons.push(refusal);
    if (reasons.length === 0 && held !== undefined) reasons.push(held);
    if (reasons.length > 0) return { task, reasons, lacksAgent: false };
    try {
      return paused ? await this.#takeUp(task, paused, order, round) : await this.#begin(task, order, round);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      return { task, reasons: [error.message], lacksAgent: error.code === 'not-found' };
    }
  }

  async #begin(task: Task, order: Order, round: Round): Promise<Blocked | undefined> {
    const { store, runs } = this.#options;
    const loads = new Map<string, number>();
    for (const { run } of await listLiveRuns(store)) loads.set(run.agent, (loads.get(run.agent) ?? 0) + 1);
    const { agent, reason, absent } = assign(
      task,
      await store.listAgents(),
      (name) => loads.get(name) ?? 0,
      (each) => runs.refusalOf(each),
    );
    if (!agent) return { task, reasons: [reason], lacksAgent: absent };
    const handle = await runs.start(task, agent, order.options, reason);
    if (handle) this.#carry(task, handle, order, round);
    else this.#again = true; // it changed in between: look at it as it is now
    return undefined;
  }

  async #takeUp(task: Task, { run, answer }: PausedRun, order: Order, round: Round): Promise<undefined> {
    const { runs, store, clock } = this.#options;
    order.resumed.add(run.id);
    order.goOn.delete(task.id);
    order.started.add(task.id);
    this.#again = true;
    const context = { actor: { kind: 'system', name: 'dispatcher' }, at: clock.now() } as const;
    if (answer === 'start-over') await store.moveTask(task.id, 'queued', null, context);
    else if (answer === 'stop') await store.moveTask(task.id, 'canceled', null, context);
    else this.#carry(task, await runs.resume(run, order.options), order, round);
  }

  #carry(task: Task, handle: RunHandle, order: Order, round: Round): void {
    const { log } = this.#options;
    round.started.add(task.id);
    round.holders.push({ number: task.number, waitsForPerson: false });
    order.started.add(task.id);
    order.running.add(task.id);
    const settled = handle.settled.catch((error: unknown) => {
      const drain = [...this.#drains].find((each) => each.order === order);
      if (!drain) return log.error(`the run of #${task.number} could not be ended`, error);
      this.#drains.delete(drain);
      drain.fail(error);
    });
    void settled.then(() => {
      order.running.delete(task.id);
      this.#lookSoon();
    });
  }

  /** Everything that holds a slot: what this host carries, and live runs of others. */
  async #holders(): Promise<SlotHolder[]> {
    const { store, runs, clock } = this.#options;
    const live = (await listLiveRuns(store)).filter(({ run, lease }) => runs.active.includes(run.id) || lease.expires > clock.now());
    return live.map(({ run, task }) => ({ number: task.number, waitsForPerson: run.status === 'waiting' }));
  }

  #endIfStuck(drain: Drain, { blocked, started, wakes }: Round): void {
    const { order, signal } = drain;
    if (order.running.size > 0) return;
    const ours = [...blocked.values()].filter(({ task }) => task.status === 'queued' && (!order.only || order.only.has(task.id)));
    const slotComes =
      this.#slotReason !== undefined &&
      this.#options.runs.active.length > 0 &&
      ours.some(({ reasons }) => reasons.includes(this.#slotReason ?? ''));
    if (!signal.aborted && (started.size > 0 || this.#again || wakes.has(order) || slotComes)) return;
    this.#drains.delete(drain);
    drain.end({ started: [...order.started], blocked: ours });
  }

  #wakeAt(time: number | undefined): void {
    const { clock } = this.#options;
    this.#timer?.dispose();
    this.#timer = time === undefined ? undefined : clock.after(Math.max(0, time - clock.now()), () => this.#lookSoon());
  }
}

/** One look over everything. */
interface Round {
  readonly blocked: Map<TaskId, Blocked>;
  readonly holders: SlotHolder[];
  readonly started: Set<TaskId>;
  /** When the earliest card that only waits for its time may start. */
  wakeAt: number | undefined;
  /** Orders with such a card. */
  readonly wakes: Set<Order>;
}

function sameReasons(a: ReadonlyMap<TaskId, Blocked>, b: ReadonlyMap<TaskId, Blocked>): boolean {
  return a.size === b.size && [...a].every(([id, { reasons }]) => reasons.join('\n') === b.get(id)?.reasons.join('\n'));
}
