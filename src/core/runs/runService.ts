import { Emitter, type Event } from '../base/event.ts';
import { UserError } from '../base/errors.ts';
import type { Disposable } from '../base/disposable.ts';
import * as l10n from '@vscode/l10n';
import type { Actor } from '../model/actor.ts';
import type { Agent } from '../model/agent.ts';
import type { Run } from '../model/run.ts';
import { RunId } from '../model/scalars.ts';
import type { Task } from '../model/task.ts';
import type { WriteContext } from '../store/taskStore.ts';
import { ActiveRun, type ActiveRunOptions } from './activeRun.ts';
import { checkByHand, type HandMeasurement } from './checkByHand.ts';
import type { RunNews, RunOptions, RunPorts } from './runPorts.ts';
import { readWholeLog } from './wholeLog.ts';

const LEASE = 60_000;
const BEAT = 15_000;
/** How long the holder of a run elsewhere may take to stop it. */
const STOP_LIMIT = 10_000;

/** A run in progress. `settled` is the task as the run left it. */
export interface RunHandle {
  readonly run: Run;
  readonly settled: Promise<Task>;
}

interface Carried {
  readonly active: ActiveRun;
  readonly abort: AbortController;
  readonly settled: Promise<Task>;
}

/** Claims tasks for this host, carries their runs out and stops them. Which task when is the dispatcher's business. */
export class RunService implements Disposable {
  readonly #ports: RunPorts;
  readonly #carried = new Map<RunId, Carried>();
  readonly #news = new Emitter<RunNews>();
  readonly #subscription: Disposable;
  readonly #ending = new AbortController();
  /** Claims that are on their way to the store. */
  #claiming = 0;
  #closed = false;

  /** What happens in the runs of this host. */
  readonly onNews: Event<RunNews> = this.#news.event;

