import { messageOf } from '../base/errors.ts';
import { Limits } from '../agent/limits.ts';
import type { LoopEnding } from '../agent/loopPorts.ts';
import { failedChecksPrompt, openingPrompts, type Prompt } from '../agent/prompt.ts';
import type { Runner } from '../agent/runner.ts';
import type { Agent } from '../model/agent.ts';
import type { WorkPath } from '../model/effect.ts';
import type { Run } from '../model/run.ts';
import type { RunEvent, RunEventBody } from '../model/runEvent.ts';
import type { Task } from '../model/task.ts';
import { addUsage, noUsage } from '../model/usage.ts';
import type { Provider } from '../providers/provider.ts';
import { judge, type Disturbance } from '../rules/verdict.ts';
import type { RunKey, RunOutcome, WriteContext } from '../store/taskStore.ts';
import { Asking } from './asking.ts';
import { builtinRunner } from './builtinRunner.ts';
import { changedGround, photographGround, type CheckGround } from './checkGround.ts';
import { filesWrittenFor, folderOfTask } from './checkMeasure.ts';
import { CheckRounds } from './checkRounds.ts';
import { FileKeeper } from './fileKeeper.ts';
import { endingOutcome, outcomeOf, type WorkResult } from './outcomes.ts';
import type { RunNews, RunOptions, RunPorts } from './runPorts.ts';
import { RunRecorder } from './runRecorder.ts';
import { SeenFiles } from './seenFiles.ts';
import { readWholeLog } from './wholeLog.ts';

/** Times that failing checks go back to the agent. */
const CHECK_ROUNDS = 3;

export interface ActiveRunOptions {
  readonly ports: RunPorts;
  readonly task: Task;
  readonly run: Run;
  readonly agent: Agent;
  readonly options: RunOptions;
  /** Why this agent was chosen; absent when a run is taken up again. */
  readonly reason?: string;
  /** The log so far when the run is taken up again; empty for a new one. */
  readonly log: readonly RunEvent[];
  readonly signal: AbortSignal;
  readonly onNews: (news: RunNews) => void;
  /** Called when the run cannot be recorded any more: it must stop at once. */
  readonly onLost: (error: unknown) => void;
}

/** One run from its claim to its end: baseline, work, checks, verdict, and nothing left behind. */
export class ActiveRun {
  readonly #options: ActiveRunOptions;
  readonly #key: RunKey;
  readonly #recorder: RunRecorder;
  readonly #limits: Limits;
  readonly #at: WorkPath;
  #left = false;

  constructor(options: ActiveRunOptions) {
    this.#options = options;
    const { ports, run, task, agent, onNews, onLost } = options;
    this.#key = { run: run.id, fence: run.fence };
    this.#at = folderOfTask(task, ports);
    this.#limits = new Limits({
      card: task.budget,
      agent: agent.budget,
      prices: agent.prices,
      clock: ports.clock,
      used: usedSoFar(run, options.log),
    });
    this.#recorder = new RunRecorder({
      store: ports.store,
      key: this.#key,
      task: task.id,
      clock: ports.clock,
      filter: ports.filter,
      onLost,
      onEvent: (event) => onNews({ kind: 'recorded', run: run.id, task: task.id, event }),
    });
  }

  /** Carries the run out and ends it in the store, unless it was let go. Answers the task as it then is. */
  async carryOut(): Promise<Task> {
    const { ports, run, task } = this.#options;
    let outcome: RunOutcome;
    try {
      outcome = await this.#outcome();
    } finally {
      await ports.processes.sweep(run.id);
    }
    if (this.#left) return task;
    const { status } = outcome;
    if (status !== 'waiting') {
      const message = outcome.error ?? outcome.statusReason ?? '';
      this.#record({ type: 'run-end', status, message, ...outcome.progress });
    }
    await this.#recorder.flush();
    return ports.store.endRun(this.#key, outcome, this.#context());
  }

  /** Records nothing from now on: whoever opens the store next finds a run that was interrupted here. To be aborted right after. */
  async letGo(): Promise<void> {
    this.#left = true;
    await this.#recorder.stop();
  }

  /** Proves that the run is alive and reports what it used. Rejects with `conflict` when the lease is lost. */
  async renew(until: number): Promise<{ cancelRequested: boolean }> {
    const { store } = this.#options.ports;
    await store.reportRun(this.#key, { progress: this.#progress() }, this.#context());
    return store.renewLease(this.#key, until);
  }

  async #outcome(): Promise<RunOutcome> {
    const { task, signal } = this.#options;
    try {
      const result = await this.#work();
      return outcomeOf(result, task, this.#progress(), this.#retry());
    } catch (error) {
      if (signal.aborted) return outcomeOf({ ending: { kind: 'canceled' } }, task, this.#progress(), this.#retry());
      this.#options.ports.log.error(`run ${this.#key.run} failed`, error);
      this.#record({ type: 'error', message: messageOf(error) });
      return endingOutcome(
        { kind: 'failed', message: `Internal error: ${messageOf(error)}`, transient: false },
        task,
        this.#progress(),
        this.#retry(),
      );
    }
  }

  async #work(): Promise<WorkResult> {
    const { ports, agent, run, log, signal } = this.#options;
    const provider = await ports.createProvider(agent.model);
    const checks = new CheckRounds({
      ports,
      key: this.#key,
      at: this.#at,
      tag: run.id,
      grants: this.#options.options.grants,
      signal,
      touched: () => filesWrittenFor(this.#options.task, ports),
      record: (body) => this.#record(body),
      context: () => this.#context(),
    });
    const isNew = log.length === 0;
    if (isNew) this.#start(provider);
    const task = isNew ? await checks.measureBaseline(this.#options.task) : this.#options.task;
    const ground = await this.#photograph(task);
    const runner = await this.#runner(task, provider, checks);
    try {
      return await this.#workUntilChecked(runner, checks, { task, ground, simulated: provider.simulated });
    } finally {
      await runner.close();
    }
  }

  async #workUntilChecked(
    runner: Runner,
    checks: CheckRounds,
    state: { task: Task; ground: CheckGround; simulated: boolean },
  ): Promise<WorkResult> {
    let prompts: readonly Prompt[] = this.#options.log.length === 0 ? await this.#opening(state.task) : [];
    for (let round = 1; ; round++) {
      const ending: LoopEnding = await runner.work(prompts);
      if (ending.kind !== 'finished') return { ending };
      // Evidence counts only when nothing of the agent's can change files meanwhile.
      await runner.close();
      await this.#options.ports.processes.sweep(this.#key.run);
      const checked = await checks.measureFinal(state.task);
      const verdict = judge(checked.checks, await this.#disturbance(checked, state.ground), state.simulated);
      if (verdict.kind !== 'failing') return { ending, verdict };
      if (round > CHECK_ROUNDS) return { ending, verdict };
      prompts = [failedChecksPrompt(checked, round, CHECK_ROUNDS)];
    }
  }

  async #opening(task: Task): Promise<Prompt[]> {
    const { ports, agent } = this.#options;
    return openingPrompts({ task, agent, comments: await ports.store.listComments(task.id), roots: ports.workArea.roots });
  }

  #start(provider: Provider): void {
    const { agent, run, reason } = this.#options;
    const chosen = reason === undefined ? {} : { reason };
    this.#record({
      type: 'run-start',
      agent: agent.name,
      model: provider.title,
      attempt: run.attempt,
      simulated: provider.simulated,
      ...chosen,
    });
    if (provider.simulated) this.#record({ type: 'status', message: 'This is a simulation: no model is asked and nothing is changed.' });
    if (this.#limits.costUnmeasured)
      this.#record({
        type: 'budget-warning',
        limit: 'cost',
        message: `The limit in money is not measured: agent "${agent.name}" states no prices.`,
      });
  }

  async #runner(task: Task, provider: Provider, checks: CheckRounds): Promise<Runner> {
    const { ports, agent, run, log, signal, options, onNews } = this.#options;
    const earlier = log.length === 0 ? [] : await ports.store.listRunFiles(run.id);
    return builtinRunner({
      ports,
      task,
      agent,
      provider,
      log,
      signal,
      grants: options.grants,
      tag: run.id,
      limits: this.#limits,
      recorder: this.#recorder,
      files: new FileKeeper(
        { ...ports, beforeFirst: (at) => checks.beforeWrite(task, at) },
        this.#key,
        (body) => this.#record(body),
        earlier,
      ),
      seen: new SeenFiles({ store: ports.store, key: this.#key, roots: ports.workArea.roots, earlier }),
      asking: new Asking({
        ports,
        task,
        key: this.#key,
        signal,
        consumed: consumedRequests(log),
        recordDurably: async (body) => {
          this.#record(body);
          await this.#recorder.flush();
        },
        context: () => this.#context(),
      }),
      live: (event) => onNews({ kind: 'live', run: run.id, task: task.id, event }),
      context: () => this.#context(),
    });
  }

  #photograph(task: Task): Promise<CheckGround> {
    const { ports, signal } = this.#options;
    return photographGround(task.checks, this.#at, ports, signal);
  }

  /** What any run of this task wrote, what changed under the checks since this one began, and what commands may have changed before. */
  async #disturbance(task: Task, ground: CheckGround): Promise<Disturbance> {
    const { store } = this.#options.ports;
    await this.#recorder.flush();
    const runs = (await store.listRuns({ task: task.id, limit: 1000 })).items;
    const files = (await Promise.all(runs.map((run) => store.listRunFiles(run.id)))).flat();
    const now = await this.#photograph(task);
    const earlier = runs.filter((run) => run.id !== this.#key.run).map((run) => readWholeLog(store, run.id));
    const unseen = [...this.#options.log, ...(await Promise.all(earlier)).flat()];
    const own = ground.whole && now.whole ? [] : await readWholeLog(store, this.#key.run);
    return {
      touched: files.filter((file) => file.access === 'write').map((file) => file.path),
      changedGround: changedGround(ground, now),
      unwatched: unwatchedReason(unseen, own),
    };
  }

  #progress(): RunOutcome['progress'] {
    return { usage: this.#limits.usage, cost: this.#limits.cost, steps: this.#limits.steps };
  }

  #retry(): { now: number; chance: number } {
    return { now: this.#options.ports.clock.now(), chance: this.#options.ports.ids.random() };
  }

  #record(body: RunEventBody): void {
    this.#recorder.record(body);
  }

  #context(): WriteContext {
    return { actor: { kind: 'agent', name: this.#options.agent.name }, at: this.#options.ports.clock.now() };
  }
}

/** `unseen`: events from before the first photograph; `own`: those of this run when the photographs do not show everything. */
function unwatchedReason(unseen: readonly RunEvent[], own: readonly RunEvent[]): string | undefined {
  if (unseen.some(startsCommand)) return 'A command of an earlier part of the work may have changed what the check rests on.';
  return own.some(startsCommand)
    ? 'The run started commands, and the workspace is too large to see whether they changed what the check rests on.'
    : undefined;
}

function startsCommand({ body }: RunEvent): boolean {
  return body.type === 'tool-start' && body.effects.some((effect) => effect.kind === 'command');
}

/** The run's row is written now and then: after a crash its log knows of more. */
function usedSoFar(run: Run, log: readonly RunEvent[]): Pick<Run, 'usage' | 'steps'> {
  const replies = log.flatMap(({ body }) => (body.type === 'text' && !body.draft ? [body.usage] : []));
  return replies.length > run.steps ? { usage: replies.reduce(addUsage, noUsage), steps: replies.length } : run;
}

function consumedRequests(log: readonly RunEvent[]): Set<string> {
  return new Set(log.flatMap(({ body }) => (body.type === 'answer' || body.type === 'approval-response' ? [body.request] : [])));
}