  constructor(ports: RunPorts) {
    this.#ports = ports;
    this.#subscription = ports.store.onDidChange(
      ({ runs, news }) =>
        void this.#followCancels(news === 'takeover' ? this.active : runs).catch((error: unknown) =>
          ports.log.error('cannot follow a cancel', error),
        ),
    );
  }

  /** Runs of this host that go on now. */
  get active(): readonly RunId[] {
    return [...this.#carried.keys()];
  }

  /** Does nothing go on at this host, and is nothing about to? */
  get isIdle(): boolean {
    return this.#carried.size === 0 && this.#claiming === 0;
  }

  /** Why no run may start at this host now. */
  get refusal(): string | undefined {
    return this.#closed ? l10n.t('Rota is closing here') : this.#ports.refusal?.();
  }

  /** Why no run of this agent may start at this host. */
  refusalOf(agent: Agent): string | undefined {
    return this.#ports.modelRefusal?.(agent);
  }

  /** Why nothing may be done for this card at this host. */
  refusalOfTask({ root }: Pick<Task, 'root'>): string | undefined {
    if (root === null || this.#ports.workArea.roots.includes(root)) return undefined;
    return l10n.t('it is about the folder "{0}", which is not open here', root);
  }

  /** Starts the task with this agent, chosen for this reason, or answers `undefined` when it may not start now. */
  async start(task: Task, agent: Agent, options: RunOptions, reason: string): Promise<RunHandle | undefined> {
    this.#assertAllowed(agent);
    const { store, ids, clock, holder } = this.#ports;
    const claim = {
      task: task.id,
      run: RunId.parse(ids.next()),
      agent: agent.name,
      holder,
      leaseUntil: clock.now() + LEASE,
      simulated: agent.model.provider === 'simulated',
      reason,
    };
    return this.#claim(async () => {
      const claimed = await store.claimTask(claim, this.#context({ kind: 'agent', name: agent.name }));
      return claimed && this.#carry({ ...claimed, agent, options, reason, log: [] });
    });
  }

  /** Takes up a run that waits or was interrupted, where its log ends. */
  async resume(run: Run, options: RunOptions): Promise<RunHandle> {
    const { store, clock, holder } = this.#ports;
    const agent = await store.findAgent(run.agent);
    if (!agent)
      throw new UserError(
        'not-found',
        l10n.t('The agent "{0}" of this run no longer exists. Add it again, or queue the task for another agent.', run.agent),
      );
    this.#assertAllowed(agent);
    const log = await readWholeLog(store, run.id);
    return this.#claim(async () => {
      const resumed = await store.resumeRun(run.id, holder, clock.now() + LEASE, this.#context({ kind: 'agent', name: agent.name }));
      return this.#carry({ ...resumed, agent, options, log });
    });
  }

  /** Runs the checks of a card in review, without an agent. */
  async check(task: Task, actor: Actor, signal: AbortSignal): Promise<HandMeasurement> {
    this.#assertAllowed();
    const refusal = this.refusalOfTask(task);
    if (refusal !== undefined) throw new UserError('refused', l10n.t('The checks of #{0} cannot run: {1}.', task.number, refusal));
    return checkByHand(task, actor, this.#ports, AbortSignal.any([signal, this.#ending.signal]));
  }

  /** Stops a run and resolves when nothing of it is left. One that runs elsewhere is stopped by its holder, which hears of it through the store. */
  async cancel(run: RunId, actor: Actor): Promise<void> {
    const carried = this.#carried.get(run);
    if (!carried) {
      await this.#ports.store.requestCancel(run, this.#context(actor));
      return this.#stoppedElsewhere(run);
    }
    carried.abort.abort(canceled());
    await carried.settled;
  }

  /** Stops all runs of this host, for good: a person wanted that. */
  async close(): Promise<void> {
    this.#end();
    for (const { abort } of this.#carried.values()) abort.abort(canceled());
    await Promise.allSettled([...this.#carried.values()].map(({ settled }) => settled));
  }

  /**
   * Ends what runs here without ending the runs: their processes are killed, nothing more is recorded, and the next start finds them
   * interrupted. For a host that goes away although nobody asked the runs to stop.
   */
  async letGo(): Promise<void> {
    this.#end();
    await Promise.allSettled([...this.#carried.values()].map((carried) => leave(carried)));
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#news.dispose();
  }

  #end(): void {
    this.#closed = true;
    this.#subscription.dispose();
    this.#ending.abort(new Error('The host goes away.'));
  }

  /** The one way to a run of this host, or to the checks alone. */
  #assertAllowed(agent?: Agent): void {
    const refusal = this.refusal ?? (agent && this.refusalOf(agent));
    if (refusal !== undefined) throw new UserError('refused', refusal);
  }

  async #claim<T>(act: () => Promise<T>): Promise<T> {
    this.#claiming += 1;
    try {
      return await act();
    } finally {
      this.#claiming -= 1;
    }
  }

  #carry(carried: Pick<ActiveRunOptions, 'task' | 'run' | 'agent' | 'options' | 'log' | 'reason'>): RunHandle {
    this.#assertAllowed(carried.agent);
    const { run } = carried;
    const abort = new AbortController();
    const active = new ActiveRun({
      ...carried,
      ports: this.#ports,
      signal: abort.signal,
      onNews: (news) => this.#news.fire(news),
      onLost: (error) => abort.abort(error),
    });
    const beat = this.#beat(active, abort);
    const settled = active.carryOut().finally(() => {
      beat.dispose();
      this.#carried.delete(run.id);
    });
    this.#carried.set(run.id, { active, abort, settled });
    return { run, settled };
  }

  /** Renews the lease and reports usage. A lost lease stops the run: another may work on the task by now. */
  #beat(active: ActiveRun, abort: AbortController): Disposable {
    const { clock, log } = this.#ports;
    let timer: Disposable;
    const renew = async (): Promise<void> => {
      const { cancelRequested } = await active.renew(clock.now() + LEASE);
      if (cancelRequested) abort.abort(canceled());
    };
    const next = (): void => {
      timer = clock.after(BEAT, () => {
        next();
        renew().catch((error: unknown) => {
          log.warn(`lease lost: ${String(error)}`);
          if (error instanceof UserError && error.code === 'conflict') abort.abort(error);
        });
      });
    };
    next();
    return { dispose: () => timer.dispose() };
  }

  /** Resolves when the holder of a run has ended it; rejects when it takes longer than anything that answers. */
  #stoppedElsewhere(run: RunId): Promise<void> {
    const { store, clock } = this.#ports;
    return new Promise((resolve, reject) => {
      const end = (settle: () => void): void => {
        subscription.dispose();
        limit.dispose();
        settle();
      };
      const look = async (): Promise<void> => {
        const status = (await store.findRun(run))?.status;
        if (status !== 'running' && status !== 'waiting') end(resolve);
      };
      const limit = clock.after(STOP_LIMIT, () =>
        end(() =>
          reject(
            new UserError(
              'unavailable',
              l10n.t('The run was asked to stop, but the process that carries it out has not answered yet. Look again in a moment.'),
            ),
          ),
        ),
      );
      const subscription = store.onDidChange(({ runs, news }) => {
        if (news === 'takeover' || runs.includes(run)) look().catch((error: unknown) => end(() => reject(error)));
      });
      look().catch((error: unknown) => end(() => reject(error)));
    });
  }

  /** Another door asked for a stop through the store. */
  async #followCancels(runs: readonly RunId[]): Promise<void> {
    for (const id of runs) {
      const carried = this.#carried.get(id);
      if (carried && !carried.abort.signal.aborted && (await this.#ports.store.findRun(id))?.cancelRequested === true)
        carried.abort.abort(canceled());
    }
  }

  #context(actor: Actor): WriteContext {
    return { actor, at: this.#ports.clock.now() };
  }
}

async function leave({ active, abort, settled }: Carried): Promise<void> {
  await active.letGo().finally(() => abort.abort(new Error('The host of the run goes away.')));
  await settled;
}

const canceled = (): Error => new Error('The run was stopped by a person.');
